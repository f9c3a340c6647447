"""Words for people: rows and facts of the registry."""
