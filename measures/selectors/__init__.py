"""Reads of measures; each starts from the person who asks."""
