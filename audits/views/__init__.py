"""Pages of audits, one module for each noun."""
