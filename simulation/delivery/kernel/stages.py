"""The course of the stages of a trial in machine code: ready, started, at the gate, ended [R2, R3, R7, R11].

Lists of stages are in order of rank; what leaves the pending ones is dropped when they are next walked through.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from simulation.delivery.board import MOVED, NEW, SLOT, Board, Indices
from simulation.delivery.contract import BUDGET
from simulation.delivery.kernel.envelopes import commit, is_affordable
from simulation.delivery.kernel.ledger import touch
from simulation.delivery.kernel.part import GIVEN_UP, NEVER, PENDING, READY, STARTED, SUCCEEDED, WAITING, compiled
from simulation.delivery.kernel.speeds import set_speed, snapped


@compiled
def settle(board: Board) -> None:
    """Ends and milestones of this instant, until nothing changes [R3]; at the horizon nothing starts [R1]."""
    clock = board.clock[0]
    busy = True
    while busy:
        busy = clock.next_end <= clock.now and finish_due(board)
        if clock.now < clock.months:
            busy |= release(board)
            busy |= clock.milestones > 0 and pass_milestone(board)
        clock.due |= busy


@compiled
def await_start(board: Board, s: int) -> None:
    """All links of a stage are met, now or at a known instant: it becomes ready then, or at its earliest start [R2]."""
    clock, st = board.clock[0], board.stages[s]
    st.phase = PENDING
    board.initiatives[st.initiative].open += 1
    st.ready_at = max(clock.now, max(st.met_at, st.earliest))
    touch(board, st.initiative)
    if st.ready_at >= clock.months:
        return
    place = clock.pending
    while place > 0 and board.stages[board.pending[np.uint32(place - 1)]].ready_at < st.ready_at:
        board.pending[np.uint32(place)] = board.pending[np.uint32(place - 1)]
        place -= 1
    board.pending[np.uint32(place)] = s
    clock.pending += 1


@compiled
def release(board: Board) -> bool:
    """Makes ready what becomes so at this instant; whether there was any."""
    clock = board.clock[0]
    found = False
    while clock.pending > 0 and board.stages[board.pending[np.uint32(clock.pending - 1)]].ready_at <= clock.now:
        clock.pending -= 1
        s = board.pending[clock.pending]
        st = board.stages[s]
        if st.phase != PENDING:
            continue
        st.phase, found = READY, True
        st.readied = clock.now
        touch(board, st.initiative)
        if st.duration == 0.0:
            st.cause = BUDGET
            clock.milestones = insert(board, board.milestones, clock.milestones, s)
        else:
            clock.ready = insert(board, board.ready, clock.ready, s)
            look_at(board, s, clock.preemptive)
    return found


@compiled
def look_at(board: Board, s: int, anew: bool) -> None:
    """Makes the next walk look at a stage, and with ``anew`` at all others who ask for its people."""
    board.asks[s] = board.stages[s].asks | NEW
    board.clock[0].changes |= board.asks[s] if anew else NEW


@compiled
def insert(board: Board, queue: Indices, length: int, s: int) -> int:
    """Puts a stage in its place by rank in the first ``length`` of ``queue``; the new length."""
    place, position = length, board.stages[s].position
    while place > 0 and board.stages[queue[np.uint32(place - 1)]].position > position:
        queue[np.uint32(place)] = queue[np.uint32(place - 1)]
        place -= 1
    queue[np.uint32(place)] = s
    return length + 1


@compiled
def remove(queue: Indices, length: int, s: int) -> int:
    """Takes a stage out of the first ``length`` of ``queue``, where it is one of them; the new length."""
    kept = 0
    for place in range(length):
        queue[kept] = queue[place]
        kept += queue[place] != s
    return kept


@compiled
def pass_milestone(board: Board) -> bool:
    """Starts the first ready milestone that the budget allows, which ends at once; whether there was one."""
    clock = board.clock[0]
    kept, found = 0, False
    for place in range(clock.milestones):
        s = board.milestones[place]
        st = board.stages[s]
        if not found and is_affordable(board, st.category, st.cost):
            found = True
            start(board, s)
            board.ends[s], clock.next_end = clock.now, clock.now
            clock.started = insert(board, board.started, clock.started, s)
        else:
            board.milestones[kept] = s
            kept += 1
    clock.milestones = kept
    return found


@compiled
def start(board: Board, s: int) -> None:
    st = board.stages[s]
    st.phase, st.since = STARTED, board.clock[0].now
    st.begun = st.since
    commit(board, st.category, st.cost)
    touch(board, st.initiative)


@compiled
def finish_due(board: Board) -> bool:
    """Draws the gate of every stage whose end has come, in document order; whether there was any [R7]."""
    clock = board.clock[0]
    kept, count = 0, 0
    clock.next_end = NEVER
    for place in range(clock.started):
        s = board.started[place]
        if board.ends[s] <= clock.now:
            slot = count
            while slot > 0 and board.fresh[np.uint32(slot - 1)] > s:
                board.fresh[np.uint32(slot)] = board.fresh[np.uint32(slot - 1)]
                slot -= 1
            board.fresh[np.uint32(slot)] = s
            count += 1
        else:
            board.started[np.uint32(kept)] = s
            kept += 1
    clock.started = kept
    for place in range(count):
        if board.stages[board.fresh[place]].phase == STARTED:  # not given up by the stop of its initiative just now
            draw_gate(board, board.fresh[place])
    return count > 0


@compiled
def draw_gate(board: Board, s: int) -> None:
    clock, st = board.clock[0], board.stages[s]
    passed = board.passes[clock.trial, st.gate_first + st.attempts]
    st.attempts += 1
    touch(board, st.initiative)
    if passed:
        end_stage(board, s, SUCCEEDED)
        succeed(board, s)
    elif st.attempts < st.chances:
        repeat(board, s)
    else:
        stop(board, st.initiative)


@compiled
def repeat(board: Board, s: int) -> None:
    """Rework: the stage stays started; a repetition of no length ends in the next round of gates [R7]."""
    clock, st = board.clock[0], board.stages[s]
    st.left, st.rate, board.ends[s] = st.rework, 0.0, NEVER
    clock.started = insert(board, board.started, clock.started, s)
    if st.left == 0.0:
        board.ends[s], clock.next_end = clock.now, clock.now
    if st.speed > 0.0:
        board.asks[s] |= MOVED
    else:  # a milestone, which has had no people so far
        look_at(board, s, True)


@compiled
def end_stage(board: Board, s: int, phase: int) -> None:
    """Takes a started stage out of work, at success, failure or abandonment."""
    clock, st = board.clock[0], board.stages[s]
    set_speed(board, s, 0.0)
    st.phase = phase
    board.initiatives[st.initiative].open -= 1
    st.ended = clock.now
    st.done = share_done(board, s)
    clock.changes |= st.asks
    if st.has_slot:
        st.has_slot = 0
        if clock.slots == clock.limit:
            clock.changes |= SLOT
        clock.slots -= 1
        for c in range(st.crew_first, st.crew_last):
            board.teams[board.crew[c].team].slots -= 1


@compiled
def share_done(board: Board, s: int) -> float:
    """The part of the drawn length that a started stage has worked; all of it in rework."""
    st = board.stages[s]
    if st.attempts > 0 or st.duration == 0.0:
        return 1.0
    left = (board.ends[s] - board.clock[0].now) * st.rate if st.rate > 0.0 else st.left
    return float(min(1.0, max(0.0, 1.0 - left / st.duration)))


@compiled
def succeed(board: Board, s: int) -> None:
    """Tells those who wait for a stage, and for its initiative where that was the last stage [R2, R11]."""
    clock, st = board.clock[0], board.stages[s]
    for f in range(st.follower_first, st.follower_last):
        meet(board, board.followers[f].stage, board.followers[f].link, clock.now)
    it = board.initiatives[st.initiative]
    it.unfinished -= 1
    if it.unfinished == 0:
        complete(board, it)


@compiled
def complete(board: Board, it: Any) -> None:
    """All stages of an initiative have succeeded: its launch is known [R11]."""
    clock = board.clock[0]
    it.closed, it.finish = 1, clock.now
    launch = snapped(clock.now + it.launch_lag)
    if launch <= clock.months:
        it.launch = launch
    for f in range(it.follower_first, it.follower_last):
        meet(board, board.followers[f].stage, board.followers[f].link, launch)


@compiled
def meet(board: Board, s: int, link: int, instant: float) -> None:
    """One link of a stage is met at ``instant`` plus its lag."""
    st = board.stages[s]
    if st.phase != WAITING:
        return
    st.met_at = max(st.met_at, snapped(instant + board.lag[board.clock[0].trial, link]))
    st.unmet -= 1
    if st.unmet == 0:
        await_start(board, s)


@compiled
def stop(board: Board, i: int) -> None:
    """A failed gate ends an initiative: its unfinished stages are given up now."""
    clock, it = board.clock[0], board.initiatives[i]
    it.closed, it.stopped = 1, 1
    it.finish = clock.now
    for s in range(it.stage_first, it.stage_last):
        phase = board.stages[s].phase
        if phase == STARTED:
            end_stage(board, s, GIVEN_UP)
            clock.started = remove(board.started, clock.started, s)
        elif phase != SUCCEEDED:
            board.stages[s].phase = GIVEN_UP
            if phase == READY:
                clock.ready = remove(board.ready, clock.ready, s)
                clock.milestones = remove(board.milestones, clock.milestones, s)
