"""What went wrong with a request, as an HTTP status and a sentence of the content."""

from __future__ import annotations


class Problem(Exception):
    """Raised in a handler, answered as JSON `{"error": …}` or as a plain page. `key` names the sentence."""

    def __init__(self, status: int, key: str, *, retry_after: int = 0, **params: object) -> None:
        super().__init__(f"{status} {key}")
        self.status = status
        self.key = key
        self.params = params
        self.retry_after = retry_after
