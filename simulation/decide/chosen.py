"""The figure that a study is about: named in a text, read from an outcome as one number for each trial.

``value``, ``cost`` and the other figures of one number go by their names; one of an initiative, a fiscal year or an
objective is named behind a colon: ``launch:atlas``, ``initiative_value:atlas``, ``year_total:FY28``.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from models.address import closest
from models.calendar import period_of_month
from simulation.arrays import FloatArray
from simulation.decide.futures import Outcome
from simulation.decide.odds import Estimate, mean_of
from simulation.figures import SPECS
from simulation.plan import Plan
from simulation.samples import ErrorBasis

SINGLE: Final = ("value", "cost", "revenue", "peak_funding", "launches", "last_launch")
OF_INITIATIVES: Final = ("launch", "initiative_value", "initiative_cost", "initiative_revenue")
OF_YEARS: Final = ("year_total", "year_revenue", "year_net")
TIMES: Final = ("last_launch", "launch")


def read(outcome: Outcome, figure: str) -> FloatArray:
    """(n,) the figure in each trial; NaN where a launch does not come about within the horizon.

    Raises
    ------
    ValueError
        If there is no such figure; the message says which there is.
    """
    name, _, part = figure.partition(":")
    whole = getattr(outcome.figures, name) if name in (*SINGLE, *OF_INITIATIVES, *OF_YEARS) else None
    if whole is None:
        raise ValueError(f'there is no figure "{figure}" to ask about; {closest(name, _known())}')
    if name in SINGLE and not part:
        return np.asarray(whole, dtype=np.float64)
    parts = [] if name in SINGLE else _parts(outcome.plan, name)
    if part not in parts:
        raise ValueError(f'there is no figure "{figure}"; {closest(figure, [f"{name}:{one}" for one in parts])}')
    return np.asarray(whole[:, parts.index(part)], dtype=np.float64)


def counted(outcome: Outcome, figure: str) -> FloatArray:
    """As ``read``, a launch that does not come about counted as one at the horizon: at least that late."""
    return np.nan_to_num(read(outcome, figure), nan=float(outcome.plan.months))


def unit_of(figure: str) -> str:
    """The unit of a figure, as ``simulation.figures`` has it."""
    return SPECS[figure.partition(":")[0]].unit


def estimate(plan: Plan, values: FloatArray) -> Estimate:
    """The mean of ``values`` (n,) over futures of a plan, with the standard error that its sampling allows for."""
    return mean_of(values, ErrorBasis.of(plan.portfolio.settings.sampling, len(values)))


def _parts(plan: Plan, name: str) -> list[str]:
    if name in OF_INITIATIVES:
        return list(plan.delivery.initiative_ids)
    settings = plan.portfolio.settings
    return list(dict.fromkeys(period_of_month(settings, month, "year") for month in range(plan.months)))


def _known() -> list[str]:
    return [*SINGLE, *(f"{name}:…" for name in (*OF_INITIATIVES, *OF_YEARS))]
