"""Lists of the registry and of what the law asks, as tables: columns, filter, order, words."""
