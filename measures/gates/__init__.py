"""Is the work done: pure checks, each named as the sentence that should be true."""
