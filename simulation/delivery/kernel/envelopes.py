"""The budget envelopes of a trial in machine code: what fits, what is committed, what is carried over [R9]."""

from __future__ import annotations

from simulation.delivery.board import MONEY, Board
from simulation.delivery.kernel.part import compiled

BUDGET_TOLERANCE = 1e-9


@compiled
def open_period(board: Board) -> None:
    """The period's own amount, less what was booked ahead, plus what may be carried over."""
    clock = board.clock[0]
    if clock.period < 0:
        board.booked[:] = 0.0
    last = board.period_of_month[clock.month]
    for c in range(len(board.envelopes)):
        envelope = board.envelopes[c]
        for period in range(clock.period + 1, last + 1):
            carried = envelope.available if clock.carry_over and period > 0 else 0.0
            envelope.available = max(0.0, board.amounts[clock.trial, c, period] - board.booked[c, period]) + carried
            envelope.untouched = board.booked[c, period] == 0.0
    clock.period, clock.due = last, 1
    clock.changes |= MONEY


@compiled
def is_affordable(board: Board, category: int, cost: float) -> bool:
    """Whether a cost fits; notes by how much less or more money would have changed that."""
    envelope, period = board.envelopes[category], board.clock[0].period
    if cost <= 0.0 or not envelope.limited:
        return True
    less, more = board.leeway[board.clock[0].trial, 0, category], board.leeway[board.clock[0].trial, 1, category]
    left = envelope.available - cost
    if cost <= envelope.available + BUDGET_TOLERANCE * max(1.0, abs(envelope.available)):
        less[period] = min(less[period], max(0.0, left))
        return True
    if envelope.untouched and envelope.available > 0.0:
        less[period:], more[period:] = 0.0, 0.0  # what is booked ahead depends on every amount to come
        return True
    more[period] = 0.0 if envelope.untouched else min(more[period], -left)
    return False


@compiled
def commit(board: Board, category: int, cost: float) -> None:
    """Takes an affordable cost from the period's envelope, and what exceeds it from those that follow."""
    envelope = board.envelopes[category]
    if cost <= 0.0 or not envelope.limited:
        return
    clock = board.clock[0]
    clock.changes |= MONEY
    clock.later |= MONEY
    envelope.untouched = 0
    excess = cost - envelope.available
    envelope.available = max(0.0, -excess)
    if excess <= BUDGET_TOLERANCE * max(1.0, cost):
        return
    for period in range(clock.period + 1, board.booked.shape[1]):
        part = min(excess, max(0.0, board.amounts[clock.trial, category, period] - board.booked[category, period]))
        board.booked[category, period] += part
        excess -= part
