"""A bucket that answers like an S3-compatible store to whoever may read it: digests, conditions, a way to where it lies."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import field
from pathlib import Path

from werkzeug.utils import redirect
from werkzeug.wrappers import Request
from werkzeug.wrappers import Response

from tests.support.servers import serving

REGION = "/region"
DENIED = '<?xml version="1.0" encoding="UTF-8"?><Error><Code>AccessDenied</Code></Error>'  # also for what is not there


@dataclass
class Bucket:
    folder: Path
    elsewhere: str = ""  # where readers are sent on to, instead of to this server's own region
    statuses: list[int] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)

    @contextmanager
    def served(self) -> Iterator[str]:
        with serving(lambda address: Request.application(self._answer)) as url:
            yield url

    def _answer(self, request: Request) -> Response:
        """First to the region, as a bucket does that was just made; there the object, or 304 for one that is known."""
        self.paths.append(request.path)
        if not request.path.startswith(REGION):
            return self._noted(redirect(f"{self.elsewhere or request.host_url.rstrip('/')}{REGION}{request.path}", 307))
        path = self.folder / request.path.removeprefix(f"{REGION}/")
        if "/" in path.name or not path.is_file():
            return self._noted(Response(DENIED, 403, content_type="application/xml"))
        data = path.read_bytes()
        answer = Response(data, content_type="binary/octet-stream")
        answer.set_etag(hashlib.md5(data, usedforsecurity=False).hexdigest())
        answer.make_conditional(request, accept_ranges=True, complete_length=len(data))
        return self._noted(answer)

    def _noted(self, answer: Response) -> Response:
        self.statuses.append(answer.status_code)
        return answer
