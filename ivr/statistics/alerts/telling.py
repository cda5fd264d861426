"""How a trouble is told: by mail and webhook, in both languages of the operators."""

from __future__ import annotations

from ivr.statistics.alerts.board import News
from ivr.statistics.alerts.kinds import words
from ivr.statistics.alerts.mail import MailError
from ivr.statistics.alerts.settings import AlertSettings

TIMEOUT_SECONDS = 5


def tell(settings: AlertSettings, news: News, line: str) -> list[str]:
    """Everybody; the ways that did not work, in words. `line`: the public address."""
    faults = []
    if settings.to and settings.mail:
        try:
            settings.mail.send(settings.to, subject(news), letter(news, line))
        except MailError as fault:
            faults.append(str(fault))
    if settings.webhook and (failed := _posted(settings.webhook, news, line)):
        faults.append(failed)
    return faults


def subject(news: News) -> str:
    said, of = words(), words().troubles[news.trouble]
    what = said.over["fr"].format(what=of.fr) if news.over else of.fr
    return said.subject["fr"].format(what=what)


def letter(news: News, line: str) -> str:
    """French, then English."""
    said, of = words(), words().troubles[news.trouble]
    if news.over:
        return f"{said.over['fr'].format(what=of.fr)}\n\n{said.over['en'].format(what=of.en)}\n\n{line}\n"
    detail = f" ({news.detail})" if news.detail else ""
    return f"{of.fr}{detail}\n{of.do_fr}\n\n{of.en}{detail}\n{of.do_en}\n\n{line}\n"


def _posted(webhook: str, news: News, line: str) -> str:
    """`text` is what Slack, Mattermost and others show."""
    import requests  # noqa: PLC0415 - five megabytes that no call needs

    told: dict[str, str | bool] = {
        "text": f"{subject(news)}{f' ({news.detail})' if news.detail else ''}",
        "kind": str(news.trouble),
        "over": news.over,
        "detail": news.detail,
        "line": line,
    }
    try:
        answer = requests.post(webhook, json=told, timeout=TIMEOUT_SECONDS)
    except requests.RequestException as fault:
        return f"the webhook does not answer: {type(fault).__name__}"
    return "" if answer.ok else f"the webhook answers {answer.status_code}"
