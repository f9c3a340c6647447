"""What the platform does by itself: jobs, notices, checked files."""
