"""Helpers without models; this package imports no app."""
