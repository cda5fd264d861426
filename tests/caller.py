"""A caller: dials, presses, waits and hears, through the same requests a carrier sends.

Strict about TwiML: anything outside the portable part is a failure of the test that met it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self
from xml.etree import ElementTree

from flask.testing import FlaskClient
from twilio.request_validator import RequestValidator

# The verbs and attributes that Twilio, SignalWire, Telnyx and Somleng all know (facts of design, "Portable TwiML only").
PORTABLE = {
    "Response": set(),
    "Gather": {"numDigits", "timeout", "finishOnKey", "action", "method"},
    "Play": set(),
    "Redirect": set(),
    "Dial": {"action", "timeout", "callerId", "timeLimit"},
    "Number": {"url"},
    "Hangup": set(),
    "Reject": set(),
}
SHORTEST_NUMBER = "+32470000000"


class Caller:
    """One call. Every method that acts leads to the next thing heard."""

    def __init__(
        self, client: FlaskClient, names: Mapping[str, str], base: str = "http://localhost", token: str = "demo"
    ) -> None:
        """`names` gives the clip ("en/welcome") of each file ("en/welcome-0.mp3")."""
        self.client = client
        self.names = names
        self.base = base
        self.validator = RequestValidator(token)
        self.headers: dict[str, str] = {}
        self.form = {"CallSid": f"CA{'1' * 32}", "From": SHORTEST_NUMBER, "To": "+32000000000", "CallStatus": "in-progress"}
        self.response = ElementTree.Element("Response")
        self.address = ""
        self.heard: list[str] = []

    # --- what a caller does ------------------------------------------------------------------------

    def dials(self, number: str = "+32000000000") -> Self:
        self.form["To"] = number
        return self._post("/voice")

    def presses(self, keys: str) -> Self:
        """One key or a whole number, as the carrier collects it here."""
        gather = self._gather()
        finish, most = gather.attrib["finishOnKey"], int(gather.attrib["numDigits"])
        digits = keys.split(finish, maxsplit=1)[0] if finish else keys
        if not digits:
            return self.waits()  # only the finishing key: no input (Twilio's manual, Gather)
        assert len(digits) <= most, f"{keys!r} is longer than the {most} digits listened for"
        return self._post(gather.attrib["action"], Digits=digits)

    def waits(self) -> Self:
        """Nothing pressed until the carrier goes on."""
        redirect = self.response.find("Redirect")
        assert redirect is not None, "nothing follows silence"
        return self._post(redirect.text or "")

    def listens_to_the_end(self) -> Self:
        """Through every message that goes on by itself."""
        while self._gather().attrib["timeout"] == "1":
            self.waits()
        return self

    def line_is(self, status: str, **fields: str) -> Self:
        """How the transfer ends, in the carrier's words."""
        dial = self.response.find("Dial")
        assert dial is not None, f"no transfer here: {ElementTree.tostring(self.response, 'unicode')}"
        return self._post(dial.attrib["action"], DialCallStatus=status, **fields)

    # --- what a caller hears ---------------------------------------------------------------------

    def hears(self, *clips: str) -> Self:
        """Exactly these clips, in this order; a name without a language is of any one language."""
        heard = [clip if "/" in wanted else clip.split("/")[1] for clip, wanted in zip(self.heard, clips, strict=False)]
        assert (heard, len(self.heard)) == (list(clips), len(clips)), f"heard {self.heard}, expected {list(clips)}"
        return self

    def hears_among_others(self, *clips: str) -> Self:
        names = {name for clip in self.heard for name in (clip, clip.split("/")[1])}
        assert set(clips) <= names, f"heard {self.heard}, expected {clips} among them"
        return self

    def does_not_hear(self, *clips: str) -> Self:
        names = {clip.split("/")[1] for clip in self.heard}
        assert not set(clips) & names, f"heard {self.heard}"
        return self

    @property
    def languages(self) -> set[str]:
        return {clip.split("/")[0] for clip in self.heard}

    def is_transferred_to(self, number: str) -> Self:
        assert self.response.findtext("Dial/Number") == number, ElementTree.tostring(self.response, "unicode")
        return self

    def call_has_ended(self) -> Self:
        assert [verb.tag for verb in self.response] == ["Hangup"], ElementTree.tostring(self.response, "unicode")
        return self

    # --- the wire ------------------------------------------------------------------------------------

    def _gather(self) -> ElementTree.Element:
        gather = self.response.find("Gather")
        assert gather is not None, f"no key is listened for: {ElementTree.tostring(self.response, 'unicode')}"
        return gather

    def _post(self, address: str, **fields: str) -> Self:
        url = address if address.startswith("http") else self.base + address
        form = {**self.form, **fields}
        path = url.removeprefix(self.base)  # what a proxy in front of the line passes on
        signature = self.validator.compute_signature(url, form)
        answer = self.client.post(path, data=form, headers={"X-Twilio-Signature": signature, **self.headers})
        assert answer.status_code == 200, f"{answer.status} for {path}: {answer.text}"
        assert answer.mimetype == "text/xml"
        self.address = path
        self.response = ElementTree.fromstring(answer.text)
        self._check_portable()
        self.heard = [self._name(play.text or "") for play in self.response.iter("Play")]
        return self

    def _name(self, url: str) -> str:
        file = url.split("/audio/")[1]
        assert file in self.names, f"{file} is not a clip"
        return self.names[file]

    def _check_portable(self) -> None:
        for element in self.response.iter():
            assert element.tag in PORTABLE, f"{element.tag} is not spoken by every carrier"
            assert set(element.attrib) <= PORTABLE[element.tag], f"{element.tag} {element.attrib}"
            for name in ("action", "url"):
                assert element.attrib.get(name, "http").startswith("http"), "addresses must be absolute"
        for parent in self.response.iter():
            for child in parent:
                assert child.tag != "Play" or parent.tag == "Gather", "all sound belongs inside a Gather"
        if self.response.find("Gather") is not None:
            assert [verb.tag for verb in self.response] == ["Gather", "Redirect"]
