"""The memory in which errands are counted is full, or was tidied up by somebody else: calls go on, and it comes back."""

from __future__ import annotations

import fcntl
import gc
import os
import shutil
import time
from pathlib import Path

import pytest

from ivr.web.outbound.memory import Memory
from tests.support.restcarrier import RestCarrier
from tests.support.waiting import eventually
from tests.web.outbound.conftest import OURS
from tests.web.outbound.conftest import RINGS
from tests.web.outbound.conftest import Dial
from tests.web.outbound.test_callback import CALL_ME_BACK
from tests.web.outbound.test_texting import to_the_date

NUMBER = "+32470000000"


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


# --- the memory itself -------------------------------------------------------------------------------


def test_a_name_is_the_same_for_all_workers_of_a_line_and_leads_nowhere_without_its_key() -> None:
    one, other = Memory("", b"key"), Memory("", b"another")
    assert one.name("text", NUMBER) == Memory("", b"key").name("text", NUMBER) != other.name("text", NUMBER)
    assert len({one.name("text", NUMBER), one.name("call", NUMBER), one.name(NUMBER), one.name("text", NUMBER + "0")}) == 4
    assert NUMBER.lstrip("+") not in one.name("text", NUMBER)


def test_a_key_of_any_length_will_do() -> None:
    assert Memory("", b"k" * 1000).name("a") == Memory("", b"k" * 64).name("a") != Memory("", b"k" * 63).name("a")


@pytest.mark.parametrize(("ago", "kept"), [(0, True), (3500, True), (3700, False)])
def test_what_was_not_touched_for_so_long_is_forgotten_and_nothing_of_another_kind(
    tmp_path: Path, ago: float, kept: bool
) -> None:
    memory = Memory(str(tmp_path), b"key")
    for name in ("e-old.done", "n-old"):
        (memory.folder / name).touch()
        os.utime(memory.folder / name, (time.time() - ago,) * 2)
    memory.forget("e-", 3600)
    assert {file.name for file in tmp_path.iterdir()} == {"n-old"} | ({"e-old.done"} if kept else set())


def test_one_worker_at_a_time(tmp_path: Path) -> None:
    with Memory(str(tmp_path), b"key").alone(), (tmp_path / "lock").open("w") as other, pytest.raises(BlockingIOError):
        fcntl.flock(other, fcntl.LOCK_SH | fcntl.LOCK_NB)
    with Memory(str(tmp_path), b"key").alone():
        """Nobody holds it any longer."""


def test_a_worker_without_a_folder_has_one_of_its_own_that_goes_with_it() -> None:
    memory = Memory("", b"key")
    folder = memory.folder
    assert folder == memory.folder != Memory("", b"key").folder
    assert folder.stat().st_mode & 0o777 == 0o700
    del memory
    gc.collect()
    assert not folder.exists()
