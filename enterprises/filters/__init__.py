"""Search fields of the lists of the registry."""
