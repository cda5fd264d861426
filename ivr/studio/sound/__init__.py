"""Recordings that came from outside: decoded and checked in a process of their own, with limits; kept as finished clips."""
