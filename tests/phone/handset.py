"""A person at the page of the web phone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self
from urllib.parse import parse_qs

from playwright.sync_api import Locator
from playwright.sync_api import Page
from playwright.sync_api import Request
from playwright.sync_api import Route
from playwright.sync_api import expect

from tests.support.browser import PATIENCE_MS

# Counts the clips that the browser itself is sounding, whatever the page believes.
COUNT_SOUNDS = """
let sounding = 0;
const count = (change) => (document.documentElement.dataset.sounding = sounding += change);
const start = AudioBufferSourceNode.prototype.start;
AudioBufferSourceNode.prototype.start = function (...when) {
  count(1);
  this.addEventListener("ended", () => count(-1));
  return start.apply(this, when);
};
"""


@dataclass
class Phone:
    page: Page
    line: str

    def __post_init__(self) -> None:
        self.troubles: list[str] = []
        self.page.set_default_timeout(PATIENCE_MS)
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on("console", lambda message: self.troubles.append(message.text) if message.type == "error" else None)

    def opens(self, *, sound: bool = False) -> Self:
        """Go to the page; clips take a moment instead of their time, unless they are to be heard."""
        if sound:
            self.page.add_init_script(COUNT_SOUNDS)
        self.page.goto(self.line)
        self.page.locator("body[data-ready]").wait_for()
        if not sound:
            self.page.get_by_label("Skip the sound").check()
            self.page.locator("#skip").blur()
        return self

    def calls(self, *, sound: bool = False) -> Self:
        return self.opens(sound=sound).types("Enter")

    def is_answered(self, *documents: str, keys: str = "") -> list[dict[str, str]]:
        """Answer the call with these documents, one after the other, instead of the line; collect what is posted, and where."""
        posted: list[dict[str, str]] = []
        answers = iter(documents)

        def answer(route: Route) -> None:
            posted.append(fields(route.request) | {"address": route.request.url.removeprefix(self.line)})
            body = f"<Response>{next(answers)}</Response>"
            route.fulfill(content_type="text/xml", headers={"X-Demo-Keys": keys}, body=body)

        self.page.route(re.compile(r"/voice($|\?|/step)"), answer)
        return posted

    def types(self, *keys: str) -> Self:
        for key in keys:
            self.page.keyboard.press(key)
        return self

    def hears(self, words: str) -> Self:
        """These words now, or since the last key."""
        expect(self.page.locator("#now, #earlier li:not(:has(~ li b))").filter(has_text=words).last).to_be_visible()
        return self

    def hears_language(self, code: str) -> Self:
        expect(self.page.locator(f"#now[lang={code}]")).to_be_visible()
        return self

    def sees_keys(self, keys: str) -> Self:
        """These keys are lit, and no others."""
        expect(self.page.locator(".key.works .sign")).to_contain_text(
            [key.replace("*", "✱") for key in "123456789*0#" if key in keys]
        )
        return self

    def sees_label(self, key: str, label: str) -> Self:
        expect(self.key(key).locator(".label")).to_have_text(label)
        return self

    def sees_state(self, words: str) -> Self:
        expect(self.page.locator("#state")).to_have_text(words)
        return self

    def sees_earlier(self, *lines: str) -> Self:
        expect(self.page.locator("#earlier li")).to_have_text(lines)
        return self

    def sees_fault(self, words: str) -> Self:
        expect(self.page.locator("#faults")).to_contain_text(words)
        return self

    def sees_in_full(self, *parts: Locator) -> Self:
        for part in parts:
            expect(part).to_be_in_viewport(ratio=1)
        return self

    def is_sounding(self, clips: int) -> Self:
        expect(self.page.locator("html")).to_have_attribute("data-sounding", str(clips))
        return self

    def expects_troubles(self, *, containing: str) -> None:
        """The browser wrote about these errors, and no others."""
        assert self.troubles
        assert all(containing in trouble for trouble in self.troubles), self.troubles
        self.troubles.clear()

    def key(self, key: str) -> Locator:
        return self.page.locator(f'.key[data-key="{key}"]')

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    @property
    def worker(self) -> Locator:
        return self.page.locator("#worker")


def fields(request: Request) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(request.post_data or "").items()}


def gather(sound: str = "", *, most: int = 1, seconds: float = 30, finish: str = "") -> str:
    return (
        f'<Gather numDigits="{most}" timeout="{seconds}" finishOnKey="{finish}" action="/voice/step">{sound}</Gather>'
        "<Redirect>/voice/step?silence</Redirect>"
    )


def plays(*files: str) -> str:
    return "".join(f"<Play>/audio/{file}</Play>" for file in files)
