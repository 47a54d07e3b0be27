"""Plausible portfolios of any size, for measuring how time grows: so many stages, teams and months.

Ten stages make an initiative, with gates, rework, external cost and a benefit.  Teams are as large as the work asks
for, so that they are about as busy in a large portfolio as in a small one, and of four people at least.  The same
sizes give the same portfolio.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.benefit import Benefit
from models.budget import Budget
from models.initiative import Crew, Initiative, Link, Option, Stage
from models.portfolio import Portfolio, Product, Settings
from models.risk import Driver, Impact, Risk
from models.team import Hire, Team
from models.uncertainty import Quantity

STAGES_OF_AN_INITIATIVE = 10
MEAN_MONTHS = 2.4  # of a stage at full crew
LOAD = 0.75  # of the teams' time that the work would take if it were spread evenly over the horizon


@dataclass(frozen=True)
class Size:
    """How large a portfolio is; by default about as large as the sample."""

    stages: int = 200
    teams: int = 8
    months: int = 60


def portfolio_of(size: Size) -> Portfolio:
    """A portfolio of that size; it passes ``models.check`` without an error."""
    rng = np.random.default_rng([size.stages, size.teams, size.months])
    counts = [STAGES_OF_AN_INITIATIVE] * (size.stages // STAGES_OF_AN_INITIATIVE)
    if rest := size.stages % STAGES_OF_AN_INITIATIVE:
        counts.append(rest)
    initiatives = tuple(_initiative(rng, number, count, size) for number, count in enumerate(counts))
    years = range(27, 27 + -(-size.months // 12))
    return Portfolio(
        name=f"{size.stages} stages, {size.teams} teams, {size.months} months",
        settings=Settings(
            start="2027-01",
            horizon_months=size.months,
            wage_inflation=q("0.02..0.03..0.05"),
            tax_rate=q(0.25),
            budget_policy="enforced",
            carry_over=True,
        ),
        products=(Product(id="suite", name="Suite", revenue_per_year=q(5e6), growth=q("0.02..0.04..0.07")),),
        teams=tuple(_team(number, initiatives, size) for number in range(size.teams)),
        initiatives=initiatives,
        drivers=(Driver(id="market", name="Market", value=q("0.9..1..1.15"), targets=("benefit:*.price",)),),
        risks=tuple(_risk(number, one) for number, one in enumerate(initiatives[::4])),
        budgets=tuple(_budget(year, size) for year in years),
    )


def q(text: str | float) -> Quantity:
    """A quantity from its notation."""
    return Quantity.parse(text)


def _initiative(rng: np.random.Generator, number: int, count: int, size: Size) -> Initiative:
    own = f"i{number}"
    option = Option(
        id=f"{own}-build",
        stages=tuple(_stage(rng, own, index, number, size) for index in range(count)),
        benefits=(
            Benefit(
                id=f"{own}-sales",
                curve=("s_curve", "ramp", "subscription")[number % 3],
                peak_per_year=q("6e5..1e6..2e6"),
                ramp_months=q("12..18..30"),
                new_per_month=q("10..20..40"),
                churn=q("0.01..0.02..0.04"),
                price=q(1) if number % 3 < 2 else q("150..200..260"),
                gross_margin=q("0.6..0.7..0.8"),
            ),
        ),
        launch_lag=q("0.5..1..2"),
        recurring_cost=q("3000..4000..6000"),
        escalation=q(0.03),
    )
    start = int(rng.integers(0, max(1, size.months // 2)))
    return Initiative(
        id=own,
        name=f"Initiative {number + 1}",
        product="suite",
        rank=number + 1,
        options=(option,),
        selected=option.id,
        earliest_start=f"{2027 + start // 12}-{start % 12 + 1:02d}",
    )


def _stage(rng: np.random.Generator, own: str, index: int, number: int, size: Size) -> Stage:
    """Mostly one after the other; every third also may run beside the one before it, every tenth waits for another."""
    wanted = 1 + int(rng.random() < 0.4 and size.teams > 1)
    home = number % size.teams
    others = (home + rng.permutation(min(4, size.teams))) % size.teams  # an initiative works with a few teams
    links = [Link(stage=f"{own}-s{max(0, index - (2 if index % 3 == 0 else 1))}")] if index else []
    if number and rng.random() < 0.1 and index == 0:
        links.append(Link(initiative=f"i{int(rng.integers(0, number))}", lag=q("0..0.5..1")))
    low = float(rng.uniform(0.8, 1.6))
    return Stage(
        id=f"{own}-s{index}",
        duration=q(f"{low:.2f}..{1.5 * low:.2f}..{4 * low:.2f}"),
        crew=tuple(Crew(team=f"t{int(team)}", fte=float(rng.integers(1, 4))) for team in others[:wanted]),
        after=tuple(links),
        external_cost=q("10000..20000..45000") if rng.random() < 0.3 else q(0),
        capitalised=0.5 if number % 2 else 0.0,
        success=q("0.85..0.95..1"),
        on_failure="rework" if rng.random() < 0.8 else "stop",
        rework_fraction=q("0.2..0.3..0.6"),
        max_rework=2,
    )


def _team(number: int, initiatives: tuple[Initiative, ...], size: Size) -> Team:
    stages = (stage for one in initiatives for option in one.options for stage in option.stages)
    asked = sum(crew.fte for stage in stages for crew in stage.crew if crew.team == f"t{number}") * MEAN_MONTHS
    people = max(4.0, float(round(asked / (size.months * LOAD * 0.8))))
    return Team(
        id=f"t{number}",
        name=f"Team {number + 1}",
        headcount=people,
        monthly_rate=q("8000..9000..11000"),
        availability=q("0.7..0.8..0.85"),
        attrition=q("0.05..0.1..0.15"),
        time_to_fill=q("1..3..6"),
        ramp_up=q("1..3..5"),
        contractor_limit=1.0,
        contractor_premium=q(0.4),
        hires=(Hire(id=f"t{number}-h", month="2027-06", count=1.0),),
    )


def _risk(number: int, hit: Initiative) -> Risk:
    return Risk(
        id=f"r{number}",
        name=f"Risk {number + 1}",
        probability=q("0.1..0.2..0.3"),
        targets=(f"initiative:{hit.id}",),
        impact=Impact(duration_factor=q("1..1.2..1.6"), benefit_factor=q("0.7..0.9..1")),
    )


def _budget(year: int, size: Size) -> Budget:
    """Enough for most of the external cost of a year, not for all."""
    amount = 0.3 * size.stages * 26_000 / (size.months / 12)
    return Budget(id=f"fy{year}", period=f"FY{year}", category="external", amount=q(max(60_000.0, round(amount))))
