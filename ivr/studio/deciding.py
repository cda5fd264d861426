"""What an editor makes of a proposal, and of any sentence."""

from __future__ import annotations

from ivr.clips.recordings.install import Terms
from ivr.clips.recordings.install import install
from ivr.clips.recordings.take import Take
from ivr.studio.jobs import Jobs
from ivr.studio.placenames import is_place
from ivr.studio.store.audit import Deed
from ivr.studio.store.jobs import EVERY_LANGUAGE
from ivr.studio.store.links import LICENCE
from ivr.studio.store.proposals import Kind
from ivr.studio.store.proposals import Proposal
from ivr.studio.store.proposals import State
from ivr.studio.studio import Studio

SOUND_SECONDS = 4.0  # for a sound that is being made, before the editor is asked to come back


class ChangedError(Exception):
    """A recording of words that the sentence no longer has."""


def accept(studio: Studio, jobs: Jobs, id: int, by: str, *, words: str = "", answer: str = "") -> Proposal:
    """Take a proposal over into the draft. `words`: as the editor would rather have them.

    Raises DecidedError, ChangedError, BlockingIOError while sounds are being made, and ContentError or ValueError when the
    line could not use the words; then it is open as before.
    """
    proposal = studio.proposals.find(id)
    wanted = " ".join(words.split()) or proposal.after
    decided = studio.proposals.decide(proposal, State.ACCEPTED, by, studio.now(), after=wanted, answer=answer)
    try:
        if proposal.kind is Kind.WORDS:
            edit(studio, jobs, proposal.language, proposal.clip, wanted)
        elif proposal.kind is Kind.SOUND:
            _take_over(studio, proposal)
    except Exception:
        studio.proposals.give_back(proposal)
        raise
    deed = Deed.ANSWERED if proposal.kind is Kind.DOUBT else Deed.ACCEPTED if wanted == proposal.after else Deed.CHANGED
    studio.note(by, deed, f"{proposal.language} {proposal.clip} ({proposal.name})")
    studio.mark_if_finished(studio.links.find(proposal.link))
    return decided


def refuse(studio: Studio, id: int, by: str, reason: str) -> None:
    """Raises DecidedError."""
    proposal = studio.proposals.find(id)
    studio.proposals.decide(proposal, State.REFUSED, by, studio.now(), answer=reason)
    studio.note(by, Deed.REFUSED, f"{proposal.language} {proposal.clip} ({proposal.name})")


def edit(studio: Studio, jobs: Jobs, language: str, clip: str, words: str) -> None:
    """New words in the draft, and the sound of them soon. Raises ContentError or ValueError; then nothing has changed."""
    studio.draft.set_words(language, clip, words)
    studio.reviews.forget_heard(language, clip)
    jobs.rebuild(EVERY_LANGUAGE if is_place(clip) else language, clip, "", studio.now())


def _take_over(studio: Studio, proposal: Proposal) -> None:
    """A person's recording wins over a machine's."""
    said = studio.sentences(proposal.language).get(proposal.clip)
    if said is None or said.text != proposal.before or not proposal.sound:
        raise ChangedError
    audio = studio.releases.draft().audio
    mp3 = studio.recordings.path(proposal.sound).read_bytes()
    take = Take(proposal.sound, said.line, mp3=mp3, seconds=proposal.seconds or 0.0)
    install(audio, [take], Terms(proposal.name, proposal.licence or LICENCE, studio.now().date()), SOUND_SECONDS)
    studio.reviews.forget_heard(proposal.language, proposal.clip)
    studio.reviews.hear(studio.links.find(proposal.link), proposal.clip)
