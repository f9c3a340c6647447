"""Is the work done? Pure checks over frozen facts."""
