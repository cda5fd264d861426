"""Everything the pages of the studio work with."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ivr.clips.releases.store import Releases
from ivr.content.hours import BRUSSELS
from ivr.studio.draft import Draft
from ivr.studio.sentences import Sentence
from ivr.studio.sentences import sentences
from ivr.studio.settings import StudioSettings
from ivr.studio.sound.recordings import Recordings
from ivr.studio.store.audit import Audit
from ivr.studio.store.audit import Deed
from ivr.studio.store.links import Link
from ivr.studio.store.links import Links
from ivr.studio.store.proposals import Proposals
from ivr.studio.store.reviews import Progress
from ivr.studio.store.reviews import Reviews
from ivr.studio.store.settled import Settled
from ivr.studio.store.store import Store
from ivr.studio.visits import Visits


def now_in_brussels() -> datetime:
    return datetime.now(BRUSSELS)


@dataclass(frozen=True)
class Studio:
    settings: StudioSettings
    releases: Releases
    store: Store
    links: Links
    proposals: Proposals
    reviews: Reviews
    audit: Audit
    settled: Settled
    draft: Draft
    recordings: Recordings
    visits: Visits
    now: Callable[[], datetime]

    def sentences(self, language: str) -> dict[str, Sentence]:
        """As the draft has them, what callers hear most first."""
        return sentences(self.draft.content, language, self.visits.of(self.now()))

    def progress(self, link: Link) -> Progress:
        return self.reviews.progress(link, {clip: sentence.text for clip, sentence in self.sentences(link.language).items()})

    def note(self, who: str, what: Deed, about: str) -> None:
        self.audit.write(who, what, about, self.now())

    def mark_if_finished(self, link: Link) -> bool:
        """Once everything is heard and nothing is open, the language is reviewed by this person on this day."""
        language, today = self.draft.content.words[link.language], self.now().date().isoformat()
        if not self.progress(link).finished or self.proposals.open_ones(link.language):
            return False
        if language.reviewed_by != link.name:
            self.draft.set_reviewed(link.language, link.name, today)
            self.note(link.name, Deed.REVIEWED, link.language)
        return True


def open_studio(
    settings: StudioSettings,
    releases: Releases,
    now: Callable[[], datetime] = now_in_brussels,
    desk: Sequence[str] = (),
    *,
    journal: str | None = None,
) -> Studio:
    """For settings that ask for one. `desk`: what DESK_NUMBER says; `journal`: the database of the figures of calls."""
    folder = releases.folder
    store = Store(folder)
    return Studio(
        settings=settings,
        releases=releases,
        store=store,
        links=Links(store, settings.secret_key),
        proposals=Proposals(store),
        reviews=Reviews(store),
        audit=Audit(store),
        settled=Settled(store),
        draft=Draft(releases, desk),
        recordings=Recordings(folder),
        visits=Visits(journal),
        now=now,
    )
