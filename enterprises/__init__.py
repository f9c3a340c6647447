"""The registry, the mandatory list as a document, and what the law attaches to it."""
