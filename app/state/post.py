"""What is sent to an engine: of a portfolio that it has, only what is new.

Sender and receiver are made as a pair and see the same messages in the same order.
"""

from __future__ import annotations

import pickle
from dataclasses import replace
from typing import Any

from models.portfolio import Portfolio
from models.sharing import Change, changed, difference


class Sender:
    """Packs requests: dataclasses, some of which have a ``portfolio``."""

    def __init__(self) -> None:
        self._sent: Portfolio | None = None

    def packed(self, request: Any) -> bytes:
        """A request for the receiver."""
        portfolio: Portfolio | None = getattr(request, "portfolio", None)
        if portfolio is None:
            return pickle.dumps((request, None), protocol=5)
        change, self._sent = difference(portfolio, self._sent), portfolio
        return pickle.dumps((replace(request, portfolio=None), change), protocol=5)


class Receiver:
    """Unpacks what one sender has packed."""

    def __init__(self) -> None:
        self._known: Portfolio | None = None

    def unpacked(self, message: bytes) -> Any:
        """The request; the records of its portfolio that did not change are those of the request before."""
        request, change = pickle.loads(message)  # noqa: S301 - from our own window
        if not isinstance(change, Change):
            return request
        self._known = changed(self._known, change)
        return replace(request, portfolio=self._known)
