"""An editor's pages, without a browser."""

from __future__ import annotations

import time
from datetime import UTC
from datetime import datetime

import pytest

from ivr.clips.manifest import read_manifest
from ivr.studio.draft import entry_in
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

pytestmark = pytest.mark.usefixtures("at_once")
PAGES = (
    *("/studio/", "/studio/proposals", "/studio/links", "/studio/centres", "/studio/release", "/studio/audit"),
    *("/studio/sentences/so", "/studio/sentences/so/welcome", "/studio/sound/draft/so/welcome", "/studio/jobs"),
)


@pytest.fixture
def editor(studio: Studio) -> Editor:
    editor = Editor(app_of(studio))
    assert editor.logs_in("anna", PASSWORD).location == "/studio/"
    return editor


def reviewer_of(editor: Editor, studio: Studio, language: str = "en") -> Reviewer:
    return Reviewer(editor.client.application, studio, studio.links.make(language, "Grace", "anna", NOW))


def waits_for_sounds(editor: Editor) -> None:
    end = time.monotonic() + 60
    while editor.sees("/studio/jobs").json["open"]:  # type: ignore[index]
        assert time.monotonic() < end
        time.sleep(0.2)


@pytest.mark.parametrize("page", PAGES)
def test_nothing_is_shown_without_a_login(studio: Studio, page: str) -> None:
    stranger = Editor(app_of(studio))
    assert stranger.sees(page).location == "/studio/login"
    assert stranger.logs_in("anna", "guess").status_code == 401
    assert stranger.sees(page).location == "/studio/login"


@pytest.mark.parametrize("page", PAGES)
def test_an_editor_sees_every_page(editor: Editor, page: str) -> None:
    with editor.sees(page) as answer:
        assert answer.status_code == 200


def test_a_reviewers_link_opens_no_page_of_the_editors(studio: Studio) -> None:
    app = app_of(studio)
    reviewer = Reviewer(app, studio, studio.links.make("en", "Grace", "anna", NOW))
    reviewer.opens()
    assert reviewer.sends("/studio/release", why="mine").location == "/studio/login"
    assert studio.releases.current_id() == "0"


def test_words_are_proposed_changed_accepted_spoken_published_and_taken_back(studio: Studio, editor: Editor) -> None:
    reviewer = reviewer_of(editor, studio)
    before = studio.sentences("en")["welcome"].text
    reviewer.says("welcome", "differently", words="Welcome to the lime.", note="friendlier")
    (proposal,) = studio.proposals.open_ones()
    page = editor.sees("/studio/proposals").text
    assert "Welcome to the lime." in page
    assert before in page
    assert editor.sends(f"/studio/proposals/{proposal.id}", decision="accept", words="Welcome to the line.").status_code == 302
    waits_for_sounds(editor)
    assert studio.sentences("en")["welcome"].text == "Welcome to the line."
    sound = entry_in(studio.draft.place, "en", "welcome")
    assert sound
    assert sound["text"] == "Welcome to the line."
    page = editor.sees("/studio/release").text
    assert before in page
    assert "Welcome to the line." in page
    assert "0001" in editor.waits(editor.sends("/studio/release", why="a friendlier welcome")).text
    assert studio.releases.current_id() == "0001"
    assert studio.releases.load("0001").content.words["en"].clips["welcome"].text == "Welcome to the line."
    assert editor.waits(editor.sends("/studio/release/0/back", why="a mistake")).status_code == 200
    assert studio.releases.current_id() == "0"
    deeds = [(entry.who, entry.what) for entry in reversed(studio.audit.last())]
    assert deeds == [("Grace", "proposed"), ("anna", "changed"), ("anna", "published"), ("anna", "taken_back")]


def test_a_recording_is_accepted_and_wins_over_the_machine(studio: Studio, editor: Editor) -> None:
    reviewer = reviewer_of(editor, studio)
    reviewer.agrees()
    assert reviewer.speaks("main_person", as_wav(spoken("To talk to somebody, zero."))).status_code == 200
    (proposal,) = studio.proposals.open_ones()
    with editor.sees(f"/studio/proposals/{proposal.id}/sound") as sound:
        assert sound.mimetype == "audio/mpeg"
    editor.sees("/studio/proposals")
    editor.sends(f"/studio/proposals/{proposal.id}", decision="accept")
    entry = entry_in(studio.draft.place, "en", "main_person")
    assert entry
    assert (entry["engine"], entry["speaker"], entry["licence"]) == ("human", "Grace", "CC BY 4.0")
    assert entry["recorded_on"] == "2026-11-24"


def test_a_recording_of_words_that_changed_since_is_not_taken_over(studio: Studio, editor: Editor) -> None:
    reviewer = reviewer_of(editor, studio)
    studio.proposals.make(reviewer.link, "welcome", Kind.SOUND, NOW, before="words of last year", sound="x.mp3", seconds=1.0)
    (proposal,) = studio.proposals.open_ones()
    editor.sees("/studio/proposals")
    answer = editor.sends(f"/studio/proposals/{proposal.id}", decision="accept")
    assert answer.status_code == 409
    assert editor_texts("fr").words["changed_words"].replace("'", "&#39;") in answer.text


def test_a_refusal_needs_a_reason_which_the_reviewer_reads(studio: Studio, editor: Editor) -> None:
    reviewer = reviewer_of(editor, studio)
    reviewer.says("welcome", "differently", words="Hi there.")
    (proposal,) = studio.proposals.open_ones()
    editor.sees("/studio/proposals")
    assert editor.sends(f"/studio/proposals/{proposal.id}", decision="refuse", answer=" ").status_code == 400
    editor.sends(f"/studio/proposals/{proposal.id}", decision="refuse", answer="Too short for a first sentence.")
    assert studio.proposals.find(proposal.id).state is State.REFUSED
    assert "Too short for a first sentence." in reviewer.opens("welcome").text
    assert editor.sends(f"/studio/proposals/{proposal.id}", decision="accept").status_code == 409  # decided once


@pytest.mark.parametrize(
    ("form", "problem"),
    [
        ({"phone": "+33123456789"}, "CRI Namur, Telephone number: +33123456789 is not a Belgian number"),
        ({"phone": "081 22 33 44"}, "CRI Namur, Telephone number: must begin with +32"),
        (
            {"phone": "+3281223344", "confirmed_on": "yesterday"},
            'Confirmed by the centre on: expected a day such as 2026-12-24; you wrote "yesterday"',
        ),
        ({"monday": "9 to 5"}, "CRI Namur, Monday: expected a time such as"),
        ({"monday": "09:07-12:00"}, "must open on a quarter of an hour"),
        ({"closed_on": "24.12.2026"}, 'CRI Namur, Days off: expected a day such as 2026-12-24; you wrote "24.12.2026"'),
    ],
)
def test_a_centre_is_checked_as_the_file_is(studio: Studio, editor: Editor, form: dict[str, str], problem: str) -> None:
    editor.sees("/studio/centres")
    answer = editor.sends("/studio/centres/namur?lang=en", **form)
    assert answer.status_code == 422
    assert problem in answer.text.replace("&#34;", '"')
    assert studio.draft.content.centres.by_id["namur"].phone is None


def test_a_confirmed_number_with_hours_reaches_the_release(studio: Studio, editor: Editor) -> None:
    editor.sees("/studio/centres")
    form = {"phone": "+32 81 22 33 44", "confirmed_on": "2026-11-20", "monday": "09:00-12:30, 13:30-16:30"}
    assert editor.sends("/studio/centres/namur", closed_on="2026-12-24", **form).status_code == 302
    namur = studio.draft.content.centres.by_id["namur"]
    assert namur.number == "+3281223344"
    assert namur.next_opening(datetime(2026, 11, 30, 11, 45, tzinfo=UTC)) == datetime(2026, 11, 30, 12, 30, tzinfo=UTC)
    assert "+3281223344" in editor.sees("/studio/release").text


def test_a_changed_source_makes_its_translations_stale_until_somebody_confirms_them(studio: Studio, editor: Editor) -> None:
    editor.sees("/studio/sentences/fr/praise")
    editor.sends("/studio/sentences/fr/praise/words", words="Bravo, continuez.")
    page = editor.sees("/studio/sentences/so?show=stale").text
    assert "/studio/sentences/so/praise" in page
    editor.sees("/studio/sentences/so/praise")
    editor.sends("/studio/sentences/so/praise/confirm")
    assert "/studio/sentences/so/praise" not in editor.sees("/studio/sentences/so?show=stale").text


def test_a_draft_whose_sound_says_older_words_cannot_be_published(studio: Studio, editor: Editor) -> None:
    studio.draft.set_words("en", "welcome", "Words without a sound.")
    assert "en/welcome: the sound says older words" in editor.sees("/studio/release?lang=en").text
    assert editor.waits(editor.sends("/studio/release", why="all the same")).status_code == 422
    assert studio.releases.current_id() == "0"


def test_a_sound_is_made_anew_with_the_chosen_voice(studio: Studio, editor: Editor) -> None:
    editor.sees("/studio/sentences/en/praise")
    assert editor.sends("/studio/rebuild/en", clip="praise", engine="shell; rm").status_code == 400
    before = len(read_manifest(studio.draft.place.audio))
    editor.sends("/studio/rebuild/en", clip="praise", engine="espeak")
    waits_for_sounds(editor)
    entry = entry_in(studio.draft.place, "en", "praise")
    assert entry
    assert (entry["engine"], len(read_manifest(studio.draft.place.audio))) == ("espeak", before)


def test_a_link_is_made_shown_once_more_and_withdrawn(studio: Studio, editor: Editor) -> None:
    editor.sees("/studio/links")
    made = editor.sends("/studio/links", name=" Amina  N. ", language="so", phone="+32 470 12 34 56")
    (link,) = studio.links.all()
    assert (link.name, link.language, link.has_phone) == ("Amina N.", "so", True)
    address = f"https://line.example/studio/r/{studio.links.token(link)}/"
    assert address in editor.sees(made.location).text
    assert b"470123456" not in (studio.releases.folder / "studio.sqlite3").read_bytes()
    editor.sends(f"/studio/links/{link.id}/withdraw")
    assert editor.sees(address.removeprefix("https://line.example")).status_code == 410


@pytest.mark.parametrize("phone", ["+33612345678", "112"])
def test_only_a_possible_belgian_number_can_be_entered_for_a_speaker(studio: Studio, editor: Editor, phone: str) -> None:
    editor.sees("/studio/links")
    assert editor.sends("/studio/links", name="Amina", language="so", phone=phone).status_code == 422
    assert studio.links.all() == []


def test_the_demonstration_is_open_and_says_that_it_is_one(demo: Studio) -> None:
    visitor = Editor(app_of(demo))
    assert 'role="note"' in visitor.sees("/studio/").text
    tried = visitor.sends("/studio/try/so")
    assert "/studio/r/" in tried.location
    assert 'role="note"' in visitor.sees(tried.location).text


def test_one_click_reviewing_is_for_demonstrations_only(studio: Studio, editor: Editor) -> None:
    editor.sees("/studio/links")
    assert editor.sends("/studio/try/so").status_code == 404
