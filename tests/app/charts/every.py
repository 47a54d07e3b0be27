"""One of every kind of chart with something in it, for what holds of all of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from app.charts.frame import Chart
from app.charts.stages.chart import StageChart
from app.charts.stages.plan import plan_of
from tests.app.charts import test_golden, test_golden_options
from tests.app.initiative.small import diamond, portfolio_of

EVERY: Final[dict[str, Callable[[], Chart]]] = {**test_golden.CHARTS, **test_golden_options.CHARTS}
"""All that are plots, by the names of their pictures."""


def stages() -> StageChart:
    """A stage, two after it at the same time, and one that waits for both."""
    portfolio = portfolio_of(diamond())
    initiative = portfolio.initiatives[0]
    return StageChart(plan_of(portfolio, initiative, initiative.options[0]), lambda wish: (True, ""))
