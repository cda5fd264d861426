"""A running line takes what is published, while it answers calls."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from pathlib import Path

from ivr.clips.releases.store import Releases
from ivr.paths import ROOT
from tests.clips.releases.lines import SOON
from tests.clips.releases.lines import TOKEN
from tests.clips.releases.lines import Callers
from tests.clips.releases.lines import every_worker_says
from tests.clips.releases.lines import files_of
from tests.clips.releases.lines import health
from tests.clips.releases.lines import line_of
from tests.support.caller import DistantCaller
from tests.support.checkouts import change_sentence
from tests.support.checkouts import speak
from tests.support.simulate.carrier import Carrier
from tests.support.simulate.process import Served
from tests.support.waiting import eventually

# --- calls ----------------------------------------------------------------------------------------------


def test_two_hundred_calls_go_on_through_a_new_release_and_back(two_releases: Releases) -> None:
    known = files_of(two_releases)

    async def through(line: Served) -> Callers:
        callers = Callers(line.base, known)
        async with callers.calling(200):
            for id in ("0002", "0001"):
                await asyncio.to_thread(two_releases.take_back, id, "Awa", "heard by many")
                await asyncio.sleep(SOON)
        return callers

    with line_of(two_releases) as line:
        callers = asyncio.run(through(line))
    assert callers.faults == []
    assert callers.heard["0001"] > 100
    assert callers.heard["0002"] > 100


def test_a_published_release_is_heard_within_five_seconds(two_releases: Releases) -> None:
    with line_of(two_releases) as line:
        before, draft = line.workers(), two_releases.draft().folder
        change_sentence(draft, "fr", "opening", "Bonjour.")
        id = two_releases.publish(draft, "Awa", "kinder")
        eventually(lambda: every_worker_says(line, id), SOON)
        assert line.workers() == before, "nothing was started again"


def test_a_call_goes_on_at_the_main_menu_when_its_step_is_gone(two_releases: Releases, voices: tuple[Path, Path]) -> None:
    """A question is withdrawn while a caller hears it."""
    draft = two_releases.draft().folder
    programme = draft / "prompts" / "programme.yaml"
    text = programme.read_text(encoding="utf-8")
    programme.write_text(text.replace("{id: must,", "{id: cost,"), encoding="utf-8")
    for path in (draft / "prompts").glob("*.yaml"):
        words = path.read_text(encoding="utf-8")
        path.write_text(words.replace("  faq_must", "  faq_cost"), encoding="utf-8")
    speak(draft)
    id = two_releases.publish(draft, "Awa", "another question")
    names = {file: name for files in files_of(two_releases).values() for file, name in files.items()}

    async def through(line: Served) -> list[str]:
        call = DistantCaller(Carrier(line.base, TOKEN), names, sid="CA" + "1" * 32, caller="+32470000000", dialled="+3242223344")
        async with call:
            await (await (await call.dials()).presses("1")).listens_to_the_end()
            await (await call.presses("3")).presses("1")
            assert call.words == ["faq_cost_answer"]
            await asyncio.to_thread(two_releases.take_back, "0001", "Awa", "not yet")
            await asyncio.to_thread(eventually, lambda: every_worker_says(line, "0001"))
            await call.presses("9")
            return call.heard

    with line_of(two_releases, {"WORKERS": "1"}) as line:
        assert every_worker_says(line, id)
        heard = asyncio.run(through(line))
    assert heard[0] == "fr/sorry"
    assert "fr/main_steps" in heard


# --- what is broken -------------------------------------------------------------------------------------


def test_a_broken_release_is_refused_and_named(two_releases: Releases, voices: tuple[Path, Path]) -> None:
    with line_of(two_releases) as line:
        id = "0002"
        words = two_releases.place(id).prompts / "fr.yaml"
        words.chmod(0o644)
        words.write_text("clips: [", encoding="utf-8")
        (two_releases.folder / "current").write_text(f"{id}\n", encoding="utf-8")
        eventually(lambda: all("warnings" in health(line) for _ in range(12)))
        why = f"release {id} is not said: release {id}: prompts/fr.yaml was changed after it was published"
        report = health(line)
        assert report["warnings"] == [f"{why}; callers hear release 0001"]
        assert report["release"] == "0001"
        line.start_again()
        eventually(lambda: health(line).get("release") == "0001")


PUBLISH = """
import sys
from pathlib import Path
from ivr.clips.releases.store import Releases
print("begun", flush=True)
Releases(Path(sys.argv[1])).publish(Path(sys.argv[2]), "Awa", "killed")
"""


def test_killed_while_publishing_it_is_the_old_release_or_the_new_one(two_releases: Releases, voices: tuple[Path, Path]) -> None:
    """At any moment; and the next one can be published."""
    seen = set()
    for moment in range(5):
        command = [sys.executable, "-c", PUBLISH, str(two_releases.folder), str(voices[moment % 2])]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
            assert process.stdout
            process.stdout.readline()
            time.sleep(moment * 0.2)
            process.kill()
        current = two_releases.current_id()
        seen.add(current)
        loaded = two_releases.load(current)
        assert loaded.clips.missing(loaded.content.clip_names) == ()
    assert two_releases.publish(voices[1], "Awa", "at last") == two_releases.current_id()
    assert two_releases.load(two_releases.current_id())
