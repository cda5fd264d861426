"""The troubles that operators are told of: a closed set, with words in two languages."""

from __future__ import annotations

import enum
from functools import cache
from pathlib import Path

from ivr.content.languages import OperatorLanguage
from ivr.content.yamlfile import Model
from ivr.content.yamlfile import read_yaml

WORDS = Path(__file__).with_name("words.yaml")


class Trouble(enum.StrEnum):
    TRANSFERS = "transfers"  # they fail in a row
    CENTRE = "centre"  # nobody answers there in its hours
    ERRORS = "errors"  # were spoken to callers
    SIGNATURES = "signatures"  # many refused
    CLIPS = "clips"  # missing
    JOURNAL = "journal"  # not written
    CERTIFICATE = "certificate"  # near its end
    FACTS = "facts"  # past their review day
    TRANSLATION = "translation"  # made from other words than today's
    ACCOUNT = "account"  # the carrier's is not active, most often for want of money
    BALANCE = "balance"  # the carrier's money is running out
    AT_ONCE = "at-once"  # more calls at once than the carrier allows
    TOO_FAST = "too-fast"  # more requests or messages than the carrier takes
    TOKEN = "token"  # the carrier does not accept it
    TRIAL = "trial"  # the account may not do this before it is upgraded and approved
    TEST = "test"


class TroubleWords(Model):
    """`do`: what an operator does about it."""

    fr: str
    en: str
    do_fr: str
    do_en: str


class AlertWords(Model):
    over: dict[OperatorLanguage, str]
    subject: dict[OperatorLanguage, str]
    troubles: dict[Trouble, TroubleWords]


@cache
def words() -> AlertWords:
    return read_yaml(WORDS, AlertWords)
