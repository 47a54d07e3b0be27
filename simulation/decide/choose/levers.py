"""Which inputs may decide between alternatives, and the range in which each is searched.

Uncertain inputs are screened by how the difference of the two best alternatives moves with them; certain terms of the
options, such as a licence price, by what it would mean to have them for nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import numpy as np

from models.address import AddressError, closest, parse_address, value_info
from models.record import domain
from models.uncertainty import Quantity
from models.walk import get
from simulation.arrays import FloatArray
from simulation.decide.choose.contest import Contest
from simulation.decide.choose.switches import Lever
from simulation.decide.inputs import words_of
from simulation.draws import BLOCK_TRIALS
from simulation.plan import Plan
from simulation.sampling.drawn import sample

Range = tuple[float, float]

WIDE: Final = (1.0, 99.0)
"""Percentiles of an uncertain input between which a switch is looked for."""

USUAL: Final = (10.0, 90.0)
"""Percentiles for a tornado."""

CERTAIN_UP_TO: Final = 3.0
"""A certain input is searched from nothing to so many times its value."""

BY_CHANCE: Final = 3.0
"""Times 1 / sqrt(trials): the rank correlation that an input without any effect shows once in 400."""

TERMS: Final = {
    "option": (
        "up_front_cost",
        "recurring_cost",
        "licence_per_unit",
        "revenue_share",
        "minimum_guarantee",
        "exit_cost",
    ),
    "stage": ("external_cost",),
    "benefit": ("price",),
}
"""Fields that people negotiate: searched even where the plan holds a plain number."""


def lever_of(contest: Contest, address: str, span: Range | None, percents: Range = WIDE) -> Lever:
    """An input with its range: the one given, else percentiles of its own distribution, else 0 to three times it.

    Raises
    ------
    ValueError
        If there is no such number in any alternative, or the range is empty or outside what the number can be.
    """
    target = parse_address(address)
    info = value_info(target)
    if target.every or not info.is_number:
        raise AddressError(f'"{address}" is not a single number; name one such as settings.discount_rate')
    holder = next((v for n, v in enumerate(contest.variants) if contest.holds(n, address)), None)
    if holder is None:
        known = sorted({name for variant in contest.variants for name in variant.plan.row})
        raise AddressError(f'"{address}" is in none of the alternatives; {closest(address, known)}')
    value = get(holder.portfolio, target)
    if value is None:
        raise AddressError(f'"{address}" is empty; fill it first')
    quantity = value if isinstance(value, Quantity) else Quantity.certain(float(value))
    if span is None:
        span = _range(quantity, address, contest, percents)
    low, high = _within(span, domain(info.unit), address)
    return Lever(
        address=address,
        words=words_of(holder.portfolio, address),
        unit=info.unit,
        base=quantity.base,
        low=low,
        high=high,
        is_certain=quantity.is_certain,
        is_whole=info.core is int,
    )


def draws_of(contest: Contest, address: str) -> FloatArray:
    """(BLOCK_TRIALS,) what is drawn for an uncertain input itself, before drivers act on it."""
    holder = next(variant for number, variant in enumerate(contest.variants) if contest.holds(number, address))
    plan = holder.plan
    quantity = plan.quantities[plan.row[address]][1]
    method = plan.portfolio.settings.sampling
    return sample(quantity, contest.futures.seed, address, 0, BLOCK_TRIALS, method)


def main_levers(
    contest: Contest, named: Mapping[str, Range | None], *, most: int, most_terms: int, percents: Range = WIDE
) -> list[Lever]:
    """The named inputs, then the ``most`` uncertain ones that move the choice most, then certain terms of the options.

    Inputs whose range has no width are left out unless they are named.
    """
    found = [lever_of(contest, address, span, percents) for address, span in named.items()]
    known = set(named)
    for address in [*_uncertain(contest, known)[:most], *_terms(contest, known, most_terms)]:
        lever = lever_of(contest, address, None, percents)
        if lever.width > 0:
            found.append(lever)
    return found


def _range(quantity: Quantity, address: str, contest: Contest, percents: Range) -> Range:
    if not quantity.is_certain:
        low, high = np.percentile(draws_of(contest, address), percents).tolist()
        return low, high
    ends = sorted((0.0, CERTAIN_UP_TO * quantity.base))
    return ends[0], ends[1]


def _within(span: Range, limits: Range, address: str) -> Range:
    low, high = max(span[0], limits[0]), min(span[1], limits[1])
    if not (np.isfinite(low) and np.isfinite(high) and low <= high):
        raise ValueError(f'"{address}" cannot be searched from {span[0]:g} to {span[1]:g}; give two numbers in order')
    return low, high


def _uncertain(contest: Contest, known: set[str]) -> list[str]:
    """Uncertain inputs that move what the best alternative leads any other by, the strongest first.

    By Spearman's rank correlation of input and lead; where there is one alternative alone, of input and value.
    Correlations that chance could have made are left out.
    """
    values = contest.values()
    best = int(contest.equivalents().argmax())
    leads = [values[:, best] - values[:, other] for other in range(values.shape[1]) if other != best]
    strength: dict[str, float] = {}
    for variant in contest.variants:
        contest.pace.go_on()
        names = [(row, name) for row, (name, quantity) in enumerate(variant.plan.quantities) if not quantity.is_certain]
        drawn = contest.futures.inputs(variant.plan)[[row for row, _ in names]]
        moved = np.max([np.abs(_rank_correlation(drawn, lead)) for lead in leads or [values[:, best]]], axis=0)
        for (_, name), correlation in zip(names, moved.tolist(), strict=True):
            strength[name] = max(correlation, strength.get(name, 0.0))
    least = BY_CHANCE / np.sqrt(len(values))
    strong = (name for name, correlation in strength.items() if correlation > least and name not in known)
    return sorted(strong, key=lambda name: -strength[name])


def _rank_correlation(inputs: FloatArray, outcome: FloatArray) -> FloatArray:
    """(k,) Spearman's correlation of each row with the outcome; 0 for a row that does not vary."""
    from scipy.stats import rankdata  # takes half a second to load, which a page that only asks need not wait for

    ranks, target = rankdata(inputs, axis=1), rankdata(outcome)
    ranks -= ranks.mean(axis=1, keepdims=True)
    target -= target.mean()
    size = np.sqrt(np.square(ranks).sum(axis=1) * np.square(target).sum())
    return np.asarray(np.divide(ranks @ target, size, out=np.zeros(len(ranks)), where=size > 0))


def _terms(contest: Contest, known: set[str], most: int) -> list[str]:
    """Certain terms of the options, those whose absence would change an alternative's worth most first."""
    if most == 0:
        return []
    base = contest.equivalents()
    names = list(dict.fromkeys(name for variant in contest.variants for name in _certain_terms(contest, variant.plan)))
    names = [name for name in names if name not in known]
    contest.prepare([((name, 0.0),) for name in names])
    moved = {name: float(np.abs(contest.equivalents((name, 0.0)) - base).max()) for name in names}
    return sorted((name for name in names if moved[name] > 0), key=lambda name: -moved[name])[:most]


def _certain_terms(contest: Contest, plan: Plan) -> Iterator[str]:
    """Addresses of terms that are plain numbers and that not every alternative has."""
    driven = {plan.quantities[effect.target_row][0] for effect in plan.drivers}
    for name, quantity in plan.quantities:
        address = parse_address(name)
        if address.field not in TERMS.get(address.kind, ()) or not quantity.is_certain or quantity.base == 0:
            continue
        everywhere = all(contest.holds(number, name) for number in range(len(contest.variants)))
        if not everywhere and name not in driven and not (address.field == "price" and quantity.base == 1):
            yield name
