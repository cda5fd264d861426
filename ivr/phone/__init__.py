"""The web phone and the listening room of the demonstration, and the looks that every page shares.

Imports `ivr.content`, `ivr.clips`, `ivr.settings` and `ivr.web`.
"""
