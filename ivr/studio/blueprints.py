"""The addresses of the studio: /studio for editors, /studio/r for whoever has a personal link."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Blueprint

from ivr.settings import Settings
from ivr.statistics.dashboard.login.gate import Accounts
from ivr.statistics.dashboard.login.gate import Gate
from ivr.statistics.dashboard.ownthreads import OwnThreads
from ivr.studio.pages.admission import Admission
from ivr.studio.pages.calling import SpeakersPage
from ivr.studio.pages.calling import add_speakers_page
from ivr.studio.pages.centres import CentrePages
from ivr.studio.pages.centres import add_centres
from ivr.studio.pages.conflicts import ConflictPages
from ivr.studio.pages.conflicts import add_conflicts
from ivr.studio.pages.editing import Editing
from ivr.studio.pages.editing import add_editing
from ivr.studio.pages.editors import EditorsLinks
from ivr.studio.pages.editors import add_editors_links
from ivr.studio.pages.editors import other_way
from ivr.studio.pages.editorspages import REALM
from ivr.studio.pages.editorspages import EditorsPages
from ivr.studio.pages.frame import ExpiredForm
from ivr.studio.pages.frame import framed
from ivr.studio.pages.linking import Linking
from ivr.studio.pages.linking import add_linking
from ivr.studio.pages.messages import Messages
from ivr.studio.pages.messages import add_messages
from ivr.studio.pages.publishing import Publishing
from ivr.studio.pages.publishing import add_publishing
from ivr.studio.pages.questions import QuestionPages
from ivr.studio.pages.questions import add_questions
from ivr.studio.pages.reviewing import Reviewing
from ivr.studio.pages.reviewing import add_reviewing
from ivr.studio.pages.speaking import Speaking
from ivr.studio.pages.speaking import add_speaking
from ivr.studio.pages.telephone import Telephone
from ivr.studio.pages.telephone import add_telephone
from ivr.studio.pages.working import Working
from ivr.studio.pages.working import add_working
from ivr.studio.phone.carrier import SpeakersCarrier
from ivr.studio.phone.seal import Seal
from ivr.studio.studio import Studio

PREFIX = "/studio"


def blueprints(studio: Studio, line: Settings, carrier: SpeakersCarrier | None = None) -> Iterator[Blueprint]:
    """`carrier` rings speakers; the line's own unless another one is given."""
    carrier = carrier or SpeakersCarrier(line)
    admission, seal = Admission(studio.store.prepare), Seal(studio.settings.secret_key)
    review = Blueprint("review", __name__, url_prefix=f"{PREFIX}/r", template_folder="templates", static_folder="static")
    admission.guard(review)
    reviewing = Reviewing(studio)
    add_reviewing(review, reviewing)
    framed(review, studio.settings)
    add_speaking(review, Speaking(studio, reviewing))
    add_speakers_page(review, SpeakersPage(studio, reviewing, carrier, seal, line.public_url or ""))
    yield review
    telephone = Blueprint("telephone", __name__, url_prefix=f"{PREFIX}/phone")
    admission.guard(telephone)
    add_telephone(telephone, Telephone(studio, carrier, line))
    yield telephone
    editors = Blueprint("studio", __name__, url_prefix=PREFIX, template_folder="templates")
    admission.guard(editors)
    pages = EditorsPages(studio)
    editors.register_error_handler(ExpiredForm, pages.expired)
    if not studio.settings.demo:
        accounts = Accounts(studio.settings.editors, studio.settings.secret_key, studio.store.url, realm=REALM)
        Gate(accounts, OwnThreads()).guard(editors, pages.ask, pages.address, other_way(studio))
        add_editors_links(editors, EditorsLinks(pages))
    framed(editors, studio.settings)
    add_editing(editors, Editing(pages), pages)
    add_linking(editors, Linking(pages, seal, line.public_url))
    add_centres(editors, CentrePages(pages, line.desk_numbers), pages)
    add_questions(editors, QuestionPages(pages), pages)
    add_conflicts(editors, ConflictPages(pages), pages)
    add_messages(editors, Messages(pages), pages)
    add_publishing(editors, Publishing(pages))
    add_working(editors, Working(pages))
    yield editors
