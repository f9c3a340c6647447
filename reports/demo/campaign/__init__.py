"""A living campaign: three published lists whose rounds walk the real services to every state there is."""
