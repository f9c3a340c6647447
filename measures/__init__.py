"""Measures: money, effects, what stands on site, and whether it lasts."""
