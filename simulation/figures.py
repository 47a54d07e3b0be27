"""The figures of a forecast: what they are called, their shapes and units, and how a missing value counts.

``Figures`` is filled twice: with the arrays of one block (``simulation.observe``), and with the samples of a whole run
(``simulation.result``).  Trials come first in every array.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeAlias, TypeVar, get_args, get_type_hints

import numpy as np
import numpy.typing as npt

from simulation.samples import Missing, Sample

T_co = TypeVar("T_co", covariant=True)

COST_LINES = ("staffing", "bench", "recruiting", "external", "tooling", "research", "partner")
"""Lines of the cash flow that make the cost; cost of sales and tax are not in it."""


@dataclass(frozen=True)
class FigureSpec:
    """What a figure is, apart from its numbers."""

    meaning: str
    unit: str
    axes: tuple[str, ...] = ()  # after the trials
    missing: Missing = "omit"  # how percentiles count NaN
    dtype: Any = np.float64
    is_profile: bool = False  # large: month by month


def _figure(meaning: str, unit: str, *axes: str, missing: Missing = "omit", dtype: Any = np.float64) -> FigureSpec:
    return FigureSpec(meaning, unit, axes, missing, dtype)


def _profile(meaning: str, unit: str, *axes: str) -> FigureSpec:
    return FigureSpec(meaning, unit, axes, dtype=np.float32, is_profile=True)


@dataclass(frozen=True, eq=False)  # eq: arrays have no single truth value
class Figures(Generic[T_co]):
    """Every figure of a forecast.

    Axes: ``initiative`` all of the portfolio's, ``stage`` those of the selected options, ``team``, ``product``,
    ``objective`` and ``budget`` in document order; ``month`` of the horizon; ``year`` and ``quarter`` fiscal;
    ``line`` as ``simulation.money.cashflow.LINES``; ``category`` as ``models.budget.BUDGET_CATEGORIES``;
    ``cause`` and ``status`` as ``simulation.delivery.contract.CAUSES`` and ``STATUSES``.
    """

    value: Annotated[T_co, _figure("Net present value of the initiatives, after tax", "money")]
    irr: Annotated[T_co, _figure("Internal rate of return where it is unique", "share/year")]
    no_irr: Annotated[T_co, _figure("Whether there is no internal rate of return", "0/1", dtype=np.int8)]
    several_irr: Annotated[T_co, _figure("Whether there are several internal rates of return", "0/1", dtype=np.int8)]
    mirr: Annotated[T_co, _figure("Modified internal rate of return", "share/year")]
    payback: Annotated[T_co, _figure("Time until the cumulative cash is back at zero", "months", missing="last")]
    discounted_payback: Annotated[T_co, _figure("Payback of the discounted cash", "months", missing="last")]
    profitability_index: Annotated[
        T_co, _figure("Present value of months that earn over that of months that cost", "ratio")
    ]
    roi: Annotated[T_co, _figure("(Contribution - cost) / cost, undiscounted, before tax", "ratio")]
    peak_funding: Annotated[T_co, _figure("Most money that is tied up at a month's end", "money")]
    cost: Annotated[
        T_co, _figure("Cost over the horizon, capitalised or not; cost of sales and tax are not in it", "money")
    ]
    revenue: Annotated[T_co, _figure("Revenue and savings that the initiatives add over the horizon", "money")]
    launches: Annotated[T_co, _figure("Initiatives launched by the horizon", "initiatives")]
    last_launch: Annotated[
        T_co,
        _figure(
            "Launch of the last funded initiative; missing where one is unfinished at the horizon, or none launches",
            "months",
            missing="last",
        ),
    ]

    launch: Annotated[T_co, _figure("Launch", "months", "initiative", missing="last")]
    finish: Annotated[T_co, _figure("Last end, or the stop", "months", "initiative", missing="last")]
    initiative_value: Annotated[
        T_co, _figure("Net present value before tax, bench and recruiting", "money", "initiative")
    ]
    initiative_cost: Annotated[
        T_co, _figure("Cost: people, external, tooling, research, partner", "money", "initiative")
    ]
    initiative_revenue: Annotated[T_co, _figure("Revenue and savings", "money", "initiative")]
    status: Annotated[
        T_co, _figure("Whether it has each status at the horizon", "0/1", "initiative", "status", dtype=np.int8)
    ]
    waits: Annotated[T_co, _figure("Time lost to each cause", "months", "initiative", "cause", dtype=np.float32)]

    stage_start: Annotated[T_co, _figure("Start", "months", "stage", missing="last", dtype=np.float32)]
    stage_end: Annotated[T_co, _figure("End", "months", "stage", missing="last", dtype=np.float32)]

    objective: Annotated[
        T_co,
        _figure("What is achieved: money, or the launch in months", "money or months", "objective", missing="last"),
    ]
    objective_hit: Annotated[T_co, _figure("Whether it is hit", "0/1", "objective", dtype=np.int8)]

    year_cost: Annotated[T_co, _figure("Cost by budget category", "money", "category", "year")]
    year_total: Annotated[T_co, _figure("Cost of all budget categories", "money", "year")]
    year_revenue: Annotated[T_co, _figure("Revenue and savings that the initiatives add", "money", "year")]
    budget_amount: Annotated[T_co, _figure("Envelope", "money", "budget")]
    budget_use: Annotated[T_co, _figure("Cost that falls to the envelope", "money", "budget")]
    budget_over: Annotated[T_co, _figure("Whether the cost is above the envelope", "0/1", "budget", dtype=np.int8)]
    year_over: Annotated[
        T_co,
        _figure("Whether the cost that falls to the year's envelopes is above their sum", "0/1", "year", dtype=np.int8),
    ]
    year_net: Annotated[T_co, _figure("Net cash of the portfolio, after tax", "money", "year")]
    quarter_net: Annotated[T_co, _figure("Net cash of the portfolio, after tax", "money", "quarter")]

    busy: Annotated[T_co, _profile("People at work, contractors included", "FTE", "team", "month")]
    capacity: Annotated[T_co, _profile("Own productive people", "FTE", "team", "month")]
    headcount: Annotated[T_co, _profile("Own people", "FTE", "team", "month")]
    contractors: Annotated[T_co, _profile("Contractors at work", "FTE", "team", "month")]
    load: Annotated[T_co, _profile("Busy / own capacity", "share", "team", "month")]
    lines: Annotated[T_co, _profile("Each line of the cash flow, costs positive", "money", "line", "month")]
    net: Annotated[T_co, _profile("Net cash of the portfolio, after tax", "money", "month")]
    cumulative: Annotated[T_co, _profile("Cumulative net cash", "money", "month")]
    capitalised: Annotated[T_co, _profile("Cost that is capitalised", "money", "month")]
    amortisation: Annotated[T_co, _profile("Capitalised cost that is written off", "money", "month")]
    product_revenue: Annotated[
        T_co,
        _profile(
            "Revenue of each product: baseline and benefits, less what is cannibalised", "money", "product", "month"
        ),
    ]

    def items(self) -> Iterator[tuple[str, T_co]]:
        """Each figure with its name."""
        for name in SPECS:
            yield name, getattr(self, name)


SPECS: dict[str, FigureSpec] = {
    name: get_args(hint)[1] for name, hint in get_type_hints(Figures, include_extras=True).items()
}
"""All figures by name."""

SINGLE_FIGURES = tuple(name for name, spec in SPECS.items() if not spec.axes)
"""Those of one number for each trial, which a stopping rule may watch."""

FigureShapes: TypeAlias = dict[str, tuple[int, ...]]
"""The shape of each figure by name, the trials left out."""

BlockFigures: TypeAlias = Figures[npt.NDArray[Any]]
RunFigures: TypeAlias = Figures[Sample]
