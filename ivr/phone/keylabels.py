"""What each key does, in a few words of English, taken from the sentence that offers it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Mapping

from ivr.content.content import Content

PAGE_LANGUAGE = "en"
# 9, 0, * and # mean the same everywhere: the page names them itself.
_OFFER = re.compile(
    r"(?:\b(?:to|for|if|when) (?P<aim>[^.:]+?),?|(?P<answer>[^.:]+):) (?:press )?(?P<key>[1-8])(?=[.,]|$)", re.IGNORECASE
)
_NAMED_BEFORE = re.compile(r"[Pp]ress (?P<key>[1-8])\.")


def labels_by_file(content: Content, files: Mapping[str, str]) -> dict[str, Mapping[str, str]]:
    """File -> key -> label, of every clip that offers keys; that of a language which offers itself is its name.

    `files` are those of the clips, "<language>/<clip>". A label is "" where the clip before names the choice
    ("Namur", "press 4.").
    """
    labels = key_labels(content)
    own = {f"{each.code}/language_choice": {each.key: each.name} for each in content.languages.languages if each.key}
    found = ((file, own.get(name) or labels.get(name.partition("/")[2], {})) for name, file in files.items())
    return {file: keys for file, keys in found if keys}


def key_labels(content: Content) -> Mapping[str, Mapping[str, str]]:
    """Clip -> key -> label, the same for every language; nothing without English words."""
    if PAGE_LANGUAGE not in content.words:
        return {}
    labels = {clip: dict(offers(phrase.text)) for clip, phrase in content.phrases(PAGE_LANGUAGE)}
    return {clip: keys for clip, keys in labels.items() if keys}


def offers(text: str) -> Iterator[tuple[str, str]]:
    """Key and what it is for: "For yes, press 1. For no, 2." offers 1 for yes and 2 for no."""
    alone = _NAMED_BEFORE.fullmatch(text)
    if alone:
        yield alone["key"], ""
    for offer in _OFFER.finditer(text):
        answer = (offer["answer"] or "").strip()
        yield offer["key"], offer["aim"] or answer[0].lower() + answer[1:]
