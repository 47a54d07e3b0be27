"""Portfolios whose best choice is known on paper: milestones that cost something and earn something, one purse."""

from __future__ import annotations

from typing import Any

import msgspec

from models.budget import Budget
from models.initiative import Initiative, Link, Option, Stage
from models.portfolio import Portfolio
from tests.choices import priced, q, settings


def thing(name: str, *options: Option, taken: bool = False, rank: int = 1, **fields: Any) -> Initiative:
    """An initiative; where it is taken, by its first option."""
    return Initiative(
        id=name, name=name.title(), rank=rank, options=options, selected=options[0].id if taken else None, **fields
    )


def purse(*things: Initiative, amount: str | float = 10, **parts: Any) -> Portfolio:
    """A year in which external money is short; nothing is discounted."""
    budgets = (Budget(id="purse", period="FY27", category="external", amount=q(amount)),)
    own = {"settings": settings(), "budgets": budgets, **parts}
    return Portfolio(name="Purse", initiatives=things, **own)


def knapsack(amount: str | float = 10) -> Portfolio:
    """The plan takes "big" alone.

    Value and cost: big 9 for 8, left 6 for 4, right 7 for 5, small 2 for 1.  The best for 10 are left, right and small,
    worth 15; for 9 left and right, worth 13, while big and small are worth 11.
    """
    return purse(
        thing("big", priced("big-way", 8, earns=17), taken=True, rank=1),
        thing("left", priced("left-way", 4, earns=10), rank=2),
        thing("right", priced("right-way", 5, earns=12), rank=3),
        thing("small", priced("small-way", 1, earns=3), rank=4),
        amount=amount,
    )


def waiting_for(option: Option, *names: str) -> Option:
    """The option, whose milestone waits for the launch of other initiatives."""
    links = tuple(Link(initiative=name) for name in names)
    stage: Stage = msgspec.structs.replace(option.stages[0], after=links)
    return msgspec.structs.replace(option, stages=(stage,))
