"""How fast the stages of a trial progress, in machine code: speeds, what switching leaves of them, ends [R1, R5]."""

from __future__ import annotations

from typing import Any

import numpy as np

from simulation.delivery.board import Board
from simulation.delivery.contract import GRID
from simulation.delivery.kernel.ledger import book_effort, touch
from simulation.delivery.kernel.part import NEVER, compiled


@compiled
def snapped(months: float) -> float:
    """The nearest instant of the grid [R1]."""
    return float(np.rint(months * GRID) / GRID)


@compiled
def set_speed(board: Board, s: int, speed: float) -> None:
    """Gives a stage a new speed, after booking the effort at the old one."""
    clock, st = board.clock[0], board.stages[s]
    if speed == st.speed:
        return
    book_effort(board, s)
    if clock.lossy and (speed > 0.0) != (st.speed > 0.0):
        serve(board, s, 1 if speed > 0.0 else -1)
    st.speed = speed
    touch(board, st.initiative)


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
    """Progress of every started stage; ends are worked out anew only where the rate has changed [R1, R5]."""
    clock = board.clock[0]
    clock.next_end = NEVER
    shifted = clock.lossy and clock.shifted
    if shifted:
        for t in range(len(board.teams)):
            board.teams[t].factor = board.factors[t, board.teams[t].served]
    for place in range(clock.started):
        st = board.stages[board.started[place]]
        if shifted and st.lossy:
            set_factor(board, st)
        rate = st.speed * st.factor
        if rate != st.rate:
            if st.rate > 0.0:
                st.left = (st.end_at - clock.now) * st.rate
            st.rate = rate
            st.end_at = snapped(clock.now + st.left / rate) if rate > 0.0 else NEVER
        clock.next_end = min(clock.next_end, st.end_at)
    clock.shifted = 0


@compiled
def set_factor(board: Board, st: Any) -> None:
    """The smallest of a stage's teams' factors for switching [R5]."""
    factor = 1.0
    for c in range(st.crew_first, st.crew_last):
        factor = min(factor, board.teams[board.crew[c].team].factor)
    if factor != st.factor:
        st.factor = factor
        touch(board, st.initiative)
