"""The frequent questions: what callers can ask, with which key, and the words in each language."""

from __future__ import annotations

from flask import Blueprint
from flask import abort
from flask import redirect
from flask import request
from flask import url_for
from flask.typing import ResponseReturnValue

from ivr.content.programme import Question
from ivr.studio import questions
from ivr.studio.condition import conditions
from ivr.studio.deciding import edit
from ivr.studio.pages.editorspages import EditorsPages
from ivr.studio.store.audit import Deed
from ivr.studio.texts import READERS


class QuestionPages:
    def __init__(self, pages: EditorsPages) -> None:
        self._pages = pages
        self._studio = pages.studio

    def all(self) -> ResponseReturnValue:
        """Those that callers hear, in the order of their keys, and those that wait."""
        content = self._studio.draft.content
        keys = {question.id: key for key, question in enumerate(content.programme.asked, start=1)}
        reader = self._pages.texts().language
        return self._pages.page(
            "questions",
            questions=content.programme.questions,
            keys=keys,
            words=content.words[reader].clips,
            untold={question.id: self._untold(question) for question in content.programme.questions},
        )

    def add(self) -> ResponseReturnValue:
        """A new one, in French and in English; it waits for the other languages."""
        draft = self._studio.draft
        words = {code: (_field(f"question-{code}"), _field(f"answer-{code}")) for code in READERS}
        id = questions.add(draft, _names(), words)
        for code in READERS:
            for clip in self._know(id).clips:
                self._pages.jobs.rebuild(code, clip, "", self._studio.now())
        return self._done(f"+ {id}", url_for("studio.question", id=id))

    def question(self, id: str) -> ResponseReturnValue:
        """One of them, in all languages."""
        known, words = self._know(id), self._studio.draft.content.words
        silent = {each.language.code: each.silent & {*known.clips} for each in conditions(self._studio.draft)}
        return self._pages.page(
            "question",
            question=known,
            words={code: [words[code].clips[clip] for clip in known.clips] for code in words},
            silent=silent,
            readers=READERS,
        )

    def question_in(self, id: str, language: str) -> ResponseReturnValue:
        """The page of a question with its words in a language."""
        return self.question(id)

    def all_again(self, id: str) -> ResponseReturnValue:
        """The page that a question is on."""
        return self.all()

    def change(self, id: str) -> ResponseReturnValue:
        """What it is called, and whether callers hear it."""
        self._know(id)
        questions.change(self._studio.draft, id, _names(), asked="asked" in request.form)
        return self._done(id, url_for("studio.question", id=id))

    def words(self, id: str, language: str) -> ResponseReturnValue:
        """The question and its answer in one language."""
        clips = self._know(id).clips
        known = self._studio.draft.content.words.get(language) or abort(404)
        for clip, words in zip(clips, (_field("question"), _field("answer")), strict=True):
            if words != known.clips[clip].text:
                edit(self._studio, self._pages.jobs, language, clip, words)
                self._studio.note(self._pages.who, Deed.EDITED, f"{language} {clip}")
        self._pages.tell("saved")
        return redirect(f"{url_for('studio.question', id=id)}#{language}")

    def move(self, id: str) -> ResponseReturnValue:
        """One place up or down."""
        self._know(id)
        by = {"up": -1, "down": 1}.get(request.form.get("to", "")) or abort(400)
        questions.move(self._studio.draft, id, by)
        return self._done(f"{id} {'↑' if by < 0 else '↓'}", url_for("studio.questions"))

    def remove(self, id: str) -> ResponseReturnValue:
        self._know(id)
        questions.remove(self._studio.draft, id)
        return self._done(f"− {id}", url_for("studio.questions"))

    def _done(self, about: str, then: str) -> ResponseReturnValue:
        self._studio.note(self._pages.who, Deed.QUESTION, about)
        self._pages.tell("saved")
        return redirect(then)

    def _know(self, id: str) -> Question:
        return questions.question_of(self._studio.draft.content, id) or abort(404)

    def _untold(self, question: Question) -> list[str]:
        """The languages in which it has no words yet."""
        words = self._studio.draft.content.words
        return [code for code in words if any(words[code].clips[clip].unwritten for clip in question.clips)]


def _field(name: str) -> str:
    return " ".join(request.form.get(name, "").split())


def _names() -> dict[str, str]:
    return {code: _field(f"name-{code}") for code in READERS}


def add_questions(bp: Blueprint, views: QuestionPages, pages: EditorsPages) -> None:
    bp.add_url_rule("/questions", "questions", views.all)
    bp.add_url_rule("/questions", "add_question", pages.checked(views.add, views.all), methods=["POST"])
    bp.add_url_rule("/questions/<id>", "question", views.question)
    bp.add_url_rule("/questions/<id>", "change_question", pages.checked(views.change, views.question), methods=["POST"])
    bp.add_url_rule(
        "/questions/<id>/words/<language>", "question_words", pages.checked(views.words, views.question_in), methods=["POST"]
    )
    bp.add_url_rule("/questions/<id>/move", "move_question", pages.checked(views.move, views.all_again), methods=["POST"])
    bp.add_url_rule("/questions/<id>/remove", "remove_question", pages.checked(views.remove, views.question), methods=["POST"])
