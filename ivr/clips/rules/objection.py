"""Why callers should not hear something, as data and as a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Rule(StrEnum):
    CONTENT = "content"  # the line could not start
    SILENT = "silent"
    DAMAGED = "damaged"
    SAME_NAME = "same_name"
    OLD_WORDS = "old_words"
    TIME = "time"
    OPENING = "opening"
    FIRST_LANGUAGES = "first_languages"
    MENU = "menu"
    QUESTION = "question"
    MESSAGE = "message"
    TODO = "todo"
    ABOUT = "about"
    SIZE = "size"
    LETTERS = "letters"
    COPIED = "copied"
    TEXT_LONG = "text_long"
    TEXT_BROKEN = "text_broken"


_LASTS = "lasts {found:.1f} s, at most {most:g} s"
SENTENCES = {
    Rule.CONTENT: "{detail}",
    Rule.SILENT: "{language}/{what}: there is no sound for this sentence",
    Rule.DAMAGED: "{what} {detail}",
    Rule.SAME_NAME: "{what} sounds otherwise than in release {detail} and needs another name: carriers keep a clip for a year",
    Rule.OLD_WORDS: "{language}/{what}: the sound says older words",
    Rule.TIME: "{language}: {what} after {found:.0f} s, at most {most:.0f} s; today after {today:.0f} s",
    Rule.OPENING: f"the list of languages {_LASTS}",
    Rule.FIRST_LANGUAGES: f"the opening and the first two languages: it {_LASTS}",
    Rule.MENU: f"{{language}}: the main menu {_LASTS}",
    Rule.QUESTION: f"{{language}}: the question {{what}} {_LASTS}",
    Rule.MESSAGE: f"{{language}}: the message {{what}} {_LASTS}",
    Rule.TODO: f"{{language}}: what to do after a no, {{what}}, {_LASTS}",
    Rule.ABOUT: f"{{language}}: the explanation after a don't-know, {{what}}, {_LASTS}",
    Rule.SIZE: "all clips together take {found:.1f} MB, at most {most:g} MB",
    Rule.LETTERS: "{language}: {what}: {detail!r} is not in the letters of this language, nor a name of languages.yaml",
    Rule.COPIED: "{language}: {what} says the same as {detail}.yaml: it is not translated",
    Rule.TEXT_LONG: "{language}: the text message {what} is sent in {found:.0f} parts, at most {most:.0f}",
    Rule.TEXT_BROKEN: "{language}: the text message {what} cannot be filled in: {detail}",
}


@dataclass(frozen=True)
class Objection:
    """`what` is a sentence, a step of the call, a file, or where a caller wants to get; `today`: how it is for callers now."""

    rule: Rule
    language: str = ""
    what: str = ""
    found: float = 0.0
    most: float = 0.0
    detail: str = ""
    today: float = 0.0

    def __str__(self) -> str:
        return self.put_into(SENTENCES[self.rule])

    def put_into(self, sentence: str) -> str:
        return sentence.format(**vars(self))

    @property
    def place(self) -> tuple[Rule, str, str]:
        """What is objected to, whatever was found there."""
        return self.rule, self.language, self.what
