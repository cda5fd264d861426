"""A year of calls that nobody made, for the dashboard of a demonstration."""
