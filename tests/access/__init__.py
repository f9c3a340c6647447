"""Who gets what: every way in, every role, one's own things and others'."""
