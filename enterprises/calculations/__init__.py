"""Pure computations of the registry: keys, days."""
