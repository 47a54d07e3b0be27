"""What a reader should take away from a comparison of scenarios, in a few sentences."""

from __future__ import annotations

from collections.abc import Iterator

from scipy.special import stdtrit

from simulation.decide.paired import Paired
from simulation.decide.scenarios.comparison import Comparison, Dominates
from simulation.draws import BLOCK_TRIALS
from simulation.summary.key import money, percent

ALMOST = 0.02
"""A dominance that fails by less than this probability is told as almost holding."""


def sentences(comparison: Comparison) -> tuple[str, ...]:
    """How each later scenario stands against the first in value and in cost, and what dominates what."""
    found: list[str] = []
    for place in range(1, len(comparison.scenarios)):
        found += _against_first(comparison, place)
    found += [_dominance(comparison, one) for one in comparison.dominance if one.figure == "value" and _is_told(one)]
    return tuple(found)


def verdict(one: Dominates) -> str:
    """A dominance in two words: ``first order``, ``second order``, ``alike``; ``no`` where there is none."""
    if one.first_order:
        return "first order"
    if one.second_order:
        return "second order"
    if one.first_violation == 0:
        return "alike"
    return "almost first order" if 0 < one.first_violation < ALMOST else "no"


def is_clear(comparison: Comparison, paired: Paired) -> bool:
    """Whether a mean difference is too large to be chance: zero lies outside its 95 % confidence interval."""
    if paired.mean is None or paired.mean_error is None:
        return False
    origin = comparison.scenarios[0].provenance
    blocks = origin.trials // BLOCK_TRIALS
    freedom = blocks - 1 if origin.error_method == "block_means" else origin.trials - 1
    return bool(abs(paired.mean) > stdtrit(freedom, 0.975) * paired.mean_error)


def _against_first(comparison: Comparison, place: int) -> Iterator[str]:
    first, second = comparison.scenarios[0], comparison.scenarios[place]
    value = comparison.against(comparison.figure("value"), place)
    if value is not None and value.mean is not None:
        yield _value_sentence(comparison, place, value)
    cost = comparison.against(comparison.figure("cost"), place)
    if cost is not None and cost.mean is not None and is_clear(comparison, cost):
        more = "more" if cost.mean > 0 else "less"
        yield f"{second.name} costs {money(abs(cost.mean))} {comparison.currency} {more} than {first.name} on average"


def _value_sentence(comparison: Comparison, place: int, value: Paired) -> str:
    first, second = comparison.scenarios[0], comparison.scenarios[place]
    if value.equal.share == 1:
        return f"{second.name} is worth the same as {first.name} in every future"
    mean = value.mean or 0.0
    better = f"{second.name} is the better one in {percent(value.better.share)} of futures"
    more = "more" if mean > 0 else "less"
    amount = f"{money(abs(mean))} {comparison.currency}"
    if value.mean_error is None and mean:
        return f"{second.name} is worth {amount} {more} than {first.name} in the one future that was tried"
    if not is_clear(comparison, value):
        return f"{second.name} and {first.name} are worth about the same on average; {better}"
    error = f" (± {money(value.mean_error)})" if value.mean_error else ""
    return f"{second.name} is worth {amount}{error} {more} than {first.name} on average; {better}"


def _is_told(one: Dominates) -> bool:
    return one.first_order or one.second_order


def _dominance(comparison: Comparison, one: Dominates) -> str:
    first, second = comparison.scenarios[one.first].name, comparison.scenarios[one.second].name
    if one.first_order:
        return f"Whatever value is asked for, {first} is at least as likely to reach it as {second}"
    return f"Everyone who shuns risk prefers the value of {first} to that of {second}"
