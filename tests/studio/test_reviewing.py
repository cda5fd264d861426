"""A reviewer's pages, without a browser."""

from __future__ import annotations

import io
import time
from datetime import timedelta
from pathlib import Path

import pytest
from markupsafe import escape

from ivr.paths import PROMPTS
from ivr.paths import ROOT
from ivr.studio.points import points
from ivr.studio.store.links import LICENCE
from ivr.studio.store.proposals import Kind
from ivr.studio.store.reviews import Standing
from ivr.studio.studio import Studio
from ivr.studio.texts import texts
from tests.studio.conftest import NOW
from tests.studio.conftest import Clock
from tests.studio.conftest import app_of
from tests.studio.conftest import studio_over
from tests.support.studios import Reviewer
from tests.support.voices import as_wav
from tests.support.voices import spoken
from tests.support.voices import together


@pytest.fixture
def reviewer(studio: Studio) -> Reviewer:
    return Reviewer(app_of(studio), studio, studio.links.make("en", "Grace", "anna", NOW))


def test_a_sentence_comes_with_its_meaning_when_it_is_heard_and_what_is_around_it(studio: Studio) -> None:
    reviewer = Reviewer(app_of(studio), studio, studio.links.make("ps", "Zarghuna", "anna", NOW))
    page = reviewer.opens("main_date").text
    content = studio.draft.content
    for clip in ("main_steps", "main_date", "main_questions"):
        assert content.words["ps"].clips[clip].text in page
    assert content.words["en"].clips["main_date"].text in page or content.words["fr"].clips["main_date"].text in page
    assert 'lang="ps" dir="rtl"' in page
    assert texts("ps").words["good"] in page  # the pages speak the reviewer's language
    assert escape(texts("fr").words["good"]) in reviewer.sees(f"{reviewer.home}/sentence/main_date?ui=fr").text
    assert escape(texts("fr").words["good"]) in reviewer.opens("main_date").text  # and remember which one was chosen


def test_the_points_for_a_native_speaker_stand_at_their_sentence(own_program: Path, tmp_path: Path, clock: Clock) -> None:
    file = own_program / "prompts/REVIEW.md"
    decide = ("`praise`, said after each answer: warm enough?", "`welcome`, `opening`: too long?", "Is it all polite?")
    asked = "## Somali (so)\n\n**For a native speaker**\n\n" + "".join(f"- {each}\n" for each in decide) + "\n"
    file.with_suffix(".fr.md").unlink()
    file.write_text(f"# Review\n\n{asked}**Settled:** nothing\n\n## Turkish (tr)\n\nFor a native speaker:\n\n- `welcome`?\n")
    studio = studio_over(own_program, tmp_path / "content", clock)
    reviewer = Reviewer(app_of(studio), studio, studio.links.make("so", "Amina", "anna", NOW))
    assert "said after each answer: warm enough?" in reviewer.opens("praise").text
    welcome = reviewer.opens("welcome").text
    assert '<li lang="en">too long?</li>' in welcome  # what we call the sentences is left out where they stand
    assert "warm enough?" not in welcome
    assert "Is it all polite?" in reviewer.opens().text
    french = "## Somali (so)\n\n- `welcome`, `opening` : trop long ?\n- Tout est-il poli ?\n\n"
    (own_program / "prompts/REVIEW.fr.md").write_text(f"# Points\n\n{french}## Turc (tr)\n\n- `welcome` ?\n", encoding="utf-8")
    assert '<li lang="fr">trop long ?</li>' in reviewer.sees(f"{reviewer.home}/sentence/welcome?ui=fr").text
    assert '<li lang="en">praise, said after each answer: warm enough?</li>' in reviewer.opens("praise").text, (
        "not translated yet"
    )
    assert '<li lang="fr">Tout est-il poli ?</li>' in reviewer.opens().text
    page = reviewer.sees(f"{reviewer.home}/sentence/welcome?ui=so&meaning=fr").text
    assert '<li lang="fr">trop long ?</li>' in page, "as the meanings beside it"
    assert '<li lang="en">too long?</li>' in reviewer.sees(f"{reviewer.home}/sentence/welcome?ui=en").text


@pytest.mark.parametrize("language", ["fr", "en", "ar", "ps", "prs", "so", "tr", "ru", "es", "zh"])
def test_the_points_of_every_language_are_found(studio: Studio, language: str) -> None:
    said = {clip: each.text for clip, each in studio.sentences(language).items()}
    found = points(PROMPTS, language, said, "fr")
    told = [point.reader for each in found.values() for point in each]
    assert told.count("fr") > 9, f"translated, beside {told.count('en')} in English"


def test_good_counts_only_for_what_was_heard(studio: Studio, reviewer: Reviewer) -> None:
    assert reviewer.says("welcome", "good").location.endswith("/sentence/welcome")
    assert studio.progress(reviewer.link).standing["welcome"] is Standing.NEW
    assert reviewer.hears("welcome").status_code == 204
    assert reviewer.says("welcome", "good").location.endswith("/sentence/opening")
    assert studio.progress(reviewer.link).standing["welcome"] is Standing.GOOD


def test_progress_is_there_again_when_the_link_is_opened_elsewhere(studio: Studio, reviewer: Reviewer) -> None:
    reviewer.hears("opening")
    reviewer.says("opening", "good")
    elsewhere = Reviewer(app_of(studio), studio, reviewer.link)
    assert "/sentence/language_choice" in elsewhere.opens().text.split("<ol")[0]


@pytest.mark.parametrize(
    ("verdict", "form", "kind"),
    [
        ("differently", {"words": " Welcome  to the line. ", "note": "friendlier"}, Kind.WORDS),
        ("unsure", {"note": "is it polite?"}, Kind.DOUBT),
    ],
)
def test_a_reviewer_proposes_and_changes_nothing(
    studio: Studio, reviewer: Reviewer, verdict: str, form: dict[str, str], kind: Kind
) -> None:
    before = studio.sentences("en")["welcome"].text
    reviewer.says("welcome", verdict, **form)
    (proposal,) = studio.proposals.open_ones()
    assert (proposal.kind, proposal.name, proposal.before) == (kind, "Grace", before)
    assert proposal.after == ("Welcome to the line." if kind is Kind.WORDS else "")
    assert studio.sentences("en")["welcome"].text == before
    assert not studio.draft.exists


@pytest.mark.parametrize(
    ("verdict", "form"), [("differently", {"words": "  "}), ("unsure", {"note": ""}), ("speak", {}), ("publish", {}), ("", {})]
)
def test_an_answer_without_content_is_not_kept(studio: Studio, reviewer: Reviewer, verdict: str, form: dict[str, str]) -> None:
    assert reviewer.says("welcome", verdict, **form).status_code in (302, 400)
    assert studio.proposals.open_ones() == []


def test_a_recording_is_kept_as_a_proposal_with_its_licence(studio: Studio, reviewer: Reviewer) -> None:
    sound = as_wav(spoken(studio.sentences("en")["main_person"].text))
    assert reviewer.speaks("main_person", sound).status_code == 403  # the licence first
    reviewer.agrees()
    answer = reviewer.speaks("main_person", sound)
    assert answer.status_code == 200, answer.text
    assert answer.json["next"].endswith("/sentence/opening")  # type: ignore[index]
    (proposal,) = studio.proposals.open_ones()
    assert (proposal.kind, proposal.licence) == (Kind.SOUND, LICENCE)
    assert [path.name for path in studio.recordings.folder.iterdir()] == [proposal.sound]  # a name of our own


def test_a_bad_recording_is_refused_in_words_a_speaker_understands(studio: Studio, reviewer: Reviewer) -> None:
    reviewer.agrees()
    answer = reviewer.speaks("digit_1", as_wav(spoken("This is far too long for one little digit, is it not?")))
    assert answer.status_code == 422
    assert texts("en").troubles["long"] in answer.json["troubles"]  # type: ignore[index]
    assert reviewer.speaks("digit_1", b"no sound at all").json == {"troubles": [texts("en").troubles["not_a_sound"]]}
    assert studio.proposals.open_ones() == []


def test_a_list_of_files_of_this_machine_is_no_recording(studio: Studio, reviewer: Reviewer) -> None:
    reviewer.agrees()
    clip = next((ROOT / "audio" / "en").glob("main_person-*.mp3")).relative_to(ROOT)
    answer = reviewer.speaks("main_person", f"ffconcat version 1.0\nfile '{clip}'\n".encode())
    assert (answer.status_code, answer.json) == (422, {"troubles": [texts("en").troubles["not_a_sound"]]})
    assert studio.proposals.open_ones() == []


def test_several_words_in_one_go_are_cut_at_the_pauses(studio: Studio, reviewer: Reviewer) -> None:
    reviewer.agrees()
    words = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
    sounds = [spoken(word) for word in words]
    reviewer.sees(f"{reviewer.home}/several")
    short = reviewer.sends(f"{reviewer.home}/several/digits-1", sound=(io.BytesIO(as_wav(together(sounds[:9]))), "x"))
    assert short.json == {"troubles": [texts("en").troubles["pieces"].format(found=9, expected=10)]}
    answer = reviewer.sends(f"{reviewer.home}/several/digits-1", sound=(io.BytesIO(as_wav(together(sounds))), "x"))
    assert answer.status_code == 200, answer.text
    assert {proposal.clip for proposal in studio.proposals.open_ones()} == {f"digit_{n}" for n in range(10)}


@pytest.mark.parametrize("what", ["withdrawn", "ended", "forged"])
def test_a_link_that_is_over_shows_and_takes_nothing(studio: Studio, reviewer: Reviewer, clock: Clock, what: str) -> None:
    reviewer.opens("welcome")
    if what == "withdrawn":
        studio.links.withdraw(reviewer.link.id)
    elif what == "ended":
        clock.now = NOW + timedelta(days=31)
    else:
        reviewer.home += "x"
    assert reviewer.opens().status_code == (404 if what == "forged" else 410)
    assert reviewer.says("welcome", "unsure", note="still here?").status_code == (404 if what == "forged" else 410)
    assert studio.proposals.open_ones() == []


def test_a_withdrawn_link_stops_within_a_second_on_every_worker(
    studio: Studio, reviewer: Reviewer, program: Path, clock: Clock
) -> None:
    elsewhere = Reviewer(app_of(studio_over(program, studio.releases.folder, clock)), studio, reviewer.link)
    assert [each.opens("welcome").status_code for each in (reviewer, elsewhere)] == [200, 200]
    begin = time.monotonic()
    studio.links.withdraw(reviewer.link.id)
    answers = {each.opens("welcome").status_code for each in (reviewer, elsewhere)}
    assert time.monotonic() - begin < 1
    answers |= {reviewer.sees(f"{reviewer.home}{page}").status_code for page in ("/", "/sound/welcome", "/several")}
    answers.add(elsewhere.sends(f"{elsewhere.home}/heard/welcome").status_code)
    assert answers == {410}


def test_a_form_that_is_not_ours_is_refused(studio: Studio, reviewer: Reviewer) -> None:
    reviewer.opens("welcome")
    answer = reviewer.sends(f"{reviewer.home}/judge/welcome", csrf_token="", verdict="unsure", note="x")
    assert answer.status_code == 400
    assert texts("en").words["expired"] in answer.text
    assert studio.proposals.open_ones() == []


def test_what_is_too_large_is_refused_before_it_is_looked_at(studio: Studio, reviewer: Reviewer) -> None:
    reviewer.agrees()
    larger = {"CONTENT_LENGTH": str(13 << 20)}
    answer = reviewer.client.post(f"{reviewer.home}/record/digit_1", environ_overrides=larger, base_url="https://line.example")
    assert (answer.status_code, answer.json) == (413, {"troubles": [texts("en").troubles["too_large"]]})


@pytest.mark.parametrize("page", ["", "/sentence/welcome", "/several"])
def test_no_script_in_a_page_and_none_from_elsewhere(reviewer: Reviewer, page: str) -> None:
    answer = reviewer.sees(f"{reviewer.home}{page or '/'}")
    policy = answer.headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert answer.headers["Cache-Control"] == "no-store"
    assert "microphone=(self)" in answer.headers["Permissions-Policy"]
    assert "style=" not in answer.text
    assert "onclick" not in answer.text
