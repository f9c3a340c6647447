"""Input of audits."""
