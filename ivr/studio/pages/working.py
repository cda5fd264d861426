"""What is being done in the background, how far it is, and what came of it."""

from __future__ import annotations

from flask import Blueprint
from flask import abort
from flask import jsonify
from flask import redirect
from flask import url_for
from flask.typing import ResponseReturnValue

from ivr.studio.pages.editorspages import EditorsPages
from ivr.studio.store.tasks import Task
from ivr.studio.store.tasks import TaskState
from ivr.studio.store.tasks import Work


class Working:
    def __init__(self, pages: EditorsPages) -> None:
        self._pages = pages

    def show(self, id: int) -> ResponseReturnValue:
        """While it goes on, how far it is; then on to where its result is seen, or why it could not be done."""
        task = self._pages.tasks.find(id) or abort(404)
        match task.state:
            case TaskState.RUNNING:
                return self._pages.page("working", task=task, step=self._step(task))
            case TaskState.DONE:
                return self._lead_on(task)
            case TaskState.FAILED:
                return self._pages.trouble(self._why(task), 422)

    def state(self, id: int) -> ResponseReturnValue:
        """For the page's script."""
        task = self._pages.tasks.find(id) or abort(404)
        return jsonify({"open": int(task.state is TaskState.RUNNING), "said": self._step(task)})

    def _step(self, task: Task) -> str:
        return self._pages.texts().words[f"step_{task.step}"] if task.step else ""

    def _lead_on(self, task: Task) -> ResponseReturnValue:
        if task.what is Work.PUBLISH:
            self._pages.tell("made" if self._pages.studio.releases.follows else "published", id=task.result.said)
        if task.what is Work.BRING:
            return redirect(url_for("studio.start" if task.result.said == "0" else "studio.conflicts"))
        return redirect(url_for("studio.release"))

    def _why(self, task: Task) -> str:
        texts, result = self._pages.texts(), task.result
        told = [*map(texts.told, result.against), *filter(None, [result.said])]
        return "\n".join(told) or texts.words["interrupted"].format(id=self._pages.studio.releases.current_id())


def add_working(bp: Blueprint, views: Working) -> None:
    bp.add_url_rule("/work/<int:id>", "work", views.show)
    bp.add_url_rule("/work/<int:id>/state", "work_state", views.state)
