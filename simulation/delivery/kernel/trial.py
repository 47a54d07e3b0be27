"""One trial after the other, in machine code: from the drawn inputs to what is reported.

Work is done only where something changes: months in which no capacity and no budget changes pass without an allocation.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import cast

import numpy as np
from numba import njit

from simulation.delivery import board as tables
from simulation.delivery import contract, effort
from simulation.delivery.board import EVERYTHING, Block, Board, Outcome
from simulation.delivery.contract import PREDECESSOR, TEAM
from simulation.delivery.effort import PackedEffort
from simulation.delivery.kernel.envelopes import open_period
from simulation.delivery.kernel.floor import allocate
from simulation.delivery.kernel.ledger import book_contractors, book_wait, book_waits, spread, touch
from simulation.delivery.kernel.outcome import find_hopeless, status
from simulation.delivery.kernel.part import GIVEN_UP, NEVER, OPTIONS, PENDING, SUCCEEDED, WAITING, compiled
from simulation.delivery.kernel.speeds import change_speeds, set_rates, set_speed
from simulation.delivery.kernel.stages import await_start, settle, share_done


@compiled
def run_trial(board: Board) -> None:
    """One trial, from the portfolio's start to the horizon [R3]."""
    clock = board.clock[0]
    set_up(board)
    running = True
    while running:
        settle(board)
        running, due = clock.now < clock.months, clock.due
        if not running:
            halt(board)
        elif due:
            allocate(board)
        change_speeds(board)
        if running:
            if due:
                set_rates(board)
                book_contractors(board)
                book_waits(board)
            go_on(board)
    close(board)


@compiled
def go_on(board: Board) -> None:
    """To the next instant; with a month come its people and perhaps a budget."""
    clock = board.clock[0]
    clock.now = next_instant(board)
    if clock.now == clock.month + 1:
        clock.month += 1
        if clock.month < clock.months:
            open_month(board)


@compiled
def halt(board: Board) -> None:
    """Nobody works on at the horizon."""
    for place in range(board.clock[0].started):
        s = board.started[place]
        st = board.stages[s]
        st.done = share_done(board, s)
        set_speed(board, s, 0.0)


@compiled
def next_instant(board: Board) -> float:
    """The next end, month or instant at which a stage becomes ready."""
    clock = board.clock[0]
    instant = min(clock.next_end, clock.month + 1.0)
    while clock.pending > 0:
        st = board.stages[board.pending[np.uint32(clock.pending - 1)]]
        if st.phase == PENDING:
            return float(min(instant, st.ready_at))
        clock.pending -= 1  # given up meanwhile: its time is no event
    return float(instant)


@compiled
def load(board: Board, work: Block, trial: int) -> None:
    """The drawn inputs of ``trial``, as the records hold them."""
    board.clock[0].trial = trial
    for s in range(len(board.stages)):
        st = board.stages[s]
        st.duration, st.rework = work.duration[trial, s], work.rework[trial, s]
        st.earliest, st.cost = work.earliest[trial, s], work.cost[trial, s]
    for i in range(len(board.initiatives)):
        board.initiatives[i].launch_lag = work.launch_lag[trial, i]


@compiled
def store(board: Board, out: Outcome, trial: int) -> None:
    """The results of the trial that has run; contractors and waits are in place already."""
    for s in range(len(board.stages)):
        st = board.stages[s]
        out.ready[trial, s], out.start[trial, s], out.end[trial, s] = st.readied, st.begun, st.ended
        out.done[trial, s], out.attempts[trial, s] = st.done, st.attempts
        out.succeeded[trial, s] = st.phase == SUCCEEDED
    for i in range(len(board.initiatives)):
        it = board.initiatives[i]
        out.launch[trial, i], out.finish[trial, i] = it.launch, it.finish
        out.status[trial, i] = status(board, it)


@compiled
def store_effort(board: Board, out: PackedEffort, trial: int) -> bool:
    """Moves the effort of the trial that has run to the results; whether there is room for it there."""
    needed, place = 0, 0
    for line in board.lines:
        needed += max(0, line.end - line.first)
    fits = needed <= out.fte.shape[1]
    for number in range(len(board.lines)):
        line, effort = board.lines[number], board.effort[number]
        if fits:
            out.first[trial, number], out.months[trial, number] = line.first, max(0, line.end - line.first)
        for month in range(line.first, line.end):
            if fits:
                out.fte[trial, place] = effort[month]
            effort[month] = 0.0
            place += 1
        line.first, line.end = board.clock[0].months, 0
    if fits:
        out.fte[trial, place:] = 0.0
    return bool(fits)


@compiled
def set_up(board: Board) -> None:
    """Everything as it is before the first instant."""
    clock = board.clock[0]
    clock.now, clock.next_end = 0.0, NEVER
    clock.month, clock.period, clock.slots, clock.due, clock.shifted = 0, -1, 0, 1, 0
    clock.changes, clock.later, clock.few = EVERYTHING, 0, 1
    clock.started, clock.ready, clock.milestones, clock.pending, clock.fresh, clock.touched = 0, 0, 0, 0, 0, 0
    for team in board.teams:
        team.slots, team.served, team.own, team.offered = 0, 0, 0.0, 0.0
        team.hired, team.since, team.factor = 0.0, 0.0, 1.0
    board.waits[clock.trial] = 0.0
    board.contractors[clock.trial] = 0.0
    board.leeway[clock.trial] = NEVER
    if clock.lossy:
        board.serving[:] = 0
    set_up_initiatives(board)
    set_up_stages(board)
    open_month(board)


@compiled
def set_up_initiatives(board: Board) -> None:
    for i in range(len(board.initiatives)):
        it = board.initiatives[i]
        it.unfinished, it.open = it.stage_last - it.stage_first, 0
        it.first = it.stage_first
        it.closed = it.unfinished == 0  # an option without stages never launches, and waits for nothing [R11]
        it.stopped, it.hopeless, it.touched = 0, 0, 0
        it.cause, it.since, it.start_from = PREDECESSOR, 0.0, NEVER
        it.launch, it.finish = np.nan, np.nan
        if it.funded and not it.closed:
            touch(board, i)


@compiled
def set_up_stages(board: Board) -> None:
    for s in range(len(board.stages)):
        st = board.stages[s]
        st.unmet = st.link_last - st.link_first
        st.attempts, st.cause, st.has_slot = 0, TEAM, 0
        st.met_at, st.rate, st.speed, st.factor, st.since = 0.0, 0.0, 0.0, 1.0, 0.0
        board.ends[s] = NEVER
        st.readied, st.begun, st.ended, st.done, st.left = np.nan, np.nan, np.nan, 0.0, st.duration
        st.phase = WAITING if board.initiatives[st.initiative].funded else GIVEN_UP
        if st.phase == WAITING and st.unmet == 0:
            await_start(board, s)


@compiled
def open_month(board: Board) -> None:
    """New capacity [R10] and, where one begins, a new budget period [R9]."""
    clock = board.clock[0]
    for t in range(len(board.teams)):
        team = board.teams[t]
        own = board.capacity[clock.trial, t, clock.month]
        changed = own != team.own or clock.month == 0
        team.own, team.offered = own, own + team.contractor_limit
        clock.due |= changed
        clock.changes |= team.bit if changed else 0
    if board.period_of_month[clock.month] != clock.period:
        open_period(board)


@compiled
def close(board: Board) -> None:
    """Books what is left up to the horizon and finds the initiatives that cannot launch."""
    clock = board.clock[0]
    for t in range(len(board.teams)):
        if board.teams[t].hired > 0.0:
            spread(board.contractors[board.clock[0].trial, t], board.teams[t].since, clock.now, board.teams[t].hired)
    find_hopeless(board)
    for i in range(len(board.initiatives)):
        it = board.initiatives[i]
        if it.touched or (it.funded and not it.closed):
            book_wait(board, i)


def _entry(sources: int) -> Callable[[Board, Block, Outcome, int, int], tuple[int, int]]:
    """The way in, whose machine code is kept for these ``sources`` alone.

    The compiler's cache would notice changes of this file only; what a function closes over is part of its key.
    """

    @njit(cache=True, **OPTIONS)  # type: ignore[untyped-decorator]
    def run_block(board: Board, work: Block, out: Outcome, first: int, last: int) -> tuple[int, int]:
        for trial in range(first, last):
            load(board, work, trial)
            run_trial(board)
            if not store_effort(board, out.packed_effort, trial):
                return trial, sources
            store(board, out, trial)
        return last, sources

    return cast(Callable[[Board, Block, Outcome, int, int], tuple[int, int]], run_block)


def _fingerprint() -> int:
    """A number that stands for the text of all sources of the machine code."""
    around = (Path(str(module.__file__)) for module in (contract, tables, effort))
    paths = [*sorted(Path(__file__).parent.glob("*.py")), *around]
    return int.from_bytes(sha256(b"".join(path.read_bytes() for path in paths)).digest()[:6], "big")


run_block = _entry(_fingerprint())
"""Runs the trials of a block from ``first`` to ``last`` (not included) and fills their part of its outcome.

Gives the number of the trial for whose effort there is no room, or ``last``.
"""
