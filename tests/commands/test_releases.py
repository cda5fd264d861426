"""scripts/line releases and translations, as an operator types them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ivr.clips.releases.archive import INDEX
from ivr.content.sources import FILE
from tests.support.checkouts import change_sentence
from tests.support.checkouts import checkout
from tests.support.checkouts import copy_of
from tests.support.commands import clone
from tests.support.commands import run_line


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program with short clips."""
    folder = checkout(tmp_path_factory.mktemp("project"), "fr", "en", "so")
    return clone(folder, ("ivr", "scripts"))


def releases(project: Path, content: Path, *arguments: object, **settings: str) -> tuple[int, str]:
    done = run_line("releases", *arguments, env={"CONTENT_DIR": str(content)} | settings, project=project)
    return done.returncode, done.stdout + done.stderr


def test_a_release_from_the_draft_to_other_machines(project: Path, tmp_path: Path) -> None:
    content = tmp_path / "content"
    draft = Path(releases(project, content, "draft")[1].strip())
    change_sentence(draft, "fr", "praise", "Bravo.")
    status, checked = releases(project, content, "check", draft)
    assert (status, checked.splitlines()[-2:]) == (0, ["against it: 0", "no better today, and no obstacle: 0"])
    assert "  fr praise: 'Très bien.' -> 'Bravo.'" in checked.splitlines()
    assert releases(project, content, "publish", draft, "--by", "Awa", "--why", "kinder") == (
        0,
        "Release 0001: callers hear it now.\n",
    )
    listed = releases(project, content, "list")[1].splitlines()
    assert listed[0].startswith("* 0001")
    assert listed[0].endswith("Awa: kinder")
    assert listed[1] == "  0     what came with the program"
    assert "  fr praise: 'Très bien.' -> 'Bravo.'" in releases(project, content, "compare", "0", "0001")[1].splitlines()
    assert releases(project, content, "export", "0001", tmp_path / "bucket")[0] == 0
    assert sorted(path.suffix for path in (tmp_path / "bucket").iterdir()) == [".json", ".tar"]
    assert releases(project, content, "back", "0", "--by", "Awa", "--why", "too loud") == (0, "Callers hear release 0 again.\n")
    assert releases(project, content, "update") == (0, "Nothing to bring in.\n")


def test_what_is_refused_is_said_in_sentences(project: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(project, tmp_path / "mine", ignore=shutil.ignore_patterns("ivr", "scripts")))
    next((folder / "audio" / "so").glob("praise-*")).unlink()
    status, said = releases(project, tmp_path / "content", "publish", folder, "--by", "Awa", "--why", "")
    assert (status, said) == (1, "scripts/line releases: so/praise: there is no sound for this sentence\n")
    change_sentence(folder, "so", "praise", "Très bien.")
    status, said = releases(project, tmp_path / "content", "check", folder)
    assert status == 1
    assert "  so: praise says the same as fr.yaml: it is not translated" in said.splitlines()


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        ({"CONTENT_URL": "http://content.example.org"}, "CONTENT_URL: expected an https address"),
        ({"CONTENT_URL": "https://content.example.org:99999"}, "CONTENT_URL: expected an https address"),
        ({"CONTENT_URL": "https://content.example.org", "CONTENT_DIR": ""}, "CONTENT_URL needs CONTENT_DIR"),
        ({"CONTENT_SECONDS": "0"}, "CONTENT_SECONDS: expected a number from 1 to 3600"),
    ],
)
def test_a_wrong_setting_is_named(project: Path, tmp_path: Path, settings: dict[str, str], why: str) -> None:
    status, said = releases(project, tmp_path, "list", **settings)
    assert status == 1
    assert why in said


def test_without_a_folder_only_the_program_is_there(project: Path, tmp_path: Path) -> None:
    assert run_line("releases", "list", project=project).stdout == "* 0     what came with the program\n"
    assert run_line("releases", "export", "0", tmp_path, project=project).returncode == 0
    assert (tmp_path / INDEX).exists()
    assert "set CONTENT_DIR" in run_line("releases", "draft", project=project).stderr


def test_a_translation_is_stale_until_somebody_brings_it_up_to_date(project: Path, tmp_path: Path) -> None:
    own = copy_of(project, tmp_path / "own")
    stale = "so: praise: fr said 'Très bien.' and now says 'Bravo.'"
    assert stale not in run_line("translations", project=own).stdout
    change_sentence(own, "fr", "praise", "Bravo.")
    listed = run_line("translations", project=own)
    assert listed.returncode == 1
    assert stale in listed.stdout.splitlines()
    assert run_line("translations", "done", "so", "praise", project=own).returncode == 0
    assert stale not in run_line("translations", project=own).stdout
    assert "Bravo." in (own / "prompts" / FILE).read_text(encoding="utf-8")
    assert "there is no such sentence" in run_line("translations", "done", "so", "prase", project=own).stderr


def test_commands_speak_of_the_release_that_callers_hear(project: Path, tmp_path: Path) -> None:
    """A call is rendered in its words, and its clips are checked: those of the program have nothing to do with it any more."""
    content = {"CONTENT_DIR": str(tmp_path / "content")}
    draft = Path(run_line("releases", "draft", env=content, project=project).stdout.strip())
    change_sentence(draft, "fr", "opening", "Bonjour, bonjour.")
    assert run_line("releases", "publish", draft, "--by", "Awa", "--why", "kinder", env=content, project=project).returncode == 0
    rendered = [run_line("render", "1", "--output", tmp_path / "call.mp3", env=env, project=project) for env in (content, {})]
    assert ["Bonjour, bonjour." in call.stdout for call in rendered] == [True, False]
    checked = run_line("build", "--check", env=content, project=project)
    assert checked.stdout.startswith("Release 0001, which callers hear now:\n")
    lost = next((tmp_path / "content" / "releases" / "0001" / "audio" / "fr").glob("opening-*"))
    lost.unlink()
    again = run_line("build", "--check", env=content, project=project)
    before, after = (
        next(row for row in said.splitlines() if row.split()[:1] == ["fr"]).split() for said in (checked.stdout, again.stdout)
    )
    assert float(after[5]) < float(before[5]), "seconds of sound that are there"
