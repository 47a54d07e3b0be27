"""The allocation of people in machine code: who works, who starts, and what keeps the others [R3, R4, R6]."""

from __future__ import annotations

from typing import Final

import numpy as np

from simulation.delivery.board import EVERYTHING, MONEY, MOVED, SLOT, Board
from simulation.delivery.contract import BUDGET, LIMIT, SPEED_TOLERANCE, TEAM
from simulation.delivery.kernel.envelopes import is_affordable
from simulation.delivery.kernel.ledger import touch
from simulation.delivery.kernel.part import compiled
from simulation.delivery.kernel.speeds import set_speed
from simulation.delivery.kernel.stages import insert, start

FEW: Final = 50
"""Where fewer stages are under way, it takes less time to look at all of them than to choose."""


@compiled
def allocate(board: Board) -> None:
    """Shares out the people of every team: started stages, then ready ones, or both by rank [R3, R4].

    Where many stages are under way, the walk looks only at those that ask for something that has changed since the
    walk before; what each team had left for the others is what it was then, as far as that walk has noted it.
    """
    clock = board.clock[0]
    few = clock.started + clock.ready < FEW
    if few or clock.few:
        clock.changes = EVERYTHING
    clock.few = few
    reopen(board)
    a, b, waiting, clock.fresh, clock.later = 0, 0, 0, 0, 0
    while a < clock.started or b < clock.ready:
        if comes_first(board, a, b):
            s = board.started[np.uint32(a)]
            a += 1
            if few:
                hand_out(board, s, free_speed(board, s))
            elif board.asks[s] & clock.changes:
                revise(board, s)
        else:
            s = board.ready[np.uint32(b)]
            b += 1
            if (not few and board.asks[s] & clock.changes == 0) or not try_start(board, s):
                board.ready[np.uint32(waiting)] = s
                waiting += 1
    clock.ready = waiting
    for place in range(clock.fresh):
        clock.started = insert(board, board.started, clock.started, board.fresh[place])
    clock.due = clock.fresh > 0  # those that have just started come before others from the next event on
    clock.changes = clock.later


@compiled
def reopen(board: Board) -> None:
    """All people of the teams that have changed are free before the walk."""
    for team in board.teams:
        team.changed = (board.clock[0].changes & team.bit) != 0
        team.free = team.offered if team.changed else team.free


@compiled
def comes_first(board: Board, a: int, b: int) -> bool:
    """Whether the walk goes on with started stage ``a`` rather than ready stage ``b``."""
    clock = board.clock[0]
    if a == clock.started:
        return False
    if b == clock.ready or not clock.preemptive:
        return True
    return bool(board.stages[board.started[np.uint32(a)]].position < board.stages[board.ready[np.uint32(b)]].position)


@compiled
def revise(board: Board, s: int) -> None:
    """Gives a started stage the speed that it can have now."""
    st = board.stages[s]
    speed = possible_speed(board, s, False)
    moved = set_speed(board, s, speed)
    take(board, s, speed, moved)
    board.clock[0].changes |= st.asks if moved else 0


@compiled
def free_speed(board: Board, s: int) -> float:
    """The speed that what is free now allows; divides only where people are short."""
    st, speed = board.stages[s], 1.0
    for c in range(st.crew_first, st.crew_last):
        member = board.crew[c]
        free = board.teams[member.team].free
        if free < member.fte:
            speed = min(speed, free / member.fte)
    return speed if speed >= SPEED_TOLERANCE else 0.0


@compiled
def hand_out(board: Board, s: int, speed: float) -> None:
    """Gives a stage the people for ``speed``, in a walk that looks at every stage."""
    st = board.stages[s]
    for c in range(st.crew_first, st.crew_last):
        member = board.crew[c]
        team = board.teams[member.team]
        team.free = max(0.0, team.free - speed * member.fte)
    set_speed(board, s, speed)


@compiled
def possible_speed(board: Board, s: int, last: bool) -> float:
    """The speed that what is free allows; ``last``: what the teams have left after the walk is free for the stage."""
    st, speed = board.stages[s], 1.0
    for c in range(st.crew_first, st.crew_last):
        member = board.crew[c]
        team = board.teams[member.team]
        member.offered = team.free if last or team.changed else member.offered
        speed = min(speed, member.offered / member.fte)
    return speed if speed >= SPEED_TOLERANCE else 0.0


@compiled
def take(board: Board, s: int, speed: float, moved: bool) -> None:
    """Takes the people for ``speed`` from the teams that have changed; where it ``moved``, all of them have now."""
    st = board.stages[s]
    for c in range(st.crew_first, st.crew_last):
        member = board.crew[c]
        team = board.teams[member.team]
        free = team.free if team.changed else member.offered
        team.changed |= moved
        team.free = max(0.0, free - speed * member.fte) if team.changed else team.free


@compiled
def try_start(board: Board, s: int) -> bool:
    """Starts a ready stage if limits, people and budget allow, in this order; notes what does not."""
    clock, st = board.clock[0], board.stages[s]
    crewed = st.crew_last > st.crew_first
    speed = free_speed(board, s) if clock.few else possible_speed(board, s, not clock.preemptive)
    board.asks[s] = st.asks | SLOT
    if crewed and not has_free_slot(board, s):
        cause = LIMIT
    elif speed < clock.threshold - SPEED_TOLERANCE:
        cause = TEAM
    elif not is_affordable(board, st.category, st.cost):
        cause = BUDGET
        board.asks[s] |= MONEY
    else:
        start(board, s)
        if crewed:
            occupy(board, s)
        take(board, s, speed, True)
        set_speed(board, s, speed)
        board.asks[s] = st.asks | MOVED
        clock.changes |= st.asks
        clock.later |= st.asks
        board.fresh[clock.fresh] = s
        clock.fresh += 1
        return True
    if cause != st.cause:
        st.cause = cause
        touch(board, st.initiative)
    return False


@compiled
def has_free_slot(board: Board, s: int) -> bool:
    """Whether the limits on work in progress leave room for one more stage like ``s``."""
    free = board.clock[0].slots < board.clock[0].limit
    for c in range(board.stages[s].crew_first, board.stages[s].crew_last):
        team = board.teams[board.crew[c].team]
        free &= team.slots < team.limit
    return bool(free)


@compiled
def occupy(board: Board, s: int) -> None:
    clock, st = board.clock[0], board.stages[s]
    st.has_slot = 1
    clock.slots += 1
    if clock.slots == clock.limit:
        clock.changes |= SLOT
        clock.later |= SLOT
    for c in range(st.crew_first, st.crew_last):
        board.teams[board.crew[c].team].slots += 1
