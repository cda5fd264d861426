"""A carrier's words for what became of a transfer and of a recording, as the call understands them."""

from __future__ import annotations

import pytest

from ivr.call.turns import DialResult
from ivr.web.signature import Form
from ivr.web.webhooks import outcome
from ivr.web.webhooks import was_recorded


@pytest.mark.parametrize(
    ("form", "result"),
    [
        ({}, None),  # there was no transfer
        ({"DialCallStatus": "completed"}, DialResult.ANSWERED),
        ({"DialCallStatus": "answered"}, DialResult.ANSWERED),  # as compatible carriers say it
        ({"DialCallStatus": "completed", "DialBridged": "true"}, DialResult.ANSWERED),
        ({"DialCallStatus": "completed", "DialBridged": "false"}, DialResult.NO_ANSWER),  # picked up, and nobody accepted
        ({"DialCallStatus": "busy"}, DialResult.BUSY),
        ({"DialCallStatus": "busy", "DialBridged": "false"}, DialResult.BUSY),
        ({"DialCallStatus": "no-answer"}, DialResult.NO_ANSWER),
        ({"DialCallStatus": "canceled"}, DialResult.NO_ANSWER),
        ({"DialCallStatus": "failed"}, DialResult.FAILED),
        ({"DialCallStatus": "a word of next year"}, DialResult.FAILED),
        ({"DialCallStatus": ""}, DialResult.FAILED),
    ],
)
def test_how_a_transfer_ended(form: dict[str, str], result: DialResult | None) -> None:
    assert outcome(Form(form)) is result


@pytest.mark.parametrize(
    ("form", "recorded"),
    [
        ({"RecordingSid": "RE1", "RecordingDuration": "1"}, True),
        ({"RecordingSid": "RE1", "RecordingDuration": "0"}, False),  # the caller said nothing
        ({"RecordingSid": "RE1"}, False),
        ({"RecordingSid": "", "RecordingDuration": "7"}, False),
        ({"RecordingDuration": "7"}, False),
    ],
)
def test_whether_the_caller_left_a_message(form: dict[str, str], recorded: bool) -> None:
    assert was_recorded(Form(form)) is recorded
