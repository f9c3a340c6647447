"""Pages of the registry, one module for each noun."""
