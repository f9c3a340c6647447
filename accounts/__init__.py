"""Who may act, and where: people, roles, territory, the activity trail, sign-in."""
