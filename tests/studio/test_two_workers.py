"""The line has several workers: what editors ask for in one and in another comes to the same."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from ivr.clips.writing import only_builder
from ivr.studio import deciding
from ivr.studio.draft import Draft
from ivr.studio.draft import entry_in
from ivr.studio.jobs import PROGRAM
from ivr.studio.jobs import Jobs
from ivr.studio.store.jobs import JobState
from ivr.studio.store.proposals import Kind
from ivr.studio.store.proposals import State
from ivr.studio.studio import Studio
from ivr.studio.texts import editor_texts
from tests.studio.conftest import NOW
from tests.studio.conftest import PASSWORD
from tests.studio.conftest import app_of
from tests.support.studios import Editor
from tests.support.studios import Reviewer
from tests.support.voices import as_wav
from tests.support.voices import spoken
from tests.support.waiting import eventually

PATIENCE_SECONDS = 60.0
IN_WORDS = editor_texts("en").words["sounds_are_made"]


@pytest.fixture
def anna(studio: Studio) -> Editor:
    return editor_of(studio, "anna", PASSWORD)


@pytest.fixture
def piet(studio: Studio) -> Editor:
    return editor_of(studio, "piet", "x")


def editor_of(studio: Studio, name: str, password: str) -> Editor:
    """In a worker of their own."""
    editor = Editor(app_of(studio))
    editor.logs_in(name, password)
    editor.sees("/studio/?lang=en")
    return editor


def asks_for(editor: Editor, clip: str, words: str) -> None:
    editor.sees(f"/studio/sentences/en/{clip}")
    assert editor.sends(f"/studio/sentences/en/{clip}/words", words=words).status_code == 302


def waits_for_sounds(editor: Editor) -> None:
    eventually(lambda: editor.sees("/studio/jobs").json == {"open": 0}, PATIENCE_SECONDS)


def states(studio: Studio) -> dict[str, tuple[JobState, str]]:
    return {job.clip: (job.state, job.problem) for job in Jobs(studio.store, studio.releases).last()}


def said(studio: Studio, clip: str) -> str:
    entry = entry_in(studio.draft.place, "en", clip)
    return str(entry["text"]) if entry else ""


def builders(studio: Studio) -> list[int]:
    """The processes that make sounds for this studio."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().decode().split("\0")
        except OSError:  # it has just ended
            continue
        if PROGRAM in words and words[0] != "nice" and str(studio.releases.folder) in words:
            found.append(int(folder.name))
    return found


def test_sounds_asked_for_in_two_workers_are_all_made(studio: Studio, anna: Editor, piet: Editor) -> None:
    asks_for(anna, "praise", "Very well.")
    asks_for(piet, "goodbye", "See you.")
    asks_for(anna, "praise", "Very well indeed.")
    waits_for_sounds(piet)
    assert states(studio) == {"praise": (JobState.DONE, ""), "goodbye": (JobState.DONE, "")}
    assert (said(studio, "praise"), said(studio, "goodbye")) == ("Very well indeed.", "See you.")


def test_a_builder_that_is_killed_fails_what_it_made_and_what_waits_is_made_by_another(studio: Studio, anna: Editor) -> None:
    with only_builder(studio.releases.draft().audio):  # the builder waits in the middle of its work
        asks_for(anna, "praise", "Very well.")
        asks_for(anna, "goodbye", "See you.")
        eventually(lambda: states(studio)["praise"][0] is JobState.RUNNING, PATIENCE_SECONDS)
        (builder,) = builders(studio)
        os.kill(builder, signal.SIGKILL)
        eventually(lambda: not builders(studio), PATIENCE_SECONDS)
    waits_for_sounds(anna)
    assert states(studio) == {"praise": (JobState.FAILED, "interrupted"), "goodbye": (JobState.DONE, "")}


def test_sounds_of_a_draft_that_was_given_up_are_not_waited_for(studio: Studio, anna: Editor) -> None:
    with only_builder(studio.releases.draft().audio):
        asks_for(anna, "praise", "Very well.")
        eventually(lambda: states(studio)["praise"][0] is JobState.RUNNING, PATIENCE_SECONDS)
        (studio.releases.folder / "draft").rename(studio.releases.folder / "elsewhere")
    waits_for_sounds(anna)
    assert states(studio) == {"praise": (JobState.FAILED, "there is no draft any more")}
    assert not studio.draft.exists, "nothing is written where the draft was"


@pytest.mark.usefixtures("spoken_anew")
def test_a_recording_accepted_while_sounds_are_made_stays_open_and_the_editor_is_told(
    studio: Studio, anna: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deciding, "SOUND_SECONDS", 0.2)
    reviewer = Reviewer(anna.client.application, studio, studio.links.make("en", "Grace", "anna", NOW))
    reviewer.agrees()
    reviewer.speaks("main_person", as_wav(spoken("To talk to somebody, zero.")))
    (proposal,) = studio.proposals.open_ones()
    anna.sees("/studio/proposals")
    with only_builder(studio.releases.draft().audio):
        answer = anna.sends(f"/studio/proposals/{proposal.id}", decision="accept")
    assert (answer.status_code, IN_WORDS in answer.text) == (409, True)
    assert studio.proposals.open_ones() == [proposal]
    assert anna.sends(f"/studio/proposals/{proposal.id}", decision="accept").status_code == 302
    entry = entry_in(studio.draft.place, "en", "main_person")
    assert entry
    assert entry["engine"] == "human"


@pytest.mark.usefixtures("spoken_anew")
def test_of_two_editors_who_decide_one_proposal_only_the_first_changes_the_draft(
    studio: Studio, anna: Editor, piet: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    reviewer = Reviewer(anna.client.application, studio, studio.links.make("en", "Grace", "anna", NOW))
    reviewer.says("welcome", "differently", words="Hi there.")
    (proposal,) = studio.proposals.open_ones()
    anna.sees("/studio/proposals")
    piet.sees("/studio/proposals")
    set_words, refused = Draft.set_words, []

    def set_slowly(draft: Draft, language: str, clip: str, text: str) -> None:
        refused.append(anna.sends(f"/studio/proposals/{proposal.id}", decision="refuse", answer="Too short.").status_code)
        set_words(draft, language, clip, text)

    monkeypatch.setattr(Draft, "set_words", set_slowly)
    assert piet.sends(f"/studio/proposals/{proposal.id}", decision="accept").status_code == 302
    assert refused == [409]
    assert studio.proposals.find(proposal.id).state is State.ACCEPTED
    assert studio.sentences("en")["welcome"].text == "Hi there."
    decided = [(entry.who, entry.what) for entry in studio.audit.last() if entry.what in ("accepted", "refused")]
    assert decided == [("piet", "accepted")]


@pytest.mark.usefixtures("spoken_anew")
def test_words_that_the_line_cannot_use_leave_the_proposal_open_as_it_was(studio: Studio, anna: Editor) -> None:
    link = studio.links.make("en", "Grace", "anna", NOW)
    message = next(iter(studio.draft.content.words["en"].texts))
    studio.proposals.make(link, message, Kind.WORDS, NOW, before="Welcome.", after="Hello.")
    (proposal,) = studio.proposals.open_ones()
    anna.sees("/studio/proposals")
    assert anna.sends(f"/studio/proposals/{proposal.id}", decision="accept", words="Hello {nobody}.").status_code == 422
    assert studio.proposals.open_ones() == [proposal]


@pytest.mark.usefixtures("spoken_anew")
def test_whoever_proposes_anew_while_an_editor_tries_the_first_has_one_open_proposal(
    studio: Studio, anna: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = studio.links.make("en", "Grace", "anna", NOW)
    studio.proposals.make(link, "welcome", Kind.WORDS, NOW, before="Welcome.", after="Hi.")
    (proposal,) = studio.proposals.open_ones()
    anna.sees("/studio/proposals")

    def cannot(draft: Draft, language: str, clip: str, text: str) -> None:
        studio.proposals.make(link, "welcome", Kind.WORDS, NOW, before="Welcome.", after="Hello.")
        raise ValueError("no")

    monkeypatch.setattr(Draft, "set_words", cannot)
    assert anna.sends(f"/studio/proposals/{proposal.id}", decision="accept").status_code == 422
    assert [each.after for each in studio.proposals.open_ones()] == ["Hello."]
