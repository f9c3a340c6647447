"""Input of the registry."""
