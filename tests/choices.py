"""Portfolios for tests of choices: options whose value is known on paper.

Discounting is off unless said otherwise, and a milestone is all the work there is: an option launches at once and
is worth its benefits less its cost.
"""

import json
from typing import Any

import msgspec

from models.benefit import Benefit
from models.initiative import Crew, Initiative, Link, Option, OptionKind, Stage
from models.portfolio import Portfolio, Settings
from models.team import Team
from models.uncertainty import Quantity
from tests.cases import case_path


def q(text: str | float) -> Quantity:
    """A quantity from its notation."""
    return Quantity.parse(text)


def settings(months: int = 12, rate: float = 0.0, **fields: Any) -> Settings:
    """Settings without discounting, for a year."""
    return Settings(start="2027-01", horizon_months=months, discount_rate=q(rate), **fields)


def priced(
    option: str, cost: str | float, *, earns: str | float = 0, kind: OptionKind = "build", **fields: Any
) -> Option:
    """An option that costs something up front and earns something within the first year."""
    benefits = (Benefit(id=f"{option}-sales", curve="table", amounts=(q(earns),)),) if earns else ()
    own = {"benefits": benefits, "stages": (Stage(id=f"{option}-go", duration=q(0)),), **fields}
    return Option(id=option, name=option.title(), kind=kind, up_front_cost=q(cost), **own)


def one_initiative(*options: Option, own: Settings | None = None, **parts: Any) -> Portfolio:
    """The initiative ``x`` with its options, the first of which the plan takes."""
    initiative = Initiative(id="x", name="X", options=options, selected=options[0].id)
    return Portfolio(name="P", settings=own or settings(), initiatives=(initiative,), **parts)


def shared_team() -> Portfolio:
    """X by own people (6 months of the whole team of 4), or bought; Y waits for the same team.

    X is taken first.  Built, it keeps Y from starting until month 6; Y takes 3 months and earns 1,200 a year, evenly.
    People cost 10 a month.  Bought, X costs 500, 10 a month of upkeep and 60 to leave after a year, and promises the
    vendor 120 a year.
    """
    build = Option(
        id="x-build", name="Build", stages=(Stage(id="x-code", duration=q(6), crew=(Crew(team="team", fte=4),)),)
    )
    buy = priced(
        "x-buy",
        500,
        kind="buy",
        recurring_cost=q(10),
        minimum_guarantee=q(120),
        exit_cost=q(60),
        exit_after=12.0,
    )
    other = Option(
        id="y-build",
        stages=(Stage(id="y-code", duration=q(3), crew=(Crew(team="team", fte=4),)),),
        benefits=(Benefit(id="y-sales", curve="constant", peak_per_year=q(1200)),),
    )
    return Portfolio(
        name="P",
        settings=settings(24),
        teams=(Team(id="team", name="Team", headcount=4, monthly_rate=q(10)),),
        initiatives=(
            Initiative(id="x", name="X", rank=1, options=(build, buy), selected="x-build"),
            Initiative(id="y", name="Y", rank=2, options=(other,), selected="y-build"),
        ),
    )


def own_or_service(months: int) -> Portfolio:
    """The outside case in monthly money: an income of 180,000 a year against two ways to pay for it."""
    flows = json.loads(case_path("decisions/decisions.json").read_text())["own_versus_service"]["flows"]
    options = [
        priced(name, -flow["t0"], earns=flow["inflow"], kind=kind, recurring_cost=q(flow["outflow"] / 12))
        for (name, flow), kind in zip(flows.items(), ("build", "partner"), strict=True)
    ]
    lasting = [
        msgspec.structs.replace(
            option, benefits=(msgspec.structs.replace(option.benefits[0], amounts=option.benefits[0].amounts * 5),)
        )
        for option in options
    ]
    return one_initiative(*lasting, own=settings(months, 0.05))


def after(initiative: str) -> tuple[Link, ...]:
    """Waits for the launch of an initiative."""
    return (Link(initiative=initiative),)
