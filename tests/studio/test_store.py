"""What the studio remembers, and the rules it follows."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ivr.studio.store.links import LinkError
from ivr.studio.store.links import Refusal
from ivr.studio.store.proposals import DecidedError
from ivr.studio.store.proposals import Kind
from ivr.studio.store.proposals import Proposal
from ivr.studio.store.proposals import State
from ivr.studio.store.reviews import Given
from ivr.studio.store.reviews import Standing
from ivr.studio.store.reviews import Verdict
from ivr.studio.store.reviews import standing
from ivr.studio.studio import Studio
from tests.studio.conftest import NOW
from tests.studio.conftest import Clock


def proposal(kind: Kind, state: State, *, before: str = "old", after: str = "") -> Proposal:
    return Proposal(*(1, "link", "Amina", "so", "welcome", kind, before, after, "", None, None, None, 0, state, "", None))


@pytest.mark.parametrize(
    ("given", "proposed", "today", "expected"),
    [
        (None, None, "old", Standing.NEW),
        (Given(Verdict.GOOD, "old"), None, "old", Standing.GOOD),
        (Given(Verdict.GOOD, "old"), None, "new", Standing.AGAIN),  # somebody changed the words
        (Given(Verdict.DIFFERENTLY, "old"), proposal(Kind.WORDS, State.OPEN, after="new"), "old", Standing.WAITING),
        (
            Given(Verdict.DIFFERENTLY, "old"),
            proposal(Kind.WORDS, State.ACCEPTED, after="new"),
            "new",
            Standing.AGAIN,
        ),  # to be heard
        (Given(Verdict.DIFFERENTLY, "old"), proposal(Kind.WORDS, State.REFUSED, after="new"), "old", Standing.AGAIN),
        (Given(Verdict.GOOD, "new"), proposal(Kind.WORDS, State.ACCEPTED, after="new"), "new", Standing.GOOD),
        (Given(Verdict.SPEAK, "old"), proposal(Kind.SOUND, State.OPEN), "old", Standing.WAITING),
        (Given(Verdict.SPEAK, "old"), proposal(Kind.SOUND, State.ACCEPTED), "old", Standing.GOOD),
        (Given(Verdict.SPEAK, "old"), proposal(Kind.SOUND, State.ACCEPTED), "new", Standing.AGAIN),
        (Given(Verdict.UNSURE, "old"), proposal(Kind.DOUBT, State.OPEN), "old", Standing.WAITING),
        (Given(Verdict.UNSURE, "old"), proposal(Kind.DOUBT, State.ACCEPTED), "old", Standing.AGAIN),  # the answer is to be read
    ],
)
def test_what_a_reviewers_last_word_is_worth(
    given: Given | None, proposed: Proposal | None, today: str, expected: Standing
) -> None:
    assert standing(given, proposed, today) is expected


def test_a_link_opens_until_its_thirty_days_are_over(studio: Studio) -> None:
    link = studio.links.make("so", "Amina", "anna", NOW)
    token = studio.links.token(link)
    assert studio.links.open(token, NOW + timedelta(days=29, hours=23)).name == "Amina"
    with pytest.raises(LinkError) as refused:
        studio.links.open(token, NOW + timedelta(days=30))
    assert refused.value.why is Refusal.ENDED


def test_a_withdrawn_link_opens_nothing_from_then_on_and_forgets_the_number(studio: Studio) -> None:
    link = studio.links.make("so", "Amina", "anna", NOW, b"sealed")
    assert link.has_phone
    assert not studio.links.withdraw(link.id).has_phone
    with pytest.raises(LinkError) as refused:
        studio.links.open(studio.links.token(link), NOW)
    assert refused.value.why is Refusal.WITHDRAWN


@pytest.mark.parametrize(
    "forge", [lambda token: token.replace(".", ".x", 1), lambda token: "so", lambda token: "", lambda token: token * 2]
)
def test_a_link_that_we_did_not_sign_opens_nothing(studio: Studio, forge: object) -> None:
    assert callable(forge)
    token = studio.links.token(studio.links.make("so", "Amina", "anna", NOW))
    with pytest.raises(LinkError) as refused:
        studio.links.open(forge(token), NOW)
    assert refused.value.why is Refusal.UNKNOWN


def test_only_the_last_proposal_of_a_person_is_open_and_it_is_decided_once(studio: Studio) -> None:
    link = studio.links.make("so", "Amina", "anna", NOW)
    for words in ("first", "second"):
        studio.proposals.make(link, "welcome", Kind.WORDS, NOW, before="old", after=words)
    (only,) = studio.proposals.open_ones("so")
    assert only.after == "second"
    studio.proposals.decide(only, State.REFUSED, "anna", NOW, answer="no")
    with pytest.raises(DecidedError):
        studio.proposals.decide(only, State.ACCEPTED, "piet", NOW)
    assert studio.proposals.find(only.id).answer == "no"


def test_a_language_is_reviewed_when_all_is_heard_and_nothing_open(studio: Studio, clock: Clock) -> None:
    link = studio.links.make("tr", "Ayşe", "anna", NOW)
    sentences = studio.sentences("tr")
    for clip, each in sentences.items():
        studio.reviews.judge(link, clip, Verdict.GOOD, each.text, NOW)
    assert not studio.mark_if_finished(link)  # nothing was heard
    for clip in sentences:
        studio.reviews.hear(link, clip)
    other = studio.links.make("tr", "Deniz", "anna", NOW)
    studio.proposals.make(other, "welcome", Kind.DOUBT, NOW, before="", note="?")
    assert not studio.mark_if_finished(link)  # somebody else's question is open
    (doubt,) = studio.proposals.open_ones("tr")
    studio.proposals.decide(doubt, State.ACCEPTED, "anna", NOW, answer="yes")
    clock.now = NOW + timedelta(days=2)
    assert studio.mark_if_finished(link)
    words = studio.draft.content.words["tr"]
    assert (words.reviewed_by, str(words.reviewed_on)) == ("Ayşe", "2026-11-26")
    assert studio.audit.last()[0].what == "reviewed"
