"""The list of languages: keys, numbers, and voices."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from ivr.content.languages import Language
from ivr.content.languages import Languages
from ivr.content.languages import Voice

VOICE = {"engine": "pico", "voice": "fr-FR"}


def language(code: str, key: str | None = None, *numbers: str) -> dict[str, Any]:
    return {"code": code, "key": key, "name": code, "french": code, "direction": "ltr", "numbers": numbers, "voices": [VOICE]}


def languages(*listed: dict[str, Any]) -> Languages:
    return Languages.model_validate({"languages": listed})


def test_a_voice_speaks_its_language_at_its_own_pace_unless_told_otherwise() -> None:
    voice = Voice.model_validate(VOICE)
    assert (voice.draft, voice.speed, voice.sounds) == (False, 100, None)


def test_a_language_is_reached_by_its_key_or_by_a_number_of_its_own() -> None:
    known = languages(language("fr", "1"), language("so", None, "+3242223344"), language("ar", "3"))
    assert (known.first, known.codes) == ("fr", ("fr", "so", "ar"))
    assert known.by_key == {"1": "fr", "3": "ar"}
    assert known.by_number == {"+3242223344": "so"}
    assert known.by_key_of("ar") == "3"
    assert known.by_code["so"].numbers == ("+3242223344",)
    assert "ps" not in known.by_code


@pytest.mark.parametrize(
    ("listed", "told"),
    [
        ([language("fr", "1"), language("fr", "2")], "code fr belongs to two languages"),
        ([language("fr", "1"), language("so", "1")], "key 1 belongs to two languages"),
        ([language("fr", None, "+3242223344"), language("so", "1", "+3242223344")], "number .*3344 belongs to two languages"),
    ],
)
def test_nothing_belongs_to_two_languages(listed: list[dict[str, Any]], told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        languages(*listed)


def test_languages_without_a_key_are_not_in_each_other_s_way() -> None:
    assert languages(language("fr", "1"), language("so"), language("ar")).by_key == {"1": "fr"}


def test_a_language_has_a_voice() -> None:
    with pytest.raises(ValidationError):
        Language.model_validate(language("fr", "1") | {"voices": []})
