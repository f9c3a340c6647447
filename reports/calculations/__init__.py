"""Numbers without queries: folding groups into tables, ratios, and whether sums agree."""
