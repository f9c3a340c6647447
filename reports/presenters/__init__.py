"""Words and shapes for people: the home pages and the reports."""
