"""Writes of measures: the row, its move row and its activity row in one transaction."""
