"""Writes of audits."""
