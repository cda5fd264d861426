"""Operators hear of trouble before callers complain: what is watched, and how it is told. Imports nothing of web/."""
