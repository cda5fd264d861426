"""Going live: the carrier's settings, the check before the first call, and what is hosted elsewhere."""
