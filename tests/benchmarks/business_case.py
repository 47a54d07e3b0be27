"""One business case of five uncertain numbers, as a portfolio and as a model of the Monte Carlo library monaco.

Bought at the start, sold from the first day on: no work, no people, so that only sampling and present value are left.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy import stats

from models.benefit import Benefit
from models.initiative import Initiative, Option, Stage
from models.portfolio import Portfolio, Settings
from simulation.arrays import FloatArray
from tests.benchmarks.sizes import q

MONTHS = 60


def as_portfolio() -> Portfolio:
    """The case as a portfolio of one initiative."""
    sales = Benefit(
        id="sales",
        peak_per_year=q("Tri(400000, 600000, 900000)"),
        growth=q("Normal(0.05, 0.02)"),
        gross_margin=q("Uniform(0.6, 0.8)"),
    )
    option = Option(
        id="purchase",
        kind="buy",
        stages=(Stage(id="signature", duration=q(0)),),
        benefits=(sales,),
        up_front_cost=q("Tri(900000, 1000000, 1400000)"),
    )
    return Portfolio(
        name="One case",
        settings=Settings(
            start="2027-01", horizon_months=MONTHS, sampling="random", discount_rate=q("Uniform(0.08, 0.12)")
        ),
        initiatives=(Initiative(id="case", name="Case", options=(option,), selected="purchase"),),
    )


def by_monaco(cases: int, seed: int) -> FloatArray:
    """The present value in each of ``cases`` futures, by monaco in this process."""
    import monaco  # here: only `make bench` installs it

    stages = {"preprocess": _drawn, "run": _value, "postprocess": _note}
    model = monaco.Sim(
        name="case", ndraws=cases, fcns=stages, samplemethod=monaco.SampleMethod.RANDOM, seed=seed, verbose=False
    )
    for name, distribution, terms in _INPUTS:
        model.addInVar(name=name, dist=distribution, distkwargs=terms)
    model.runSim()
    return np.asarray(model.outvars["value"].nums, dtype=np.float64)


_INPUTS: tuple[tuple[str, Any, dict[str, float]], ...] = (
    ("sales", stats.triang, {"c": 0.4, "loc": 4e5, "scale": 5e5}),
    ("growth", stats.norm, {"loc": 0.05, "scale": 0.02}),
    ("margin", stats.uniform, {"loc": 0.6, "scale": 0.2}),
    ("price", stats.triang, {"c": 0.2, "loc": 9e5, "scale": 5e5}),
    ("rate", stats.uniform, {"loc": 0.08, "scale": 0.04}),
)

_MONTH = np.arange(MONTHS)


def _drawn(case: Any) -> tuple[float, ...]:
    return tuple(float(case.invals[name].val) for name, _, _ in _INPUTS)


def _value(sales: float, growth: float, margin: float, price: float, rate: float) -> float:
    cash = sales / 12.0 * (1.0 + growth) ** ((_MONTH + 0.5) / 12.0) * margin
    cash[0] -= price
    return float((cash * (1.0 + rate) ** (-(_MONTH + 1.0) / 12.0)).sum())


def _note(case: Any, value: float) -> None:
    case.addOutVal(name="value", val=value)
