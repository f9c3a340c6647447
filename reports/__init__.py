"""Figures, the annual report, the first screen of each person."""
