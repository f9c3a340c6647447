"""Pages of reports: the home page of each role, and the annual report."""
