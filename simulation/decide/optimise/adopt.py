"""Proposals as scenarios: what an optimiser found, written down as overrides of the scenario that was looked at."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from models.overlay import Override
from models.portfolio import Portfolio
from models.scenario import apply_scenario
from models.scenarios import create_scenario
from simulation.decide.optimise.funding import Optimised
from simulation.decide.optimise.ordering import Ordered


def as_scenario(portfolio: Portfolio, optimised: Optimised, name: str, ordered: Ordered | None = None) -> Portfolio:
    """The portfolio with the best choice as a new, last scenario; its parent is the scenario that was looked at.

    It holds only what differs: selected options, envelopes where the constraints changed them, and ranks where an
    order that was found for this choice is given.
    """
    applied = apply_scenario(portfolio, optimised.scenario)
    now = {initiative.id: initiative.selected for initiative in applied.initiatives}
    changed = [
        Override(target=f"initiative:{initiative}.selected", value=option)
        for initiative, option in optimised.best.options
        if now[initiative] != option
    ]
    overrides = (*optimised.constraints.budget_overrides(applied), *changed, *_ranks(applied, ordered))
    return _with_scenario(portfolio, name, optimised.scenario, overrides)


def order_as_scenario(portfolio: Portfolio, ordered: Ordered, name: str) -> Portfolio:
    """The portfolio with an order of work as a new, last scenario."""
    applied = apply_scenario(portfolio, ordered.scenario)
    return _with_scenario(portfolio, name, ordered.scenario, _ranks(applied, ordered))


def _ranks(applied: Portfolio, ordered: Ordered | None) -> tuple[Override, ...]:
    if ordered is None:
        return ()
    now = {initiative.id: initiative.rank for initiative in applied.initiatives}
    return tuple(
        Override(target=f"initiative:{initiative}.rank", value=rank)
        for initiative, rank in ordered.ranks
        if now[initiative] != rank
    )


def _with_scenario(portfolio: Portfolio, name: str, parent: str | None, overrides: Iterable[Override]) -> Portfolio:
    made, _ = create_scenario(portfolio, name, parent)
    *before, last = made.scenarios
    return replace(made, scenarios=(*before, replace(last, overrides=tuple(overrides))))

