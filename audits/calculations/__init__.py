"""Numbers of audits."""
