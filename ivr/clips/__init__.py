"""The sound of the line: audio/, the voices that make it, and the people who record it. Imports `ivr.content` and `ivr.call`."""
