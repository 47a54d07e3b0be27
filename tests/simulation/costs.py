"""Portfolios that only cost, undiscounted: what each input does to the value can be read off."""

from __future__ import annotations

from typing import Any

from models.initiative import Initiative, Option, Stage
from models.portfolio import Portfolio, Settings
from models.uncertainty import Quantity


def q(value: str | float) -> Quantity:
    """A quantity from its notation."""
    return Quantity.parse(value)


def initiative(name: str, **costs: str | float) -> Initiative:
    """An initiative of one milestone, with one option for each of ``costs``, paid up-front; the first is taken."""
    options = tuple(
        Option(
            id=f"{name}-{way}",
            name=way,
            up_front_cost=q(cost),
            stages=(Stage(id=f"{name}-{way}-go", name="go", duration=q(0)),),
        )
        for way, cost in costs.items()
    )
    return Initiative(id=name, name=name, options=options, selected=options[0].id)


def portfolio(*initiatives: Initiative, **records: Any) -> Portfolio:
    """A portfolio of two years in which money keeps its value."""
    settings = Settings(start="2027-01", horizon_months=24, discount_rate=q(0))
    return Portfolio(name="Costs", settings=settings, initiatives=initiatives, **records)
