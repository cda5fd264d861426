"""The studio: interpreters review, speak and correct the line in a browser or by telephone; editors decide and publish.

Touches no call: it works on a draft beside the releases, and heavy work is done in processes of its own.
"""
