"""Portfolios that forecast pages are shown besides the example: without figures, with one initiative, with many."""

from __future__ import annotations

import msgspec

from models.edits import set_field
from models.portfolio import Portfolio


def unfunded(portfolio: Portfolio) -> Portfolio:
    """Without any option that is taken."""
    for one in portfolio.initiatives:
        portfolio = set_field(portfolio, f"initiative:{one.id}.selected", None)
    return portfolio


def of_one_initiative(portfolio: Portfolio) -> Portfolio:
    """Of the example, Atlas alone is funded."""
    return set_field(portfolio, "initiative:beacon.selected", None)


def that_never_launches(portfolio: Portfolio) -> Portfolio:
    """Three months are too short for any initiative."""
    without = msgspec.structs.replace(portfolio, objectives=(), budgets=(), scenarios=())
    return set_field(without, "settings.horizon_months", 3)


def many(portfolio: Portfolio, number: int) -> Portfolio:
    """Copies of Beacon, each with ids of its own, funded, before the initiatives there are."""
    beacon = next(one for one in portfolio.initiatives if one.id == "beacon")
    option = beacon.options[0]
    replace = msgspec.structs.replace
    copies = tuple(
        replace(
            beacon,
            id=f"copy{n}",
            name=f"Copy {n}",
            selected=f"copy{n}-buy",
            options=(
                replace(
                    option,
                    id=f"copy{n}-buy",
                    stages=tuple(replace(one, id=f"copy{n}-{one.id}", after=None) for one in option.stages),
                    benefits=tuple(replace(one, id=f"copy{n}-{one.id}") for one in option.benefits),
                ),
            ),
        )
        for n in range(number)
    )
    return replace(portfolio, initiatives=(*copies, *portfolio.initiatives))
