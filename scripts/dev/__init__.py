"""For developers only; not in the image."""
