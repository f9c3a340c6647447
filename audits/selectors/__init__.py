"""Reads of audits; each starts from the person who asks."""
