"""How the line is used, without who calls: observers of turns, which can never touch an answer.

Imports `ivr.call` and `ivr.content`.
"""
