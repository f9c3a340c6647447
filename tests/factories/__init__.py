"""Rows for tests, made by walking the real services, so that impossible states cannot be made."""
