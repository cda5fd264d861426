"""What goes on beside the requests begins with them, not while somebody only looks whether the line can start."""

from __future__ import annotations

import threading
from collections.abc import Callable


class Beginning:
    """Of one worker, once: by the server when the worker is there, or by the first request, which waits for it."""

    def __init__(self, *acts: Callable[[], object]) -> None:
        self._acts = acts
        self._begun = False
        self._alone = threading.Lock()

    def __call__(self) -> None:
        if self._begun:
            return
        with self._alone:
            if not self._begun:
                for act in self._acts:
                    act()
                self._begun = True
