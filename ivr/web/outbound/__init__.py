"""What the line does for a caller outside of their call: text messages, calling back, messages for the desk.

Everything waits for a thread of its own; a request only leaves an errand and looks at what became of one.
"""
