"""The demonstration as `scripts/start` serves it: a sentence corrected in the studio is heard on the web phone's line."""

from __future__ import annotations

import asyncio
import subprocess
import urllib.request

from ivr.clips.voices.sound import decode
from tests.studio.floods import Browser
from tests.support.caller import DistantCaller
from tests.support.simulate.carrier import Carrier
from tests.support.simulate.process import Served
from tests.support.simulate.process import served
from tests.support.waiting import eventually

PATIENCE = 200.0  # seconds on a busy machine: sounds are made when nothing else is to be done
DEMO = {"IVR_DEMO": "1", "WORKERS": "2"}
WORDS = "Good morning, this sentence is new."


class ByName(dict[str, str]):
    """Of any file, also one that is not there yet: "en/welcome" of "en/welcome-1a2b3c.mp3"."""

    def __contains__(self, file: object) -> bool:
        return True

    def __missing__(self, file: str) -> str:
        return file.rpartition("-")[0]


def welcome_of(line: Served) -> str:
    """The address of the clip that greets whoever chooses English."""

    async def call() -> str:
        async with DistantCaller(
            Carrier(line.base, "demo"), ByName(), sid="CA1", caller="+32470000000", dialled="+32000000000"
        ) as call:
            await (await call.dials()).presses("2")
            assert call.heard[0] == "en/welcome"
            return call.document.plays[0]

    return asyncio.run(call())


def test_a_corrected_sentence_is_spoken_published_and_heard_without_a_restart() -> None:
    with served(DEMO, errors=subprocess.DEVNULL) as line:
        before, workers, editor = welcome_of(line), line.workers(), Browser(line.base)
        editor.asks("/studio/sentences/en/welcome")
        assert editor.sends("/studio/sentences/en/welcome/words", words=WORDS) == 302
        eventually(lambda: '"open":0' in editor.asks("/studio/jobs")[1].replace(" ", ""), PATIENCE)
        eventually(lambda: WORDS in editor.asks("/studio/release?lang=en")[1], PATIENCE)
        assert editor.sends("/studio/release", why="kinder") == 302
        heard = [before]

        def all_workers_say_the_new_one() -> bool:
            heard[:] = [welcome_of(line) for _ in range(6)]
            return before not in heard

        eventually(all_workers_say_the_new_one, PATIENCE)
        with urllib.request.urlopen(heard[0]) as clip:
            assert 1 < decode(clip.read()).seconds < 5, "as long as its words"
        assert line.workers() == workers, "nothing was started again"
