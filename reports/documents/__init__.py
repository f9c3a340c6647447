"""The documents of a report, all made from its snapshot alone. Their text is an official paper's: always Chinese."""
