"""What the numbers of a chart are: how one is said in words, and how an axis counts them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, TypeAlias

from app.wording import NOTHING, fte, load, money, month, months, plain_number, share, symbol

UnitKind: TypeAlias = Literal["money", "share", "load", "rate", "months", "date", "fte", "number"]

_SCALES = ((1e9, "bn"), (1e6, "M"), (1e3, "k"), (1.0, ""))
_NAMES = {"share": "%", "load": "%", "rate": "% a year", "months": "months", "date": "", "fte": "FTE"}


@dataclass(frozen=True)
class Unit:
    """A unit; ``detail`` is the currency of money, the first month (2027-01) of dates, the name of plain numbers."""

    kind: UnitKind = "number"
    detail: str = ""

    def say(self, value: float) -> str:
        """A number in words: ``4.1 M €``, ``71 %``, ``Mar 2027``; what is later than the horizon says so."""
        if self.kind == "date":
            return "after the horizon" if value == math.inf else month(self.detail, value)
        if not math.isfinite(value):
            return NOTHING
        if self.kind == "money":
            return money(value, self.detail)
        return self._say_other(value)

    def _say_other(self, value: float) -> str:
        if self.kind == "share":
            return share(value)
        if self.kind == "load":
            return load(value)
        if self.kind == "rate":
            return f"{100 * value:.1f} %"
        if self.kind == "months":
            return months(value)
        if self.kind == "fte":
            return fte(value)
        return f"{plain_number(value)} {self.detail}".strip()

    def axis(self, largest: float) -> tuple[float, str]:
        """What an axis multiplies values by that reach up to ``largest``, and the name that it then has."""
        if self.kind == "money":
            size, name = next(((size, name) for size, name in _SCALES if largest >= size), (1.0, ""))
            return 1.0 / size, f"{name} {symbol(self.detail)}".strip()
        factor = 100.0 if self.kind in ("share", "load", "rate") else 1.0
        return factor, _NAMES.get(self.kind, self.detail)


NUMBER = Unit()
SHARE = Unit("share")
LOAD = Unit("load")
RATE = Unit("rate")
MONTHS = Unit("months")
FTE = Unit("fte")


def money_in(currency: str) -> Unit:
    """Money in a currency."""
    return Unit("money", currency)


def date_from(start: str) -> Unit:
    """Instants in months from the start of a month such as 2027-01."""
    return Unit("date", start)
