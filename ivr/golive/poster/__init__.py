"""Posters and cards with the line's number, each language in its own script, as PDF."""
