"""How long an MP3 file plays, from frames made bit by bit."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from ivr.clips.frames import seconds

MPEG_2_5, MPEG_2, MPEG_1 = 0, 2, 3
LAYER_3 = 1


class Head(NamedTuple):
    """What the head of a frame says, by the places in the tables of the standard; unless told otherwise 16 kbit/s at 8 kHz."""

    version: int = MPEG_2_5
    rate: int = 2
    speed: int = 2
    padding: int = 0
    layer: int = LAYER_3


ORDINARY = Head()


def frame(head: Head = ORDINARY, size: int = 144) -> bytes:
    """The head of a frame and what follows it; `size` is what the standard says."""
    version, rate, speed, padding, layer = head
    word = 0x7FF << 21 | version << 19 | layer << 17 | 1 << 16 | rate << 12 | speed << 10 | padding << 9
    return word.to_bytes(4).ljust(size, b"\0")


FRAME = frame()
LASTS = 576 / 8000


def lasts(folder: Path, data: bytes) -> float:
    file = folder / "clip.mp3"
    file.write_bytes(data)
    return seconds(file)


@pytest.mark.parametrize("frames", [1, 2, 100])
def test_a_file_lasts_as_long_as_its_frames(tmp_path: Path, frames: int) -> None:
    assert lasts(tmp_path, FRAME * frames) == pytest.approx(frames * LASTS)


KINDS = [  # its bytes, and its samples by samples a second
    (Head(MPEG_2_5, rate=1, speed=2), 72, 576 / 8000),
    (Head(MPEG_2_5, rate=2, speed=0), 104, 576 / 11025),
    (Head(MPEG_2_5, rate=14, speed=1), 960, 576 / 12000),
    (Head(MPEG_2, rate=2, speed=2, padding=1), 73, 576 / 16000),
    (Head(MPEG_2, rate=4, speed=0, padding=1), 105, 576 / 22050),
    (Head(MPEG_1, rate=9, speed=0), 417, 1152 / 44100),
    (Head(MPEG_1, rate=9, speed=0, padding=1), 418, 1152 / 44100),
    (Head(MPEG_1, rate=1, speed=1), 96, 1152 / 48000),
    (Head(MPEG_1, rate=14, speed=2), 1440, 1152 / 32000),
]


@pytest.mark.parametrize(("head", "size", "one_lasts"), KINDS)
def test_every_kind_of_frame_has_its_size_and_its_length(tmp_path: Path, head: Head, size: int, one_lasts: float) -> None:
    one = frame(head, size)
    assert lasts(tmp_path, one * 3) == pytest.approx(3 * one_lasts)
    with pytest.raises(ValueError, match="cut off"):
        lasts(tmp_path, (one * 3)[:-1])


SLOW_RATES = (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)  # kbit/s, as the standard lists them
FAST_RATES = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)


@pytest.mark.parametrize(
    ("version", "speed", "rates", "bytes_a_kilobit"),
    [(MPEG_2_5, 2, SLOW_RATES, 72 / 8), (MPEG_2, 2, SLOW_RATES, 72 / 16), (MPEG_1, 2, FAST_RATES, 144 / 32)],
)
def test_every_bit_rate_of_the_standard_is_known(
    tmp_path: Path, version: int, speed: int, rates: tuple[int, ...], bytes_a_kilobit: float
) -> None:
    sizes = [round(rate * bytes_a_kilobit) for rate in rates]
    frames = [frame(Head(version, rate=place, speed=speed), size) for place, size in enumerate(sizes, 1)]
    assert lasts(tmp_path, b"".join(frames)) > 0


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", "is empty"),
        (FRAME[:-1], "is cut off after 0.1 s"),
        (FRAME * 20 + FRAME[:5], "is cut off after 1.5 s"),
        (FRAME + FRAME[:3], "is damaged at byte 144"),  # less than the head of a frame
        (FRAME + b"\0" + FRAME, "is damaged at byte 144"),
        (b"\0" + FRAME, "is damaged at byte 0"),
        (b"<html>not found</html>", "is damaged at byte 0"),
        (frame(Head(version=1)), "is damaged at byte 0"),  # no such version
        (frame(Head(layer=0)), "is damaged at byte 0"),
        (frame(Head(layer=2)), "is damaged at byte 0"),  # layer II: another kind of file
        (frame(Head(rate=0)), "is damaged at byte 0"),  # of a rate of its own
        (frame(Head(rate=15)), "is damaged at byte 0"),
        (frame(Head(speed=3)), "is damaged at byte 0"),
        (b"\xff\xc0" + FRAME[2:], "is damaged at byte 0"),  # one bit of the mark is missing
        (b"ID3", "is damaged at byte 0"),  # less than the head of a tag
        (b"ID3\4\0\0\0\0\0\0", "is empty"),  # nothing behind the tag
    ],
)
def test_what_is_cut_off_or_no_sound_is_told_where(tmp_path: Path, data: bytes, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        lasts(tmp_path, data)


@pytest.mark.parametrize("length", [0, 1, 127, 128, 300, 16_384, 2_097_152])
def test_a_tag_in_front_takes_no_time_however_long_it_is(tmp_path: Path, length: int) -> None:
    size = bytes(length >> shift & 0x7F for shift in (21, 14, 7, 0))  # seven bits a byte, so that none looks like a frame
    assert lasts(tmp_path, b"ID3\4\0\0" + size + b"\xff" * length + FRAME) == pytest.approx(LASTS)


def test_a_tag_that_says_it_is_longer_than_the_file_leaves_nothing_to_hear(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="is empty"):
        lasts(tmp_path, b"ID3\4\0\0\0\0\0\x7f" + FRAME[:50])
