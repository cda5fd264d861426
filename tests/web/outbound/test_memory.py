"""The memory in which errands are counted is full, or was tidied up by somebody else: calls go on, and it comes back."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.support.restcarrier import RestCarrier
from tests.support.waiting import eventually
from tests.web.outbound.conftest import OURS
from tests.web.outbound.conftest import RINGS
from tests.web.outbound.conftest import Dial
from tests.web.outbound.test_callback import CALL_ME_BACK
from tests.web.outbound.test_texting import to_the_date


@pytest.fixture
def no_place(tmp_path: Path) -> Path:
    """Nothing can be written below a file."""
    (tmp_path / "file").touch()
    return tmp_path / "file" / "outbound"


def test_a_line_without_a_place_to_count_in_starts_and_says_that_nothing_was_sent(
    phone: Dial, carrier: RestCarrier, no_place: Path
) -> None:
    caller = to_the_date(phone(folder=str(no_place))).presses("5").waits_until_told()
    assert carrier.texts == []
    assert caller.heard[0] == "sms_not_sent"


def test_who_cannot_be_called_back_is_answered(phone: Dial, carrier: RestCarrier, no_place: Path) -> None:
    assert phone(**CALL_ME_BACK, folder=str(no_place)).dials(RINGS).heard[0] == "opening"
    assert carrier.calls == []


@pytest.mark.parametrize("link", [False, True])
def test_nothing_is_counted_where_a_neighbour_could_take_it_away(
    phone: Dial, carrier: RestCarrier, tmp_path: Path, link: bool
) -> None:
    """Everybody may write into the memory of a machine, and so make a folder of that name before us."""
    folder = tmp_path / "theirs"
    if link:
        (tmp_path / "ours").mkdir()
        folder.symlink_to(tmp_path / "ours")
    else:
        folder.mkdir()
        os.chown(folder, 12345, -1)
    caller = to_the_date(phone(folder=str(folder))).presses("5").waits_until_told()
    assert caller.heard[0] == "sms_not_sent"
    assert carrier.texts == []
    assert list(folder.iterdir()) == []


def test_a_folder_that_was_deleted_is_made_anew(
    phone: Dial, carrier: RestCarrier, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ivr.web.outbound.callback.PAUSE_SECONDS", 0.01)
    folder = tmp_path / "own"
    caller = to_the_date(phone(folder=str(folder), **CALL_ME_BACK))
    caller.dials(RINGS)
    eventually(lambda: len(carrier.calls) == 1)
    shutil.rmtree(folder)
    to_the_date(phone("+32470000001", "2", folder=str(folder), callback_number=RINGS, callback_from=OURS)).presses("5")
    eventually(lambda: len(carrier.texts) == 1)
    shutil.rmtree(folder)
    phone("+32470000002", "3", folder=str(folder), **CALL_ME_BACK).dials(RINGS)
    eventually(lambda: len(carrier.calls) == 2)
