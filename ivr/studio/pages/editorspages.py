"""What every editor's page needs: who is there, the words, and the page around it."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterable
from functools import wraps
from typing import Any
from typing import ParamSpec

from flask import flash
from flask import g
from flask import make_response
from flask import redirect
from flask import render_template
from flask import request
from flask import session
from flask import url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import generate_csrf

from ivr.content.yamlfile import ContentError
from ivr.studio.jobs import Jobs
from ivr.studio.mistakes import Again
from ivr.studio.mistakes import Mistake
from ivr.studio.mistakes import Spot
from ivr.studio.mistakes import mistakes
from ivr.studio.mistakes import nowhere
from ivr.studio.pages.frame import ExpiredForm
from ivr.studio.store.tasks import Work
from ivr.studio.studio import Studio
from ivr.studio.tasks import Tasks
from ivr.studio.texts import READERS
from ivr.studio.texts import EditorTexts
from ivr.studio.texts import editor_texts

DEMO_EDITOR = "demo"
NOTICED = ("start", "release", "conflicts")  # the pages that say when the draft is a change of something else than callers hear
P = ParamSpec("P")
REALM = "studio"  # of the sessions that open these pages


class EditorsPages:
    """Shared by the views of the editors."""

    def __init__(self, studio: Studio) -> None:
        self.studio = studio
        self.jobs = Jobs(studio.store, studio.releases)
        self.tasks = Tasks(studio.store, studio.releases)

    @property
    def who(self) -> str:
        if self.studio.settings.demo:
            return DEMO_EDITOR
        return str(current_user.user) if self.has_password else str(g.editor)

    @property
    def has_password(self) -> bool:
        """Not the link of an editor, which opens no other."""
        return not self.studio.settings.demo and bool(current_user.is_authenticated) and current_user.realm == REALM

    def page(self, name: str, **values: Any) -> str:
        texts = self.texts()
        return render_template(
            f"studio/editor/{name}.html",
            **values,
            text=texts.words,
            deeds=texts.deeds,
            lang=texts.language,
            direction="ltr",
            others=[editor_texts(code) for code in READERS if code != texts.language],
            demo=self.studio.settings.demo,
            behind=name in NOTICED and self.studio.releases.draft_is_behind(),
            languages=self.studio.draft.content.languages.by_code,
            form_token=generate_csrf,
            again=g.get("again", Again()),
        )

    def ask(self, problem: str) -> str:
        """The form of the login."""
        return self.page("login", problem=problem)

    def expired(self, fault: ExpiredForm) -> ResponseReturnValue:
        return self.page("trouble", problem=self.texts().words["expired"]), 400

    def trouble(self, problem: str, status: int = 400) -> ResponseReturnValue:
        """What could not be done, in the same words that the files' own checks use."""
        return self.page("trouble", problem=problem), status

    def checked(
        self, view: Callable[P, ResponseReturnValue], again: Callable[P, ResponseReturnValue], spot: Spot = nowhere
    ) -> Callable[P, ResponseReturnValue]:
        """A view that changes the draft. What the line could not use is told on the page that `again` shows, with the form as it
        was sent; nothing has changed. `spot`: in which field something is written.
        """

        @wraps(view)
        def told(*values: P.args, **named: P.kwargs) -> ResponseReturnValue:
            try:
                return view(*values, **named)
            except (ContentError, ValueError) as fault:
                return self.shown_again(mistakes(fault, self.texts(), spot), lambda: again(*values, **named))

        return told

    def shown_again(self, found: Iterable[Mistake], page: Callable[[], ResponseReturnValue]) -> ResponseReturnValue:
        """The page of the form that was sent, as it was sent."""
        g.again = Again(request.path, request.form, tuple(found))
        return make_response(page()), 422

    def works(self, what: Work, *, about: str = "", why: str = "") -> ResponseReturnValue:
        """Have something done that takes longer than a page may, and lead to the page that shows how far it is."""
        id = self.tasks.begin(what, self.who, self.studio.now(), about=about, why=why)
        return redirect(url_for("studio.work", id=id))

    def makes_ready(self) -> None:
        """For the first change, so that nobody waits then."""
        if not self.studio.releases.draft_is_at_hand():
            self.tasks.begin(Work.READY, self.who, self.studio.now())

    def tell(self, word: str, **values: str) -> None:
        """Say something on the next page."""
        flash(self.texts().words[word].format(**values))

    def texts(self) -> EditorTexts:
        asked = request.args.get("lang", "")
        if asked in READERS:
            session["lang"] = asked
        kept = session.get("lang", "")
        return editor_texts(kept if kept in READERS else request.accept_languages.best_match(READERS) or READERS[0])

    def address(self, page: str) -> str:
        """Where the login leads to and from."""
        return url_for(f"studio.{page}")
