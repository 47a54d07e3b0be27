"""What a trial uses and where its time goes: effort, contractors and waiting, in machine code.

Booked only when a speed or a cause changes, for all the time since the last change.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from simulation.arrays import FloatArray
from simulation.delivery.board import Board
from simulation.delivery.contract import PREDECESSOR, START, SWITCHING, TEAM
from simulation.delivery.kernel.part import NEVER, PENDING, READY, STARTED, SUCCEEDED, WORKING, compiled


@compiled
def spread(row: FloatArray, since: float, now: float, people: float) -> None:
    """Adds the FTE-months of ``people`` from ``since`` to ``now`` to the months of ``row``."""
    month = int(since)
    while since < now:
        until = min(now, month + 1.0)
        row[np.uint32(month)] += people * (until - since)
        since = until
        month += 1


@compiled
def book_effort(board: Board, s: int) -> None:
    st, now = board.stages[s], board.clock[0].now
    if st.speed > 0.0 and st.since < now:
        spread_crew(board, st, now)
    st.since = now


@compiled
def spread_crew(board: Board, st: Any, now: float) -> None:
    """Adds a stage's FTE-months up to ``now`` to the months of its charge lines."""
    first = int(st.since)
    for c in range(st.crew_first, st.crew_last):
        member = board.crew[c]
        line, effort = board.lines[member.line], board.effort[member.line]
        people, since, month = st.speed * member.fte, st.since, first
        while since < now:
            until = min(now, month + 1.0)
            effort[np.uint32(month)] += people * (until - since)
            since = until
            month += 1
        line.first, line.end = min(line.first, first), max(line.end, month)


@compiled
def book_contractors(board: Board) -> None:
    """Contractors work only beyond a team's own people, by the instant [R10]: looks at the teams that have changed."""
    now = board.clock[0].now
    for t in range(len(board.teams)):
        team = board.teams[t]
        if not team.changed or team.contractor_limit <= 0.0:
            continue
        hired = max(0.0, team.offered - team.free - team.own)
        if hired != team.hired:
            if team.hired > 0.0:
                spread(board.contractors[board.clock[0].trial, t], team.since, now, team.hired)
            team.hired, team.since = hired, now


@compiled
def touch(board: Board, i: int) -> None:
    """Marks an initiative whose waiting may have another cause from now on."""
    it, clock = board.initiatives[i], board.clock[0]
    board.touched[clock.touched] = i
    clock.touched += not it.touched
    it.touched = 1


@compiled
def book_waits(board: Board) -> None:
    """Books the waiting of every touched initiative up to now, and sees what it waits for from now on."""
    clock = board.clock[0]
    for place in range(clock.touched):
        i = board.touched[place]
        book_wait(board, i)
        if not board.initiatives[i].closed:
            find_cause(board, i)
        board.initiatives[i].touched = 0
    clock.touched = 0


@compiled
def book_wait(board: Board, i: int) -> None:
    it, now = board.initiatives[i], board.clock[0].now
    waits, span = board.waits[board.clock[0].trial, i], now - it.since
    it.since = now
    if it.cause == WORKING:
        waits[TEAM] += span * it.idle
        waits[SWITCHING] += span * it.switching
    elif it.cause == START:
        for_start = min(span, max(0.0, now - it.start_from))
        waits[START] += for_start
        waits[PREDECESSOR] += span - for_start
    else:
        waits[np.uint32(it.cause)] += span


@compiled
def find_cause(board: Board, i: int) -> None:
    """What an initiative does or waits for: its fastest stage, or the cause of its first ready one."""
    it = board.initiatives[i]
    best, factor, paused, ready, unseen = 0.0, 1.0, False, PREDECESSOR, it.open
    it.start_from = NEVER
    while unseen > 0 and board.stages[it.first].phase == SUCCEEDED:
        it.first += 1
    s = it.first
    while unseen > 0:
        st = board.stages[np.uint32(s)]
        s += 1
        if st.phase == STARTED:
            paused = True
            if st.speed > best:
                best, factor = st.speed, st.factor
        elif st.phase == READY:
            ready = st.cause if ready == PREDECESSOR else ready
        elif st.phase == PENDING:
            it.start_from = min(it.start_from, st.met_at)
        else:
            continue
        unseen -= 1
    if best > 0.0:
        it.cause, it.idle, it.switching = WORKING, 1.0 - best, best * (1.0 - factor)
    elif paused:
        it.cause = TEAM
    elif ready != PREDECESSOR:
        it.cause = ready
    else:
        it.cause = START if it.start_from < NEVER else PREDECESSOR
