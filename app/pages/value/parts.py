"""The plan and its parts as distributions of value: which there are, and the row of figures of each.  No Qt here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from app.charts.distribution import Series
from app.charts.shares import quantile_at, share_at_most
from app.tables.figures import Cell, Row
from app.wording import NOTHING, money, money_error, share
from models.portfolio import Portfolio
from simulation.summary.shapes import Summary
from simulation.summary.views import Spans, Views

Kind: TypeAlias = Literal["plan", "initiative", "product"]

HEADER = ("Part of the plan", "80 % chance\nof at least", "P50", "P(> 0)")


@dataclass(frozen=True, eq=False)  # eq: arrays have no single truth value
class Part:
    """The plan, an initiative or a product: how its value is distributed."""

    kind: Kind
    id: str  # empty for the plan
    name: str
    note: str  # how an initiative is to be had
    series: Series
    mean: float
    error: float  # standard error of the mean

    @property
    def key(self) -> tuple[Kind, str]:
        """What tells it from the others, in every run."""
        return self.kind, self.id

    @property
    def is_known(self) -> bool:
        """Whether there is a distribution; that of a product may not have been kept."""
        return not bool(np.isnan(self.series.quantiles).any())

    @property
    def chance_positive(self) -> float:
        """Share of futures in which it is worth more than it costs; NaN where nothing is known."""
        return 1.0 - float(share_at_most(self.series.quantiles, 0.0))


def parts_of(summary: Summary, views: Views, portfolio: Portfolio) -> list[Part]:
    """The plan, its funded initiatives from the most to the least valuable, and the products that have any."""
    funded = {one.id: one.name for one in summary.initiatives if one.option is not None}
    options = {option.id: option.name for one in portfolio.initiatives for option in one.options}
    chosen = {one.id: options.get(one.option or "", one.option or "") for one in summary.initiatives}
    products = {one.id: one.name for one in portfolio.products}
    with_initiatives = {one.product for one in portfolio.initiatives if one.id in funded}
    whole = _parts("plan", [""], views.single("value"), {"": "Whole plan"})
    initiatives = _parts("initiative", views.initiatives, views.initiative_value, funded, chosen)
    known = {name: products.get(name, name) for name in views.products if name in with_initiatives}
    return [*whole, *_sorted(initiatives), *_sorted(_parts("product", views.products, views.product_value, known))]


def _sorted(parts: list[Part]) -> list[Part]:
    return sorted(parts, key=lambda part: -part.mean if part.is_known else np.inf)


def _parts(
    kind: Kind, ids: Sequence[str], spans: Spans, names: Mapping[str, str], notes: Mapping[str, str] | None = None
) -> list[Part]:
    """Those of ``ids`` that have a name."""
    return [
        Part(
            kind,
            name,
            names[name],
            (notes or {}).get(name, ""),
            Series(names[name], np.asarray(spans.quantiles[row], dtype=np.float64), float(spans.base[row])),
            float(spans.mean[row]),
            float(spans.mean_error[row]),
        )
        for row, name in enumerate(ids)
        if name in names
    ]


def row_of(part: Part, currency: str) -> Row:
    """The figures of a part, as ``HEADER``."""
    said = "mean not known"
    if part.is_known:
        said = f"mean {money(part.mean, currency)} {money_error(part.error, currency)}"
    tip = ": ".join(one for one in (part.name, part.note) if one) + f" ({said})"
    low, middle = (_quantile(part, percent, currency) for percent in (0.2, 0.5))
    odds = share(part.chance_positive) if part.is_known else NOTHING
    tone: Literal["", "warn"] = "warn" if part.chance_positive < 0.5 else ""
    return [Cell(part.name, strong=part.kind == "plan", tip=tip), low, middle, Cell(odds, tone)]


def _quantile(part: Part, probability: float, currency: str) -> str:
    return money(quantile_at(part.series.quantiles, probability), currency)
