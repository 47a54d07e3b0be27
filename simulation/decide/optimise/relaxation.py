"""Why nothing can be chosen: the least that has to give way so that a choice becomes possible.

Every limit and rule may be broken at a price, and the cheapest breach is found (elastic programming).  Money and people
give way before rules do.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from simulation.decide.optimise.mixed import GoOn, Program, solved
from simulation.decide.optimise.selection import SOLVE_SECONDS, Rule, Selection, one_each, rules_of

_RULE_PRICE: Final = 100.0
"""A broken rule weighs as much as a limit that is raised a hundredfold."""

_LEAST: Final = 1e-6


class Relaxation(NamedTuple):
    """One limit that has to be raised, or one rule that has to be given up."""

    kind: str  # as in Rule
    number: int
    amount: float  # that a limit has to be raised by; 1 for a rule


def relaxations(
    selection: Selection, *, seconds: float = SOLVE_SECONDS, go_on: GoOn | None = None
) -> tuple[Relaxation, ...]:
    """What has to give way, in the order of the rules; empty where something can be chosen as it is.

    References
    ----------
    Chinneck (2008), *Feasibility and Infeasibility in Optimization*, ch. 6 (elastic constraints).
    """
    count = len(selection.item)
    rules = rules_of(selection)
    program = Program(count, whole=np.ones(count, dtype=np.bool_), high=np.ones(count))
    program.at_most(one_each(selection), np.ones(selection.items))
    slack = program.add(len(rules), gain=[-_price(rule) for rule in rules])
    for number, rule in enumerate(rules):
        row = np.zeros(program.size)
        row[:count], row[slack.start + number] = rule.row, -1.0
        program.at_most(row, rule.limit)
    found = solved(program, seconds, go_on)
    if found is None:
        return ()
    breaches = zip(rules, found.x[slack].tolist(), strict=True)
    return tuple(
        Relaxation(rule.kind, rule.number, amount) for rule, amount in breaches if amount > _LEAST * _size(rule)
    )


def _size(rule: Rule) -> float:
    """What a breach of a rule is measured by."""
    return max(abs(rule.limit), float(np.abs(rule.row).max(initial=0.0)), 1e-9) if rule.kind == "capacity" else 1.0


def _price(rule: Rule) -> float:
    return 1.0 / _size(rule) if rule.kind == "capacity" else _RULE_PRICE
