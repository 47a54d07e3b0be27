"""The delivery rules as compiled code: one trial after the other, from the tables of ``simulation.delivery.board``.

Everything that is compiled lives in this one file, because the compiler's cache notices changes of the file of the
function that is called, not of those that it calls.  Numbers in brackets refer to ``docs/rules.md``.

Work is done only where something changes: effort and waiting are booked when a speed or a cause changes, months in
which no capacity and no budget changes pass without an allocation.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar, cast

import numpy as np
from numba import njit

from simulation.arrays import FloatArray
from simulation.delivery.board import Block, Board, Indices, Outcome
from simulation.delivery.contract import (
    BLOCKED,
    BUDGET,
    GRID,
    LAUNCHED,
    LIMIT,
    PREDECESSOR,
    SPEED_TOLERANCE,
    START,
    STOPPED,
    SWITCHING,
    TEAM,
    UNFINISHED,
    UNFUNDED,
)

F = TypeVar("F", bound=Callable[..., Any])

WAITING, PENDING, READY, STARTED, SUCCEEDED, GIVEN_UP = range(6)
"""Phases of a stage: links open, only time is missing, may start, started, and the two ends."""

WORKING = -1
"""Where the cause of an initiative's waiting would be, while it works."""

OPTIONS: Final = {"nogil": True, "error_model": "numpy", "no_cfunc_wrapper": True, "_nrt": False}

BUDGET_TOLERANCE = 1e-9
NEVER = np.inf


def compiled(function: F) -> F:
    """``function`` as part of the kernel: plain IEEE arithmetic and no memory of its own, called by compiled code only.

    Its machine code becomes part of that of ``run_block``: a call would hand over some two hundred values.
    """
    return cast(F, njit(forceinline=True, no_cpython_wrapper=True, **OPTIONS)(function))


@njit(cache=True, **OPTIONS)  # type: ignore[untyped-decorator]
def run_block(board: Board, work: Block, out: Outcome) -> None:
    """All trials of a block, written to ``out``, which holds NaN times and zero amounts."""
    for trial in range(work.duration.shape[0]):
        load(board, work, trial)
        run_trial(board)
        store(board, out, trial)


@compiled
def run_trial(board: Board) -> None:
    """One trial, from the portfolio's start to the horizon [R3]."""
    clock = board.clock[0]
    set_up(board)
    while clock.now < clock.months:
        settle(board)
        if clock.due:
            allocate(board)
            set_rates(board)
            book_contractors(board)
            book_waits(board)
        clock.now = next_instant(board)
        if clock.now == clock.month + 1:
            clock.month += 1
            if clock.month < clock.months:
                open_month(board)
    while finish_due(board):  # what ends exactly at the horizon has ended [R1]
        pass
    close(board)


@compiled
def next_instant(board: Board) -> float:
    """The next end, month or instant at which a stage becomes ready."""
    clock = board.clock[0]
    instant = min(clock.next_end, clock.month + 1.0)
    while clock.pending > 0:
        st = board.stages[board.pending[clock.pending - 1]]
        if st.phase == PENDING:
            return float(min(instant, st.ready_at))
        clock.pending -= 1  # given up meanwhile: its time is no event
    return float(instant)


# --- into and out of the records ---


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
    """The results of the trial that has run; effort, contractors and waits are in place already."""
    for s in range(len(board.stages)):
        st = board.stages[s]
        out.ready[trial, s], out.start[trial, s], out.end[trial, s] = st.readied, st.begun, st.ended
        out.done[trial, s], out.attempts[trial, s] = st.done, st.attempts
        out.succeeded[trial, s] = st.phase == SUCCEEDED
    for i in range(len(board.initiatives)):
        it = board.initiatives[i]
        out.launch[trial, i], out.finish[trial, i] = it.launch, it.finish
        out.status[trial, i] = status(board, it)


# --- the start of a trial ---


@compiled
def set_up(board: Board) -> None:
    """Everything as it is before the first instant."""
    clock = board.clock[0]
    clock.now, clock.next_end = 0.0, NEVER
    clock.month, clock.period, clock.slots, clock.due, clock.shifted = 0, -1, 0, 1, 0
    clock.started, clock.ready, clock.milestones, clock.pending, clock.fresh, clock.touched = 0, 0, 0, 0, 0, 0
    for team in board.teams:
        team.slots, team.served, team.own, team.offered = 0, 0, 0.0, 0.0
        team.hired, team.since = 0.0, 0.0
    if clock.lossy:
        board.serving[:] = 0
    set_up_initiatives(board)
    set_up_stages(board)
    for it in board.initiatives:
        if it.funded and it.unfinished == 0:  # an option without stages has nothing to wait for
            complete(board, it)
    open_month(board)


@compiled
def set_up_initiatives(board: Board) -> None:
    for i in range(len(board.initiatives)):
        it = board.initiatives[i]
        it.unfinished, it.open = it.stage_last - it.stage_first, 0
        it.closed, it.stopped, it.hopeless, it.touched = 0, 0, 0, 0
        it.cause, it.since, it.start_from = PREDECESSOR, 0.0, NEVER
        it.launch, it.finish = np.nan, np.nan
        if it.funded:
            touch(board, i)


@compiled
def set_up_stages(board: Board) -> None:
    for s in range(len(board.stages)):
        st = board.stages[s]
        st.unmet = st.link_last - st.link_first
        st.attempts, st.cause, st.has_slot = 0, TEAM, 0
        st.met_at, st.end_at, st.rate, st.speed, st.factor, st.since = 0.0, NEVER, 0.0, 0.0, 1.0, 0.0
        st.readied, st.begun, st.ended, st.done, st.left = np.nan, np.nan, np.nan, 0.0, st.duration
        st.phase = WAITING if board.initiatives[st.initiative].funded else GIVEN_UP
        if st.phase == WAITING and st.unmet == 0:
            await_start(board, s)


# --- months and budgets ---


@compiled
def open_month(board: Board) -> None:
    """New capacity [R10] and, where one begins, a new budget period [R9]."""
    clock = board.clock[0]
    for t in range(len(board.teams)):
        team = board.teams[t]
        own = board.capacity[clock.trial, t, clock.month]
        if own != team.own or clock.month == 0:
            team.own, team.offered = own, own + team.contractor_limit
            clock.due = 1
    if board.period_of_month[clock.month] != clock.period:
        open_period(board)


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


@compiled
def is_affordable(board: Board, category: int, cost: float) -> bool:
    envelope = board.envelopes[category]
    if cost <= 0.0 or not envelope.limited:
        return True
    if cost <= envelope.available + BUDGET_TOLERANCE * max(1.0, abs(envelope.available)):
        return True
    return bool(envelope.untouched and envelope.available > 0.0)


@compiled
def commit(board: Board, category: int, cost: float) -> None:
    """Takes an affordable cost from the period's envelope, and what exceeds it from those that follow."""
    envelope = board.envelopes[category]
    if cost <= 0.0 or not envelope.limited:
        return
    envelope.untouched = 0
    excess = cost - envelope.available
    envelope.available = max(0.0, -excess)
    if excess <= BUDGET_TOLERANCE * max(1.0, cost):
        return
    clock = board.clock[0]
    for period in range(clock.period + 1, board.booked.shape[1]):
        part = min(excess, max(0.0, board.amounts[clock.trial, category, period] - board.booked[category, period]))
        board.booked[category, period] += part
        excess -= part


# --- ready, started, ended ---


@compiled
def settle(board: Board) -> None:
    """Ends and milestones of this instant, until nothing changes [R3]."""
    clock = board.clock[0]
    busy = True
    while busy:
        busy = clock.next_end <= clock.now and finish_due(board)
        busy |= release(board)
        busy |= pass_milestone(board)
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
    while place > 0 and board.stages[board.pending[place - 1]].ready_at < st.ready_at:
        board.pending[place] = board.pending[place - 1]
        place -= 1
    board.pending[place] = s
    clock.pending += 1


@compiled
def release(board: Board) -> bool:
    """Makes ready what becomes so at this instant; whether there was any."""
    clock = board.clock[0]
    found = False
    while clock.pending > 0 and board.stages[board.pending[clock.pending - 1]].ready_at <= clock.now:
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
    return found


@compiled
def insert(board: Board, queue: Indices, length: int, s: int) -> int:
    """Puts a stage in its place by rank in the first ``length`` of ``queue``; the new length."""
    place, position = length, board.stages[s].position
    while place > 0 and board.stages[queue[place - 1]].position > position:
        queue[place] = queue[place - 1]
        place -= 1
    queue[place] = s
    return length + 1


@compiled
def pass_milestone(board: Board) -> bool:
    """Starts the first ready milestone that the budget allows, which ends at once; whether there was one."""
    clock = board.clock[0]
    kept, found = 0, False
    for place in range(clock.milestones):
        s = board.milestones[place]
        st = board.stages[s]
        if st.phase != READY:
            continue
        if not found and is_affordable(board, st.category, st.cost):
            found = True
            start(board, s)
            st.end_at, clock.next_end = clock.now, clock.now
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
        st = board.stages[s]
        if st.phase != STARTED:
            continue
        board.started[kept] = s
        kept += 1
        if st.end_at <= clock.now:
            slot = count
            while slot > 0 and board.fresh[slot - 1] > s:
                board.fresh[slot] = board.fresh[slot - 1]
                slot -= 1
            board.fresh[slot] = s
            count += 1
        else:
            clock.next_end = min(clock.next_end, st.end_at)
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
        st.left, st.rate, st.end_at = st.rework, 0.0, NEVER
        if st.left == 0.0:
            st.end_at, clock.next_end = clock.now, clock.now
    else:
        stop(board, st.initiative)


@compiled
def end_stage(board: Board, s: int, phase: int) -> None:
    """Takes a started stage out of work, at success, failure or abandonment."""
    st = board.stages[s]
    set_speed(board, s, 0.0)
    st.phase = phase
    board.initiatives[st.initiative].open -= 1
    st.ended = board.clock[0].now
    st.done = share_done(board, s)
    if st.has_slot:
        st.has_slot = 0
        board.clock[0].slots -= 1
        for c in range(st.crew_first, st.crew_last):
            board.teams[board.crew[c].team].slots -= 1


@compiled
def share_done(board: Board, s: int) -> float:
    """The part of the drawn length that a started stage has worked; all of it in rework."""
    st = board.stages[s]
    if st.attempts > 0 or st.duration == 0.0:
        return 1.0
    left = (st.end_at - board.clock[0].now) * st.rate if st.rate > 0.0 else st.left
    return min(1.0, max(0.0, 1.0 - left / st.duration))


@compiled
def succeed(board: Board, s: int) -> None:
    """Tells those who wait for a stage, and for its initiative where that was the last stage [R2, R11]."""
    clock, st = board.clock[0], board.stages[s]
    for f in range(st.follower_first, st.follower_last):
        meet(board, board.stage_followers[f].stage, board.stage_followers[f].link, clock.now)
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
        meet(board, board.initiative_followers[f].stage, board.initiative_followers[f].link, launch)


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
    it = board.initiatives[i]
    it.closed, it.stopped = 1, 1
    it.finish = board.clock[0].now
    for s in range(it.stage_first, it.stage_last):
        if board.stages[s].phase == STARTED:
            end_stage(board, s, GIVEN_UP)
        elif board.stages[s].phase != SUCCEEDED:
            board.stages[s].phase = GIVEN_UP


# --- allocation ---


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


# --- what is booked ---


@compiled
def snapped(months: float) -> float:
    """The nearest instant of the grid [R1]."""
    return float(np.rint(months * GRID) / GRID)


@compiled
def spread(row: FloatArray, since: float, now: float, people: float) -> None:
    """Adds the FTE-months of ``people`` from ``since`` to ``now`` to the months of ``row``."""
    month = int(since)
    while since < now:
        until = min(now, month + 1.0)
        row[month] += people * (until - since)
        since = until
        month += 1


@compiled
def book_effort(board: Board, s: int) -> None:
    st, now, trial = board.stages[s], board.clock[0].now, board.clock[0].trial
    if st.speed > 0.0 and st.since < now:
        for c in range(st.crew_first, st.crew_last):
            spread(board.effort[trial, board.crew[c].line], st.since, now, st.speed * board.crew[c].fte)
    st.since = now


@compiled
def book_contractors(board: Board) -> None:
    """Contractors work only beyond a team's own people, by the instant [R10]."""
    now = board.clock[0].now
    for t in range(len(board.teams)):
        team = board.teams[t]
        if team.contractor_limit <= 0.0:
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
    if not it.touched:
        it.touched = 1
        board.touched[clock.touched] = i
        clock.touched += 1


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
        waits[it.cause] += span


@compiled
def find_cause(board: Board, i: int) -> None:
    """What an initiative does or waits for: its fastest stage, or the cause of its first ready one."""
    it = board.initiatives[i]
    best, factor, paused, ready, s, unseen = 0.0, 1.0, False, PREDECESSOR, it.stage_first, it.open
    it.start_from = NEVER
    while unseen > 0:
        st = board.stages[s]
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


# --- the end of a trial ---


@compiled
def close(board: Board) -> None:
    """Books everything up to the horizon and says how each initiative stands."""
    clock = board.clock[0]
    for s in range(len(board.stages)):
        st = board.stages[s]
        if st.phase == STARTED:
            book_effort(board, s)
            st.done = share_done(board, s)
    for t in range(len(board.teams)):
        if board.teams[t].hired > 0.0:
            spread(board.contractors[board.clock[0].trial, t], board.teams[t].since, clock.now, board.teams[t].hired)
    find_hopeless(board)
    for i in range(len(board.initiatives)):
        it = board.initiatives[i]
        if it.touched or (it.funded and not it.closed):
            book_wait(board, i)


@compiled
def status(board: Board, it: Any) -> int:
    if not it.funded:
        return UNFUNDED
    if it.stopped:
        return STOPPED
    if it.hopeless:
        return BLOCKED
    return LAUNCHED if it.launch <= board.clock[0].months else UNFINISHED


@compiled
def find_hopeless(board: Board) -> None:
    """Marks the initiatives that cannot launch: unfunded, stopped, or with a link to what cannot come [R2]."""
    for it in board.initiatives:
        it.hopeless = it.stopped or not it.funded
    found = True
    while found:
        found = False
        for st in board.stages:
            if st.phase == WAITING and is_blocked(board, st):
                st.phase, found = GIVEN_UP, True
                board.initiatives[st.initiative].hopeless = 1


@compiled
def is_blocked(board: Board, st: Any) -> bool:
    """Whether a link of a stage leads to a stage that was given up, or to an initiative that cannot launch."""
    for link in board.links[st.link_first : st.link_last]:
        if link.stage >= 0 and board.stages[link.stage].phase == GIVEN_UP:
            return True
        if link.initiative >= 0 and board.initiatives[link.initiative].hopeless:
            return True
    return False
