"""What the line says, as releases: folders of words and clips that never change once published.

Imports `ivr.content`, `ivr.clips` and `ivr.call`. Pure work on files; only `remote` asks another machine.
"""
