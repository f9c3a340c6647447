"""Who may, and on which conditions of the law."""
