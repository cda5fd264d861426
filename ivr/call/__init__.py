"""The conversation as pure data: a state and a key go in, a turn comes out. Imports `ivr.content` and nothing else of ours."""
