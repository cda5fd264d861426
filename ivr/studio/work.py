"""The tasks of the studio, as a program of its own: `python -m ivr.studio.work --content FOLDER --checkout FOLDER --task 7`."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Callable
from collections.abc import Sequence
from datetime import UTC
from datetime import datetime
from pathlib import Path

from ivr import Fault
from ivr.clips.releases.checks import Refused
from ivr.clips.releases.release import DRAFT
from ivr.clips.releases.release import Place
from ivr.clips.releases.store import Releases
from ivr.studio.looking import look
from ivr.studio.store.audit import Audit
from ivr.studio.store.audit import Deed
from ivr.studio.store.store import Store
from ivr.studio.store.tasks import Result
from ivr.studio.store.tasks import Task
from ivr.studio.store.tasks import TaskRows
from ivr.studio.store.tasks import TaskState
from ivr.studio.store.tasks import Work

log = logging.getLogger("ivr.studio")


class Worker:
    def __init__(self, store: Store, releases: Releases) -> None:
        self._rows, self._audit = TaskRows(store), Audit(store)
        self._releases = releases
        self._does: dict[Work, Callable[[Task], Result]] = {
            Work.PUBLISH: self._publish,
            Work.BACK: self._go_back,
            Work.BRING: self._bring_up_to_date,
            Work.DISCARD: self._discard,
            Work.LOOK: self._look,
            Work.READY: self._make_ready,
        }

    def do(self, id: int) -> None:
        """Whatever comes of it is written down."""
        task = self._rows.find(id)
        if task is None or task.state is not TaskState.RUNNING:
            return
        try:
            state, result = TaskState.DONE, self._does[task.what](task)
        except Refused as refused:
            state, result = TaskState.FAILED, Result(against=refused.objections)
        except (Fault, ValueError) as fault:
            state, result = TaskState.FAILED, Result(str(fault))
        except OSError as fault:
            log.exception("a task of the studio failed")
            state, result = TaskState.FAILED, Result(fault.strerror or type(fault).__name__)
        self._rows.end(id, state, result)

    def _publish(self, task: Task) -> Result:
        draft = self._releases.folder / DRAFT
        id = self._releases.publish(draft, task.who, task.why, lambda step: self._rows.is_at(task.id, step))
        self._note(task, Deed.PUBLISHED, f"{id}: {task.why}")
        return Result(id)

    def _go_back(self, task: Task) -> Result:
        self._releases.take_back(task.about, task.who, task.why)
        self._note(task, Deed.TAKEN_BACK, f"{task.about}: {task.why}")
        return Result(task.about)

    def _bring_up_to_date(self, task: Task) -> Result:
        found = self._releases.bring_draft_up_to_date()
        self._note(task, Deed.BROUGHT, "")
        return Result(str(len(found)))

    def _discard(self, task: Task) -> Result:
        self._releases.discard_draft()
        self._note(task, Deed.DISCARDED, "")
        return Result()

    def _look(self, task: Task) -> Result:
        current = self._releases.place(self._releases.current_id())
        return Result(found=look(Place(DRAFT, self._releases.folder / DRAFT), current).as_json())

    def _make_ready(self, task: Task) -> Result:
        self._releases.make_draft_ready()
        return Result()

    def _note(self, task: Task, what: Deed, about: str) -> None:
        self._audit.write(task.who, what, about, datetime.now(UTC))


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--content", type=Path, required=True)
    parser.add_argument("--checkout", type=Path, required=True)
    parser.add_argument("--follows", action="store_true")
    parser.add_argument("--task", type=int, required=True)
    asked = parser.parse_args(arguments)
    Worker(Store(asked.content), Releases(asked.content, asked.checkout, follows=asked.follows)).do(asked.task)


if __name__ == "__main__":
    main(sys.argv[1:])
