"""Words for people: rows and cards of measures, visits and post-assessments."""
