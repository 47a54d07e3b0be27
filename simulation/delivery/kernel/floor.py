"""The allocation of people in machine code: who works, who starts, and what keeps the others [R3, R4, R6]."""

from __future__ import annotations

from simulation.delivery.board import Board
from simulation.delivery.contract import BUDGET, LIMIT, SPEED_TOLERANCE, TEAM
from simulation.delivery.kernel.envelopes import is_affordable
from simulation.delivery.kernel.ledger import touch
from simulation.delivery.kernel.part import READY, STARTED, compiled
from simulation.delivery.kernel.speeds import set_speed
from simulation.delivery.kernel.stages import insert, start


@compiled
def allocate(board: Board) -> None:
    """Shares out the people of every team afresh: started stages, then ready ones, or both by rank [R3, R4]."""
    clock = board.clock[0]
    for team in board.teams:
        team.free = team.offered
    a, b, started, waiting = 0, 0, 0, 0
    clock.fresh = 0
    while a < clock.started or b < clock.ready:
        if comes_first(board, a, b):
            s = board.started[a]
            a += 1
            if board.stages[s].phase == STARTED:
                board.started[started] = s
                started += 1
                set_speed(board, s, take(board, s, possible_speed(board, s)))
        else:
            s = board.ready[b]
            b += 1
            if board.stages[s].phase == READY and not try_start(board, s):
                board.ready[waiting] = s
                waiting += 1
    clock.started, clock.ready = started, waiting
    for place in range(clock.fresh):
        clock.started = insert(board, board.started, clock.started, board.fresh[place])
    clock.due = clock.fresh > 0  # those that have just started come before others from the next event on


@compiled
def comes_first(board: Board, a: int, b: int) -> bool:
    """Whether the walk goes on with started stage ``a`` rather than ready stage ``b``."""
    clock = board.clock[0]
    if a == clock.started:
        return False
    if b == clock.ready or not clock.preemptive:
        return True
    return bool(board.stages[board.started[a]].position < board.stages[board.ready[b]].position)


@compiled
def possible_speed(board: Board, s: int) -> float:
    """The speed that what is free allows."""
    st, short = board.stages[s], False
    for c in range(st.crew_first, st.crew_last):
        member = board.crew[c]
        short |= board.teams[member.team].free < member.fte
    speed = 1.0
    if short:  # a loop of its own: most stages have their people, and divisions are slow
        for c in range(st.crew_first, st.crew_last):
            member = board.crew[c]
            speed = min(speed, board.teams[member.team].free / member.fte)
    return speed


@compiled
def take(board: Board, s: int, speed: float) -> float:
    """Takes the people for ``speed`` from what is free; the speed that counts."""
    if speed < SPEED_TOLERANCE:
        return 0.0
    st = board.stages[s]
    for c in range(st.crew_first, st.crew_last):
        member = board.crew[c]
        team = board.teams[member.team]
        team.free = max(0.0, team.free - speed * member.fte)
    return speed


@compiled
def try_start(board: Board, s: int) -> bool:
    """Starts a ready stage if limits, people and budget allow, in this order; notes what does not."""
    clock, st = board.clock[0], board.stages[s]
    crewed = st.crew_last > st.crew_first
    speed = possible_speed(board, s)
    if crewed and not has_free_slot(board, s):
        cause = LIMIT
    elif speed < clock.threshold - SPEED_TOLERANCE:
        cause = TEAM
    elif not is_affordable(board, st.category, st.cost):
        cause = BUDGET
    else:
        start(board, s)
        if crewed:
            occupy(board, s)
        set_speed(board, s, take(board, s, speed))
        board.fresh[clock.fresh] = s
        clock.fresh += 1
        clock.shifted = 1
        return True
    if cause != st.cause:
        st.cause = cause
        touch(board, st.initiative)
    return False


@compiled
def has_free_slot(board: Board, s: int) -> bool:
    """Whether the limits on work in progress leave room for one more stage like ``s``."""
    if board.clock[0].slots >= board.clock[0].limit:
        return False
    for c in range(board.stages[s].crew_first, board.stages[s].crew_last):
        team = board.teams[board.crew[c].team]
        if team.slots >= team.limit:
            return False
    return True


@compiled
def occupy(board: Board, s: int) -> None:
    st = board.stages[s]
    st.has_slot = 1
    board.clock[0].slots += 1
    for c in range(st.crew_first, st.crew_last):
        board.teams[board.crew[c].team].slots += 1
