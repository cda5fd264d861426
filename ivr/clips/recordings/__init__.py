"""Recordings by people: a kit for the speaker, and the way of the returned files into audio/."""
