"""Tests of reports and of the home pages."""
