"""The one list of input sheets, columns, units and kinds of cell behind template, import and export.

Derived from the annotations of the records, so that a new field appears in the workbook by itself.  What a
cell may hold is the business of ``app.exchange.cells``; files are read and written elsewhere.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Literal

import msgspec

from models.check.numbers import LONGEST_HORIZON, MOST_TRIALS
from models.decision import ForecastFigure
from models.fields import COLLECTIONS, KINDS, FieldInfo, bare_type, fields_of
from models.initiative import Crew, Link
from models.overlay import Override
from models.portfolio import Portfolio, Settings
from models.record import domain
from models.scorecard import Score
from models.uncertainty import Quantity

CellKind = Literal[
    "quantity", "number", "whole", "flag", "choice", "month", "day", "period", "id", "text", "scalar",
    "names", "numbers", "quantities", "crew", "links", "figures", "scores",
]  # fmt: skip

REFERENCES: dict[tuple[str, str], str] = {
    ("initiative", "product"): "product",
    ("initiative", "selected"): "option",
    ("initiative", "excludes"): "initiative",
    ("team", "rate"): "rate",
    ("benefit", "product"): "product",
    ("benefit", "cannibalises"): "product",
    ("scenario", "parent"): "scenario",
    ("scorecard", "initiative"): "initiative",
    ("actual", "initiative"): "initiative",
    ("decision", "initiative"): "initiative",
    ("decision", "option"): "option",
    **{(kind, "currency"): "currency" for kind in ("settings", "product", "team", "rate", "option", "benefit")},
}
"""Fields that hold the id of another record, and that record's kind."""

_HELP: dict[str, str] = {
    "name": "What people call it",
    "description": "What it is about",
    "note": "Anything worth remembering, such as where a number comes from",
    "owner": "Role that answers for it",
    "reason": "Why it was decided so",
    "source": "Where the figure comes from",
    "skill": "What its people can do",
    "role": "Role, such as Head of product",
    "place": "City or country",
    "initiative.product": "ID of the product that it is for; its benefits are credited to it",
    "scorecard.initiative": "ID of the initiative whose options are judged",
    "actual.initiative": "ID of the initiative; empty = none in particular",
    "option.kind": "How the initiative is got; an acquisition is a purchase",
    "benefit.kind": "Revenue is multiplied by the gross margin, a saving counts in full",
    "benefit.curve": "Shape over time: constant, ramp, s_curve use Peak; bass uses Market; subscription uses New "
    "per month and Churn; table uses Amounts",
    "driver.action": "scale multiplies each target by the value, add adds it",
    "override.action": "set replaces the value, scale multiplies it, add adds to it",
    "budget.category": "What the envelope is for",
    "actual.category": "What the money was for, or revenue",
    "objective.metric": "launch: launched by the month; arr: revenue of the month x 12; revenue, cost: of the fiscal "
    "period; value: net present value",
    "objective.direction": "Whether the target is to be reached or not to be passed",
    "correlation.first": "Address of a quantity, such as stage:design.duration",
    "correlation.second": "Address of another quantity",
}
"""Help for fields that need none in the model, by kind and field or by field alone."""

BOUNDS: dict[tuple[str, str], tuple[float, float]] = {
    ("settings", "horizon_months"): (1, LONGEST_HORIZON),
    ("settings", "fiscal.first_month"): (1, 12),
    ("settings", "amortisation_months"): (1, math.inf),
    ("settings", "wip_limit"): (1, math.inf),
    ("settings", "seed"): (0, math.inf),
    ("settings", "trials"): (1, MOST_TRIALS),
    ("team", "wip_limit"): (1, math.inf),
    ("stage", "max_rework"): (0, math.inf),
    ("correlation", "rho"): (-1, 1),
}
"""Least and greatest value of fields whose unit does not say it."""

_SIGNED = ("actual", "objective", "decision", "baseline_figure")
_ANY = (-math.inf, math.inf)

PARENTS: dict[str, str] = {
    child: parent for parent, held in COLLECTIONS.items() if parent != "portfolio" for child in held.values()
}
"""Kinds that live inside another record, and that record's kind."""

ORDER: tuple[tuple[str, str], ...] = (
    ("Products", "product"),
    ("Teams", "team"),
    ("Hires", "hire"),
    ("Rates", "rate"),
    ("Initiatives", "initiative"),
    ("Options", "option"),
    ("Stages", "stage"),
    ("Benefits", "benefit"),
    ("Drivers", "driver"),
    ("Risks", "risk"),
    ("Budgets", "budget"),
    ("Objectives", "objective"),
    ("Scenarios", "scenario"),
    ("Correlations", "correlation"),
    ("Currencies", "currency"),
    ("Scorecards", "scorecard"),
    ("Criteria", "criterion"),
    ("Actuals", "actual"),
    ("Decisions", "decision"),
    ("Baselines", "baseline"),
    ("Baseline_figures", "baseline_figure"),
)
"""The record sheets in the order of the workbook; Read me and Settings come before them."""

_TITLES = {"id": "ID", "wip_limit": "WIP limit", "after": "Follows", "rho": "Rank correlation"}
_DATED: dict[str, CellKind] = {
    **dict.fromkeys(("month", "earliest_start", "market_window", "start"), "month"),
    **dict.fromkeys(("period", "by"), "period"),
    "decided_on": "day",
    "kept_on": "day",
}
"""Fields of text that hold a date, and how it is written."""

_MULTIPLE: dict[Any, CellKind] = {
    str: "names",
    float: "numbers",
    Quantity: "quantities",
    Crew: "crew",
    Link: "links",
    Score: "scores",
}
_CELL_HELP: dict[str, str] = {
    "crew": "Teams with their FTE; effort in person-months after = : platform 2; web 1.5 = 4..6..9",
    "links": "Predecessors, lag in months after + : design; initiative:atlas + 1..2..3. "
    "Empty = the row before; none = no predecessor",
    "names": "Several: separate with ;",
    "numbers": "Several numbers: separate with ;",
    "quantities": "One value for each year: separate with ;",
    "scores": "Option with its points: build 7; buy 4; several: separate with ;",
    "figures": "metric = P10 | P50 | P80 | P90 | outcome; several: separate with ;",
    "month": "Such as 2027-03",
    "day": "Such as 2027-03-15",
    "quantity": "A number or a range: 4, 3..5..9, LogN(3, 9), 120 -10 %/+30 %",
    "flag": "yes or no",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: ``field`` is the path in the record, empty in the column that names the parent record.

    An empty cell means ``default``; ``refers`` is the kind of record whose id it holds.
    """

    title: str
    field: str
    cell: CellKind
    unit: str = ""
    help: str = ""
    typical: str = ""
    required: bool = False
    default: Any = None
    choices: tuple[str, ...] = ()
    refers: str = ""
    low: float = -math.inf
    high: float = math.inf


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: a row per record of ``kind`` (of scenarios: per override); ``parent`` is the kind it lives in."""

    title: str
    kind: str
    columns: tuple[Column, ...]
    parent: str = ""

    def column(self, header: str) -> Column | None:
        """The column that a header names, whatever its case, spaces and punctuation."""
        return self._by_header().get(header_key(header))

    def _by_header(self) -> dict[str, Column]:
        return {header_key(column.title): column for column in self.columns}


def header_key(title: str) -> str:
    """A header as it is compared: letters and digits in lower case."""
    return "".join(letter for letter in title.casefold() if letter.isalnum())


@cache
def input_sheets() -> tuple[Sheet, ...]:
    """All record sheets, in the order of the workbook."""
    return tuple(Sheet(title, kind, tuple(_columns(kind)), PARENTS.get(kind, "")) for title, kind in ORDER)


@cache
def settings_rows() -> tuple[Column, ...]:
    """The rows of the Settings sheet: the portfolio's name and description, then the settings."""
    own = fields_of(Portfolio)
    head = (_column("portfolio", own[name], name, name) for name in ("name", "description"))
    return (*head, *_flat("settings", Settings))


def _columns(kind: str) -> Iterator[Column]:
    columns = list(_flat(kind, KINDS[kind]))
    parent = PARENTS.get(kind)
    if parent:
        belongs = Column(_words(parent), "", "id", help=f"ID of its {parent}", required=True, refers=parent)
        columns.insert(1, belongs)
    yield from columns
    if kind == "scenario":
        for column in _flat("override", Override, "override."):
            yield replace(column, title=f"Override {column.title.lower()}", required=False)


def _flat(kind: str, record_type: type[msgspec.Struct], prefix: str = "") -> Iterator[Column]:
    """A column for each field, those of records inside the record included."""
    held = COLLECTIONS.get(kind, {})
    for name, info in fields_of(record_type).items():
        path = prefix + name
        if name in held or info.item is Override:
            continue
        if info.is_record:
            yield from _flat(kind, info.core, f"{path}.")
        else:
            yield _column(kind, info, path, path.removeprefix("override.") if kind == "override" else path)


def _column(kind: str, info: FieldInfo, path: str, words: str) -> Column:
    cell = _cell_kind(kind, info)
    low, high = BOUNDS.get((kind, path)) or (_ANY if kind in _SIGNED or not info.unit else domain(info.unit))
    hints = (info.description or _HELP.get(f"{kind}.{info.name}") or _HELP.get(info.name, ""), _CELL_HELP.get(cell, ""))
    return Column(
        title=_words(words),
        field=path,
        cell=cell,
        unit=info.unit,
        help=". ".join(hint.rstrip(".") for hint in hints if hint),
        typical=info.typical,
        required=info.required,
        default=None if info.required else info.default,
        choices=info.choices,
        refers=REFERENCES.get((kind, info.name), ""),
        low=low,
        high=high,
    )


def _cell_kind(kind: str, info: FieldInfo) -> CellKind:
    if info.choices:
        return "choice"
    if info.is_tuple:
        return "figures" if info.item is ForecastFigure else _MULTIPLE[bare_type(info.item)]
    if info.core is str and info.name in _DATED:
        return _DATED[info.name]
    if info.name == "id" or (info.name != "currency" and (kind, info.name) in REFERENCES):
        return "id"
    kinds: dict[Any, CellKind] = {Quantity: "quantity", float: "number", int: "whole", bool: "flag", str: "text"}
    return kinds.get(info.core, "scalar")


def _words(path: str) -> str:
    """``mitigation.impact.cost_factor`` as ``Mitigation impact cost factor``."""
    if path in _TITLES:
        return _TITLES[path]
    text = path.replace(".", " ").replace("_", " ")
    return text[0].upper() + text[1:]
