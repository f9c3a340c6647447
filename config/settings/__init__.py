"""Settings: base composes one file per concern; embedded, production and test choose the place."""
