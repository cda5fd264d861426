"""What the line says and knows: prompts/ as checked models. Imports nothing else of ours but `ivr.paths`."""
