"""Spreadsheets: `reading`, `cells`, `columns` in; `writing`, `marking`, `csvfile` out."""
