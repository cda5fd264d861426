"""The tables of each view, from the counts."""
