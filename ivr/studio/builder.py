"""Makes the sounds that editors asked for, as a program of its own: `python -m ivr.studio.builder --content FOLDER ...`."""

from __future__ import annotations

import argparse
import fcntl
import logging
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from ivr import Fault
from ivr.clips.releases.release import Place
from ivr.clips.releases.store import Releases
from ivr.clips.voices.command import check_names
from ivr.clips.voices.command import make_clips
from ivr.clips.voices.plan import Selection
from ivr.clips.voices.sounds import load_spellings
from ivr.content.content import Content
from ivr.statistics.journal.reasons import reason
from ivr.studio.beside import take
from ivr.studio.store.jobs import Job
from ivr.studio.store.jobs import JobRows
from ivr.studio.store.store import Store

log = logging.getLogger("ivr.studio")

SECONDS = 900  # for one job; a process that hangs in it ends, and the next one goes on
LONGEST_PROBLEM = 300


class SoundMaker:
    def __init__(self, rows: JobRows, releases: Releases) -> None:
        self._rows = rows
        self._releases = releases

    def work(self) -> None:
        """Until nothing waits."""
        self._rows.give_up("interrupted")  # what is being made without us
        while job := self._rows.take():
            signal.alarm(SECONDS)
            self._rows.end(job, self._problem(job))
        signal.alarm(0)

    def _problem(self, job: Job) -> str:
        """What went wrong; "" when the clips are there."""
        try:
            with self._releases.draft_sounds(SECONDS) as draft:
                make(draft, job)
        except Fault as fault:
            return str(fault)[:LONGEST_PROBLEM]
        except Exception as fault:  # whatever comes of one, the others are made
            log.exception("a sound could not be made")
            return reason(fault)[:LONGEST_PROBLEM]
        return ""


def make(draft: Place, job: Job) -> None:
    """With the words that the draft has now."""
    content = Content.load(draft.prompts)
    selection = Selection([job.language] if job.language else [], [job.clip] if job.clip else [], job.engine or None)
    check_names(content, selection)
    make_clips(content, load_spellings(draft.prompts / "sounds"), selection, draft.audio)


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--content", type=Path, required=True)
    parser.add_argument("--checkout", type=Path, required=True)
    parser.add_argument("--follows", action="store_true")
    parser.add_argument("--lock", type=int, required=True, help="the open file whose lock we hold")
    asked = parser.parse_args(arguments)
    rows = JobRows(Store(asked.content))
    maker = SoundMaker(rows, Releases(asked.content, asked.checkout, follows=asked.follows))
    with os.fdopen(asked.lock, "a") as lock:
        while take(lock):
            maker.work()
            fcntl.flock(lock, fcntl.LOCK_UN)
            if not rows.open():  # what somebody asked for before we let go would wait for us
                break


if __name__ == "__main__":
    main(sys.argv[1:])
