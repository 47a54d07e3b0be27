"""The draws of a plan in some futures, and what they are where one input is held or drawn anew.

Everything else in a future stays as it was, so that the difference is the input's alone.  A driver that is held or
drawn anew moves what it acts on; what it acts on keeps its own draw.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Final

import numpy as np

from models.uncertainty import Throughput
from simulation.arrays import BoolArray, FloatArray, IntArray
from simulation.decide.inputs import Input
from simulation.decide.pace import Pace
from simulation.delivery.capacity import staff
from simulation.draws import BLOCK_TRIALS, Draws, Staffing
from simulation.memory import one_team
from simulation.plan import Plan
from simulation.sampling.dependence import correlate
from simulation.sampling.draw import draw_gates, draw_risks, first_trials, quantity_draws, sample, tied
from simulation.sampling.drawn import sample_rows
from simulation.sampling.quantiles import quantile
from simulation.sampling.streams import uniform_rows
from simulation.ties import CorrelatedGroup

LEVELS: Final = (0.1, 0.5, 0.9)
"""Where an input is held: at its P10, P50 and P90."""

_PASSES: Final = -1.0
_FAILS: Final = 2.0
_AGAIN: Final = "/again"
"""Put behind the keys of streams, which makes them other streams."""


@dataclass(frozen=True, eq=False)  # eq: arrays have no single truth value
class _Block:
    """One block, whole."""

    own: FloatArray  # (Q, n) draws before drivers
    draws: Draws


class Lots:
    """What was drawn for a plan in ``trials`` futures of a seed; ``pace`` may end the drawing."""

    def __init__(self, plan: Plan, trials: int, seed: int, pace: Pace | None = None) -> None:
        self.plan, self.trials, self.seed = plan, trials, seed
        everywhere = np.full(len(plan.quantities), np.inf)
        free = replace(plan, drivers=(), low=-everywhere, high=everywhere)
        self._blocks: list[_Block] = []
        for block in range(-(-trials // BLOCK_TRIALS)):
            if pace is not None:
                pace.go_on()
            self._blocks.append(_Block(quantity_draws(free, seed, block), sample(plan, block, seed=seed)))

    @property
    def draws(self) -> tuple[Draws, ...]:
        """What was drawn, block by block."""
        return self._cut([block.draws for block in self._blocks])

    def values(self, inputs: Sequence[Input]) -> FloatArray:
        """(k, n) one number for each input in each trial.

        A quantity's own draw, before drivers; 1 where a risk occurs; how many attempts at a gate failed before one
        passed; the mean head-count of a team.
        """
        found = np.empty((len(inputs), len(self._blocks) * BLOCK_TRIALS))
        for row, one in enumerate(inputs):
            found[row] = np.concatenate([self._numbers(one, block) for block in self._blocks])
        return found[:, : self.trials]

    def levels(self, one: Input) -> tuple[float, float | None, float]:
        """P10, P50 and P90 of an input; where P10 and P90 are the same, its least and greatest draw and None between.

        A risk does not occur (0) or does (1); a gate is passed at first (0) or not (1).
        """
        if one.kind in ("risk", "gate"):
            return 0.0, None, 1.0
        low, middle, high = self._quantiles(one)
        if low < high:
            return low, middle, high
        drawn = self.values([one])[0]
        return float(drawn.min()), None, float(drawn.max())

    def held(self, one: Input, level: float) -> tuple[Draws, ...]:
        """The draws with an input at a level in every trial."""
        if one.kind == "people":
            return self._cut(self._with_people_of(one, level))
        return self._cut([self._held(one, level, block) for block in self._blocks])

    def redrawn(self, one: Input, blocks: int) -> tuple[Draws, ...]:
        """The first blocks' draws with an input drawn anew, and with it all quantities that it is correlated with."""
        return self._cut([self._redrawn(one, block) for block in self._blocks[:blocks]])

    def tied_to(self, one: Input) -> tuple[str, ...]:
        """The addresses of the quantities that are drawn anew with an input."""
        group = self._group(one)
        return () if group is None else tuple(self.plan.quantities[row][0] for row in group.rows.tolist())

    def _cut(self, blocks: Sequence[Draws]) -> tuple[Draws, ...]:
        """The trials that are wanted of whole blocks."""
        left = [self.trials - number * BLOCK_TRIALS for number in range(len(blocks))]
        return tuple(first_trials(one, min(some, BLOCK_TRIALS)) for one, some in zip(blocks, left, strict=True))

    def _row(self, one: Input) -> int:
        return self.plan.row[one.key]

    def _group(self, one: Input) -> CorrelatedGroup | None:
        if one.kind != "quantity":
            return None
        return next((group for group in self.plan.correlations if self._row(one) in group.rows), None)

    def _numbers(self, one: Input, block: _Block) -> FloatArray:
        plan, draws = self.plan, block.draws
        if one.kind == "quantity":
            found = block.own[self._row(one)]
        elif one.kind == "risk":
            found = draws.occurs[_risk(plan, one)]
        elif one.kind == "people":
            found = draws.staffing.headcount[:, _team(plan, one)].mean(axis=1)
        else:
            stage = _stage(plan, one)
            failed = draws.gates[_attempts(plan, stage)] >= draws.values[plan.delivery.success_row[stage]]
            found = np.logical_and.accumulate(failed).sum(axis=0)
        return np.asarray(found, dtype=np.float64)

    def _quantiles(self, one: Input) -> tuple[float, float, float]:
        """By the quantile function where there is one, else of what was drawn; in increasing order."""
        quantity = self.plan.quantities[self._row(one)][1] if one.kind == "quantity" else None
        if quantity is None or isinstance(quantity.distribution, Throughput):
            found = np.quantile(self.values([one])[0], LEVELS, method="inverted_cdf")
        else:
            found = quantile(quantity.distribution, np.array(LEVELS)) * quantity.scale + quantity.shift
        low, middle, high = sorted(found.tolist())
        return low, middle, high

    def _held(self, one: Input, level: float, block: _Block) -> Draws:
        if one.kind == "risk":
            return _with_risk(self.plan, one, block.draws, np.full(BLOCK_TRIALS, level > 0.0))
        if one.kind == "gate":
            gates = block.draws.gates.copy()
            gates[_attempts(self.plan, _stage(self.plan, one))][:1] = _FAILS if level > 0.0 else _PASSES
            return replace(block.draws, gates=gates)
        own = block.own.copy()
        own[self._row(one)] = level
        return self._realised(own, block.draws)

    def _with_people_of(self, one: Input, level: float) -> list[Draws]:
        """A team staffed in all trials as in the one whose mean head-count is nearest to ``level``."""
        distance = np.abs(self.values([one])[0] - level)
        block, trial = divmod(int(distance.argmin()), BLOCK_TRIALS)
        source, team = self._blocks[block].draws, _team(self.plan, one)
        availability = self.plan.staffing.availability_row[team]
        people = {item.name: getattr(source.staffing, item.name)[trial, team] for item in fields(Staffing)}
        there = float(source.values[availability, trial])
        found = []
        for other in self._blocks:
            share = other.draws.values[availability] / there if there > 0.0 else np.zeros(BLOCK_TRIALS)
            rows = {name: np.broadcast_to(row, (BLOCK_TRIALS, len(row))) for name, row in people.items()}
            rows["capacity"] = share[:, None] * people["capacity"]
            found.append(replace(other.draws, staffing=_with_team(other.draws.staffing, team, rows)))
        return found

    def _redrawn(self, one: Input, block: _Block) -> Draws:
        plan, draws = self.plan, block.draws
        if one.kind == "quantity":
            return self._realised(self._own_again(one, block), draws)
        method = plan.portfolio.settings.sampling
        if one.kind == "people":
            return self._staffed(draws, draws.values, [_team(plan, one)], again=True)
        if one.kind == "risk":
            chance = draws.values[plan.delivery.risk_probability_row[_risk(plan, one)]]
            number = uniform_rows(self.seed, [one.key + _AGAIN], draws.block, BLOCK_TRIALS, method)[0]
            return _with_risk(plan, one, draws, number < chance)
        gates, attempts = draws.gates.copy(), _attempts(plan, _stage(plan, one))
        count = [attempts.stop - attempts.start]
        gates[attempts] = uniform_rows(self.seed, [one.key + _AGAIN], draws.block, BLOCK_TRIALS, method, count)
        return replace(draws, gates=gates)

    def _own_again(self, one: Input, block: _Block) -> FloatArray:
        group = self._group(one)
        rows = [self._row(one)] if group is None else group.rows.tolist()
        number, method = block.draws.block, self.plan.portfolio.settings.sampling
        named = [(address + _AGAIN, quantity) for address, quantity in (self.plan.quantities[row] for row in rows)]
        drawn = sample_rows(named, self.seed, number, BLOCK_TRIALS, method)
        if group is not None:
            drawn = correlate(drawn, group.matrix, seed=self.seed, block=number, key=group.key + _AGAIN)
        own = block.own.copy()
        own[rows] = drawn
        return own

    def _realised(self, own: FloatArray, draws: Draws) -> Draws:
        """A block whose quantities have other draws: drivers applied, and all that hangs on the quantities redone."""
        plan = self.plan
        values = tied(plan, own.copy())
        gates = draw_gates(plan, values, self.seed, draws.block)
        occurs = draw_risks(plan, values, self.seed, draws.block)
        changed = np.flatnonzero((values != draws.values).any(axis=1))
        every = range(len(plan.delivery.team_ids))
        teams = [team for team in every if np.isin(_people_rows(plan, team), changed).any()]
        return self._staffed(replace(draws, values=values, gates=gates, occurs=occurs), values, teams)

    def _staffed(self, draws: Draws, values: FloatArray, teams: Sequence[int], again: bool = False) -> Draws:
        """The block with the people of some teams drawn from these values; ``again``: from other streams."""
        staffing, method = draws.staffing, self.plan.portfolio.settings.sampling
        for team in teams:
            alone = one_team(self.plan.staffing, team)
            if again:
                alone = replace(alone, seat_key=tuple(key + _AGAIN for key in alone.seat_key))
            people = staff(alone, values, seed=self.seed, block=draws.block, trials=BLOCK_TRIALS, method=method)
            rows = {item.name: getattr(people, item.name)[:, 0] for item in fields(Staffing)}
            staffing = _with_team(staffing, team, rows)
        return replace(draws, staffing=staffing)


def _team(plan: Plan, one: Input) -> int:
    return plan.delivery.team_ids.index(_id(one))


def _risk(plan: Plan, one: Input) -> int:
    return plan.delivery.risk_ids.index(_id(one))


def _stage(plan: Plan, one: Input) -> int:
    return plan.delivery.stage_ids.index(_id(one))


def _id(one: Input) -> str:
    return one.key.partition(":")[2].rpartition(".")[0]


def _attempts(plan: Plan, stage: int) -> slice:
    first, last = plan.delivery.gate_ptr[stage : stage + 2].tolist()
    return slice(first, last)


def _people_rows(plan: Plan, team: int) -> IntArray:
    """The quantities that a team's people depend on."""
    alone = one_team(plan.staffing, team)
    driven = [row for fill in alone.fills for row, _ in fill.drivers]
    return np.concatenate([alone.availability_row, alone.attrition_row, alone.ramp_row, driven]).astype(np.int64)


def _with_risk(plan: Plan, one: Input, draws: Draws, occurs: BoolArray) -> Draws:
    whole = draws.occurs.copy()
    whole[_risk(plan, one)] = occurs
    return replace(draws, occurs=whole)


def _with_team(staffing: Staffing, team: int, rows: dict[str, FloatArray]) -> Staffing:
    """The people with one team's exchanged; ``rows`` are (n, months) each."""
    changed = {item.name: getattr(staffing, item.name).copy() for item in fields(Staffing)}
    for name, row in rows.items():
        changed[name][:, team] = row
    return Staffing(**changed)
