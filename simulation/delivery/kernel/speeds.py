"""How fast the stages of a trial progress, in machine code: speeds, what switching leaves of them, ends [R1, R5]."""

from __future__ import annotations

from typing import Any

import numpy as np

from simulation.delivery.board import MOVED, Board
from simulation.delivery.contract import GRID
from simulation.delivery.kernel.ledger import book_effort, touch
from simulation.delivery.kernel.part import NEVER, compiled


@compiled
def snapped(months: float) -> float:
    """The nearest instant of the grid [R1]."""
    return float(np.rint(months * GRID) / GRID)


@compiled
def set_speed(board: Board, s: int, speed: float) -> bool:
    """Notes the speed of a stage, which counts from now on; whether it is another than before."""
    clock, st = board.clock[0], board.stages[s]
    moved = speed != st.speed
    st.wanted = speed
    board.moved[clock.moved] = s
    clock.moved += moved
    return bool(moved)


@compiled
def change_speeds(board: Board) -> None:
    """Gives the stages that were noted their new speeds, after booking the effort at the old ones."""
    clock = board.clock[0]
    for place in range(clock.moved):
        s = board.moved[place]
        st = board.stages[s]
        book_effort(board, s)
        if clock.lossy and (st.wanted > 0.0) != (st.speed > 0.0):
            serve(board, s, 1 if st.wanted > 0.0 else -1)
        st.speed = st.wanted
        board.asks[s] |= MOVED
        touch(board, st.initiative)
    clock.moved = 0


@compiled
def serve(board: Board, s: int, step: int) -> None:
    """Counts the initiatives that each team of a stage gives people to [R5]."""
    st = board.stages[s]
    for c in range(st.crew_first, st.crew_last):
        t = board.crew[c].team
        before = board.serving[t, st.initiative]
        board.serving[t, st.initiative] = before + step
        if before == 0 or before + step == 0:
            board.teams[t].served += step
            board.clock[0].shifted = 1


@compiled
def set_rates(board: Board) -> None:
    """Progress of the started stages whose speed or factor has changed, and the next end of all [R1, R5]."""
    clock = board.clock[0]
    news = MOVED
    if clock.lossy and clock.shifted:
        news |= shift_factors(board)
    clock.shifted = 0
    next_end = NEVER
    for place in range(clock.started):
        s = board.started[place]
        if board.asks[s] & news:
            set_rate(board, s)
        next_end = min(next_end, board.ends[s])
    clock.next_end = next_end


@compiled
def shift_factors(board: Board) -> int:
    """What switching now leaves of each team's work; the bits of those for which that has changed [R5]."""
    changed = 0
    for t in range(len(board.teams)):
        team = board.teams[t]
        factor = board.factors[t, team.served]
        changed |= team.bit if factor != team.factor else 0
        team.factor = factor
    return changed


@compiled
def set_rate(board: Board, s: int) -> None:
    """Progress of a stage; its end is worked out anew only where that has changed."""
    now, st = board.clock[0].now, board.stages[s]
    board.asks[s] = st.asks
    if st.lossy:
        set_factor(board, st)
    rate = st.speed * st.factor
    if rate != st.rate:
        if st.rate > 0.0:
            st.left = (board.ends[s] - now) * st.rate
        st.rate = rate
        board.ends[s] = snapped(now + st.left / rate) if rate > 0.0 else NEVER


@compiled
def set_factor(board: Board, st: Any) -> None:
    """The smallest of a stage's teams' factors for switching [R5]."""
    factor = 1.0
    for c in range(st.crew_first, st.crew_last):
        factor = min(factor, board.teams[board.crew[c].team].factor)
    if factor != st.factor:
        st.factor = factor
        touch(board, st.initiative)
