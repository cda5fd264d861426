"""What callers are promised about words and clips: how long, how many, in which letters. Tests hold the checkout to it,
publishing holds a draft to it.
"""
