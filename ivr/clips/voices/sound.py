"""Samples of sound, read from any file format and written as MP3."""

from __future__ import annotations

import io
from dataclasses import dataclass

import av
import numpy as np
from av.audio.frame import AudioFrame
from numpy.typing import NDArray

Samples = NDArray[np.float32]

# An average the encoder exceeds on sounds and spares on pauses: 20 kbit/s in all, so that ten languages stay below 45 MB.
BIT_RATE = 16_000
ENCODER = {"abr": "1", "compression_level": "5"}


# FFmpeg would follow lists of other files and addresses, too: what came from outside must not say what this machine reads.
FORMATS = "aac,ac3,aiff,amr,asf,au,caf,flac,matroska,webm,mov,mp4,m4a,3gp,3g2,mj2,mp3,ogg,w64,wav,wv"
MOST_SAMPLES = 48_000 * 600  # ten minutes, as a good microphone records
OPTIONS = {"format_whitelist": FORMATS, "protocol_whitelist": "none"}


@dataclass(frozen=True)
class Sound:
    """One channel of samples between -1 and 1."""

    samples: Samples
    rate: int  # samples a second

    @property
    def seconds(self) -> float:
        return len(self.samples) / self.rate


def decode(data: bytes) -> Sound:
    """Read a file of any usual format (WAV, MP3, M4A, OGG ...), mixed to one channel.

    Raises ValueError when there is no sound in it, or hours of it: two of silence take less than a megabyte as a file.
    """
    frames, length = list[AudioFrame](), 0
    try:
        with av.open(io.BytesIO(data), "r", options=OPTIONS) as container:
            rate = container.streams.audio[0].rate
            resampler = av.AudioResampler(format="flt", layout="mono", rate=rate)
            for frame in container.decode(audio=0):
                length += frame.samples
                if length > MOST_SAMPLES:
                    raise ValueError("more sound than anybody would speak")
                frames += resampler.resample(frame)
            frames += resampler.resample(None)
    except (av.FFmpegError, IndexError) as fault:
        raise ValueError("not a sound file") from fault
    if not frames:
        raise ValueError("a sound file without sound")
    return Sound(np.concatenate([frame.to_ndarray()[0] for frame in frames]), rate)


def to_frame(sound: Sound) -> AudioFrame:
    frame = AudioFrame.from_ndarray(sound.samples[np.newaxis, :], format="fltp", layout="mono")
    frame.sample_rate = sound.rate
    return frame


def to_mp3(sound: Sound) -> bytes:
    """Mono MP3, the same bytes each time."""
    file = io.BytesIO()
    with av.open(file, "w", format="mp3", options={"id3v2_version": "0", "fflags": "+bitexact"}) as container:
        stream = container.add_stream(
            "libmp3lame", rate=sound.rate, layout="mono", format="fltp", bit_rate=BIT_RATE, options=ENCODER
        )
        stream.codec_context.flags |= av.codec.context.Flags.bitexact
        for packet in stream.encode(to_frame(sound)):
            container.mux(packet)
        for packet in stream.encode(None):
            container.mux(packet)
    return file.getvalue()
