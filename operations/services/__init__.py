"""Writes of operations."""
