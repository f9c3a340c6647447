"""Demonstration data: made-up enterprises, a history that adds up to the founding plan, a living campaign."""
