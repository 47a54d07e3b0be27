"""Variants of a portfolio: every combination of options of some initiatives, as portfolios that can be tried.

Selecting is by id, through the edits of ``models``; nothing is simulated here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Final

from models.address import closest
from models.edits import select_option
from models.initiative import Initiative
from models.portfolio import Portfolio
from simulation.decide.choose.choice import Alternative
from simulation.plan import Plan
from simulation.run import PortfolioError, checked_plan

MOST_ALTERNATIVES: Final = 27
"""Three initiatives of three options each: what can still be compared by eye, and in seconds."""


@dataclass(frozen=True, eq=False)  # eq: plans are compared by digest
class Variant:
    """An alternative, the portfolio that takes it, and that portfolio's plan."""

    alternative: Alternative
    portfolio: Portfolio
    plan: Plan


def alternatives_of(portfolio: Portfolio, initiatives: Sequence[str], with_none: bool) -> tuple[Alternative, ...]:
    """Every combination of the initiatives' options, the last initiative's changing fastest.

    Parameters
    ----------
    with_none
        Whether leaving an initiative unfunded is an option, too.

    Raises
    ------
    ValueError
        If an initiative is unknown, named twice or without options, or there are too many combinations.
    """
    chosen = [_named(portfolio, name) for name in initiatives]
    if not chosen or len(set(initiatives)) < len(chosen):
        raise ValueError("name one or more initiatives, each once")
    ways: list[list[str | None]] = [[one.id for one in initiative.options] for initiative in chosen]
    for initiative, own in zip(chosen, ways, strict=True):
        if not own:
            raise ValueError(f'"{initiative.id}" has no option to choose from; add one')
        if with_none:
            own.append(None)
    count = prod(map(len, ways))
    if count > MOST_ALTERNATIVES:
        raise ValueError(
            f"{' x '.join(str(len(own)) for own in ways)} = {count} combinations are too many to compare; "
            f"choose fewer initiatives, so that there are at most {MOST_ALTERNATIVES}"
        )
    return tuple(_alternative(chosen, options) for options in product(*ways))


def none_of(portfolio: Portfolio, initiatives: Sequence[str]) -> Alternative:
    """The alternative that leaves all of the initiatives unfunded."""
    return _alternative([_named(portfolio, name) for name in initiatives], [None] * len(initiatives))


def taking(portfolio: Portfolio, alternative: Alternative) -> Portfolio:
    """The portfolio with an alternative's options selected."""
    for initiative, option in alternative.options:
        portfolio = select_option(portfolio, initiative, option)
    return portfolio


def variants_of(
    portfolio: Portfolio, alternatives: Sequence[Alternative]
) -> Iterator[tuple[Alternative, Variant | PortfolioError]]:
    """Each alternative's variant, or what is wrong with it, such as two initiatives that exclude each other."""
    for alternative in alternatives:
        taken = taking(portfolio, alternative)
        try:
            yield alternative, Variant(alternative, taken, checked_plan(taken, None))
        except PortfolioError as error:
            yield alternative, error


def _named(portfolio: Portfolio, name: str) -> Initiative:
    known = {initiative.id: initiative for initiative in portfolio.initiatives}
    if name not in known:
        raise ValueError(f'there is no initiative "{name}"; {closest(name, known)}')
    return known[name]


def _alternative(initiatives: Sequence[Initiative], options: Sequence[str | None]) -> Alternative:
    names, kinds = [], []
    for initiative, wanted in zip(initiatives, options, strict=True):
        option = next((one for one in initiative.options if one.id == wanted), None)
        words = "leave it unfunded" if option is None else option.name or option.kind
        names.append(words if len(initiatives) == 1 else f"{words} ({initiative.name or initiative.id})")
        kinds.append(None if option is None else option.kind)
    pairs = tuple(zip((initiative.id for initiative in initiatives), options, strict=True))
    return Alternative(pairs, tuple(kinds), " + ".join(names))
