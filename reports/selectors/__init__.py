"""Reads of reports, all by the database: figures, progress, annex rows, the home pages."""
