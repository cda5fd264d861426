"""A login for pages that are not for everybody: a name and a password, sessions that end at once, and a limit to guessing.

Knows nothing of what the pages show, so that any of them can use it.
"""
