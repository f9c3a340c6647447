"""Numbers of measures: cost class, payback, standard coal, shared claims, persistence. No queries."""
