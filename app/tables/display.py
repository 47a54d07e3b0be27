"""How values look in cells that are not being edited: separators, per cent, names for ids.  No Qt here."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any

from app.exchange.sheets import Column
from app.tables.addressed import placed_names
from app.tables.called import words_of_named
from app.tables.rows import Row
from app.tables.values import edit_text
from app.wording import symbol
from models.calendar import month_label
from models.distributions import Distribution
from models.fields import COLLECTIONS
from models.memo import Memo
from models.portfolio import Portfolio
from models.uncertainty import Pert, Quantity, Spread, number_text
from models.walk import records

_SCALES = ((1e9, "bn"), (1e6, "M"), (1e3, "k"))
_UNITS = {"share": "", "share/year": "per year", "share/month": "per month", "1/year": "per year", "factor": "factor"}
_IN_CURRENCY = ("product", "team", "rate", "option", "benefit")


class Names:
    """What ids are called: the names of the records of a kind, by id."""

    def __init__(self, portfolio: Portfolio) -> None:
        self._portfolio = portfolio
        self._known: dict[str, dict[str, str]] = {}
        self._placed: dict[str, dict[str, str]] = {}

    def of(self, kind: str) -> dict[str, str]:
        """Name (or role, or the id itself) of every record of a kind, by id, in document order."""
        if kind not in self._known:
            self._known[kind] = self._collect(kind)
        return self._known[kind]

    def placed(self, kind: str) -> dict[str, str]:
        """The same with what each belongs to, ``Build (Atlas)``: there may be a stage of that name elsewhere."""
        if kind not in self._placed:
            self._placed[kind] = placed_names(self._portfolio, kind)
        return self._placed[kind]

    def _collect(self, kind: str) -> dict[str, str]:
        top = {child: field for field, child in COLLECTIONS["portfolio"].items()}
        if kind in top:
            found = ((one.id, one) for one in getattr(self._portfolio, top[kind]) if hasattr(one, "id"))
        else:
            found = ((one.id, one.record) for one in records(self._portfolio) if one.kind == kind)
        return {name: getattr(one, "name", "") or getattr(one, "role", "") or name for name, one in found}


_KNOWN: Memo[Names] = Memo(most=2)


def names_in(portfolio: Portfolio) -> Names:
    """What ids are called in a portfolio; the same for all who ask."""
    return _KNOWN.find(portfolio) or _KNOWN.keep(Names(portfolio), portfolio)


def unit_label(unit: str, currency: str) -> str:
    """A unit as a header says it: ``€/month``; empty for shares, which are shown in per cent."""
    if unit in _UNITS:
        return _UNITS[unit]
    if unit.startswith("money"):
        return symbol(currency) + unit.removeprefix("money").replace(" +/-", ", may be negative")
    return unit


def currency_of(portfolio: Portfolio, kind: str, row: Row) -> str:
    """The currency of a row's money."""
    own = portfolio.settings.currency
    if kind == "stage" and row.owners:
        return str(getattr(row.owners[-1], "currency", "")) or own
    if kind not in _IN_CURRENCY:
        return own
    if kind == "team":
        return _team_currency(portfolio, row) or own
    return str(getattr(row.record, "currency", "")) or own


def display_text(column: Column, value: Any, names: Names, currency: str = "") -> str:
    """A value as a cell shows it; ``currency`` is named beside the money of a row that has its own."""
    if value is None:
        return ""
    if column.cell == "month":
        return _month(value)
    if column.cell == "choice":
        return choice_label(value)
    named = words_of_named(column, value, names)
    if named is not None:
        return named
    if column.cell in ("quantity", "number") and (column.unit or isinstance(value, Quantity)):
        text = quantity_text(value, column.unit) if isinstance(value, Quantity) else number_display(value, column.unit)
        return f"{text} {currency}" if currency and column.unit.startswith("money") else text
    return " ".join(edit_text(column, value).splitlines())  # a row is one line high


def choice_label(choice: str) -> str:
    """A choice in words: ``at_least`` as "at least"."""
    return choice.replace("_", " ")


def is_share(unit: str) -> bool:
    """Whether numbers of this unit are shown in per cent."""
    return unit.startswith("share")


def number_display(value: float, unit: str = "") -> str:
    """A number with separators, a share in per cent."""
    return f"{_digits(value * 100)} %" if is_share(unit) else _digits(value)


@lru_cache(maxsize=8192)
def quantity_text(quantity: Quantity, unit: str) -> str:
    """A quantity in its notation, its numbers written as the column's: ``1.7..2.3..2.9 M``, ``70..80..85 %``."""
    distribution = quantity.distribution
    if quantity.is_certain:
        return number_display(quantity.base, unit)
    if quantity.scale != 1 or quantity.shift != 0:
        return quantity.text
    if isinstance(distribution, Spread):
        return _spread(distribution, unit)
    points = _points(distribution)
    if points is None:
        return quantity.text
    if is_share(unit):
        return f"{'..'.join(_digits(point * 100) for point in points)} %"
    return _scaled(points) if max(map(abs, points)) >= 10_000 else "..".join(map(_digits, points))


def in_words(value: float, unit: str, currency: str) -> str:
    """A number of a distribution, rounded as people say it: ``2.3 M €``, ``5.2 months``, ``71 %``."""
    if is_share(unit):
        return f"{_significant(value * 100)} %"
    scale, name = next(((size, name) for size, name in _SCALES if abs(value) >= size), (1.0, ""))
    label = unit_label(unit, currency).removesuffix(", may be negative")
    return " ".join(part for part in (_significant(value / scale), name, label if label != "factor" else "") if part)


def _significant(value: float) -> str:
    """Three figures, whole above a thousand."""
    if not value or not math.isfinite(value):
        return f"{value:g}"
    decimals = max(0, 2 - math.floor(math.log10(abs(value))))
    text = f"{value:,.{min(decimals, 6)}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _points(distribution: Distribution) -> tuple[float, float, float] | None:
    if isinstance(distribution, Pert) and distribution.lam == 4:
        return distribution.low, distribution.mode, distribution.high
    return None


def _spread(spread: Spread, unit: str) -> str:
    value = number_display(spread.value, unit)
    if spread.minus == spread.plus:
        return f"{value} ± {_digits(spread.plus)} %"
    return f"{value} −{_digits(spread.minus)} %/+{_digits(spread.plus)} %"


def _scaled(points: tuple[float, ...]) -> str:
    """Numbers with one scale for all where none of them loses a digit by it."""
    largest = max(map(abs, points))
    size, name = next((size, name) for size, name in _SCALES if largest >= size)
    if all(float(f"{point / size:.3f}") * size == point for point in points):
        return f"{'..'.join(_digits(point / size) for point in points)} {name}"
    return "..".join(map(_digits, points))


def _digits(value: float) -> str:
    """A number with separators and all digits that matter: twelve at the most."""
    if not math.isfinite(value) or abs(value) >= 1e15:
        return number_text(value) if math.isfinite(value) else str(value)
    text = f"{float(f'{value:.12g}'):,.10f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _month(value: str) -> str:
    try:
        return month_label(value)
    except ValueError:
        return value


def _team_currency(portfolio: Portfolio, row: Row) -> str:
    code = str(getattr(row.record, "currency", ""))
    card = {rate.id: rate for rate in portfolio.rates}.get(getattr(row.record, "rate", None) or "")
    return code or (card.currency if card is not None else "")
