"""How a clip is used in a call, told to the speaker in French."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ivr.clips.voices.recipes import JOINED_TAIL
from ivr.clips.voices.recipes import tail_of

QUESTION = "Question : la voix monte un peu à la fin."
MENU = "Ligne de menu : le choix d'abord, puis la touche, bien détachée. La voix descend à la fin."
MESSAGE = "Message : calme, une idée à la fois, une courte pause entre les phrases. La voix descend à la fin."
LEAD_IN = "Annonce : autre chose suit aussitôt. La voix reste en suspens à la fin."
LIST_ITEM = "Élément d'une liste : la suite vient aussitôt. La voix reste en suspens à la fin."
NEXT_DIGIT = "Chiffre dans un numéro : d'autres chiffres suivent. La voix reste en suspens."
LAST_DIGIT = "Dernier chiffre d'un groupe : la voix descend."
DATE_PART = "Morceau d'une date : la suite vient aussitôt. La voix reste en suspens, sans pause."
DATE_END = "Fin d'une date : la voix descend."
TIME_PART = "Morceau d'un horaire : jour, heure et minutes se suivent. Voix égale, sans pause."
PLACE = "Nom propre, dit seul : lentement et clairement."
KEY = "Fin d'une ligne de menu, juste après un nom : la touche bien détachée. La voix descend."
WORKER = "Pour la personne du centre qui décroche, pas pour l'appelant."

# The first pattern that fits the clip's id decides; otherwise the punctuation of the French words does.
_BY_ID = (
    (r"digit_\d", NEXT_DIGIT),
    (r"digit_end_\d", LAST_DIGIT),
    (r"(weekday|hour|minute)_.+", TIME_PART),
    (r"(town|site|commune)_(?!is$|or$|doubt$).+", PLACE),
    (r"press_\d", KEY),
    (r"answer_keys|date_confirm", MENU),
    (r"whisper", WORKER),
)
_BY_FRENCH = (
    (r".*:", LEAD_IN),
    (r".*,", LIST_ITEM),
    (r".*\?", QUESTION),
    (r"Pour [^.]+,(?: appuyez)? sur (\d|la touche [^.,]+)\.", MENU),
)


def usage_of(clip: str, french: str, date_order: Sequence[str]) -> str:
    """One sentence for the speaker. `date_order` is that of the speaker's language."""
    if re.fullmatch(r"(day|month|year)_\d+", clip):
        return DATE_PART if tail_of(clip, date_order) == JOINED_TAIL else DATE_END
    for pattern, usage in _BY_ID:
        if re.fullmatch(pattern, clip):
            return usage
    for pattern, usage in _BY_FRENCH:
        if re.fullmatch(pattern, french.strip(), re.DOTALL):
            return usage
    return MESSAGE
