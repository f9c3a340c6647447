"""Words and colours for people."""
