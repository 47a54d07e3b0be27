"""All loops over trials made ready before the first forecast: compiled, or loaded where that was done before.

Processes that are to answer quickly call it at their start.  What is compiled how is said in ``simulation.jit``.
"""

from __future__ import annotations

import numpy as np

from models.benefit import Benefit
from models.initiative import Crew, Initiative, Option, Stage
from models.portfolio import Portfolio, Settings
from models.team import Team
from models.uncertainty import Quantity
from simulation.block import engine_named, simulate
from simulation.differences import trials_that_differ
from simulation.plan import compile_plan
from simulation.sampling.draw import sample
from simulation.sketch import Tally, bins_of, count

TRIALS = 32  # enough that somebody leaves and is replaced


def warm_up() -> None:
    """Makes every compiled function ready; takes a second or so, and a minute where nothing was compiled before."""
    plan = compile_plan(smallest_portfolio())
    simulate(plan, sample(plan, 0, TRIALS, seed=1), engine_named("compiled"))
    for kind in (np.float32, np.float64):  # of the figures that are counted
        values = np.arange(4, dtype=kind)
        bins = bins_of(values)
        Tally.empty(bins, omit=False).add(count(values, bins))
    by_rows = np.zeros((2, 3)), np.ones((2, 3))
    by_columns = np.zeros((3, 2)).T, np.ones((3, 2)).T
    trials_that_differ([by_columns, by_rows], 2, most=1.0)


def smallest_portfolio() -> Portfolio:
    """One stage, one team, one benefit: little to compute, and something for each loop to do."""
    return Portfolio(
        name="Smallest",
        settings=Settings(start="2027-01", horizon_months=12),
        teams=(
            Team(
                id="team",
                name="Team",
                headcount=2.0,
                attrition=Quantity.certain(0.9),
                time_to_fill=Quantity.parse("1..2..3"),
            ),
        ),
        initiatives=(
            Initiative(
                id="initiative",
                name="Initiative",
                options=(
                    Option(
                        id="option",
                        stages=(
                            Stage(
                                id="stage",
                                duration=Quantity.parse("1..2..4"),
                                crew=(Crew(team="team", fte=1.0),),
                                external_cost=Quantity.certain(1.0),
                            ),
                        ),
                        benefits=(Benefit(id="benefit", peak_per_year=Quantity.certain(1.0)),),
                    ),
                ),
                selected="option",
            ),
        ),
    )
