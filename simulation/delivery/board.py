"""The tables that the compiled engine works on: a plan laid out as records, and room for one trial.

A record holds what is fixed (from the plan) beside what changes during a trial, so that one stage is a few cache
lines.  What serves as an index is unsigned: signed ones would be checked for counting from the end.  All memory is
taken here, once a block; the kernel takes none.  No rule lives here.
"""

from __future__ import annotations

from dataclasses import fields
from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from simulation.arrays import BoolArray, ByteArray, FloatArray, IntArray
from simulation.delivery.contract import CAUSES, COST_CATEGORIES, Delivery, DeliveryPlan, Workload
from simulation.delivery.effort import PackedEffort, room_for_effort

Records: TypeAlias = np.ndarray[Any, np.dtype[np.void]]
Indices: TypeAlias = npt.NDArray[np.uint32]
Bits: TypeAlias = npt.NDArray[np.int64]

TEAM_BITS: Final = 59
"""Bits that stand for teams; where there are more teams, some share one, and stages are looked at in vain."""

MOVED, NEW, SLOT, MONEY = (1 << bit for bit in range(TEAM_BITS, 63))
"""Bits beyond the teams': a stage's speed or work has changed; it is new in its list; the portfolio's limit on work in
progress was reached or left; an envelope has changed."""

USUAL_MONTHS: Final = 12
"""Months from the first to the last work of a charge line for which there is room to begin with."""

EVERYTHING: Final = (1 << 63) - 1

TIMES: Final = ("ready", "start", "end", "launch", "finish")

STAGE = np.dtype(
    [  # what every allocation looks at comes first, in one cache line
        ("phase", "i4"),
        ("initiative", "u4"),
        ("position", "u4"),  # in rank order
        ("crew_first", "u4"),
        ("crew_last", "u4"),
        ("lossy", "i4"),  # any of its teams loses by switching
        ("cause", "i4"),  # why it is ready and not started
        ("has_slot", "i4"),
        ("asks", "i8"),  # bits of what its speed depends on
        ("speed", "f8"),
        ("wanted", "f8"),  # its next speed, where that is another
        ("factor", "f8"),
        ("rate", "f8"),
        ("left", "f8"),  # months of work at full crew, while its rate is 0
        ("since", "f8"),  # effort is booked up to here
        ("met_at", "f8"),  # the last of its links
        ("ready_at", "f8"),
        ("unmet", "i4"),  # links not yet met for certain
        ("attempts", "i4"),
        ("chances", "i4"),  # attempts at the gate before the initiative stops
        ("gate_first", "u4"),
        ("category", "u4"),
        ("link_first", "u4"),
        ("link_last", "u4"),
        ("follower_first", "u4"),
        ("follower_last", "u4"),
        ("duration", "f8"),
        ("rework", "f8"),
        ("earliest", "f8"),
        ("cost", "f8"),
        ("readied", "f8"),
        ("begun", "f8"),
        ("ended", "f8"),
        ("done", "f8"),
    ],
    align=True,
)

INITIATIVE = np.dtype(
    [
        ("stage_first", "u4"),
        ("stage_last", "u4"),
        ("first", "u4"),  # all stages before this one have succeeded
        ("follower_first", "u4"),
        ("follower_last", "u4"),
        ("funded", "i4"),
        ("unfinished", "i4"),  # stages that have not succeeded
        ("open", "i4"),  # stages with all links met that have not ended
        ("closed", "i4"),  # all stages ended, or stopped
        ("stopped", "i4"),
        ("hopeless", "i4"),  # can never launch
        ("touched", "i4"),  # its waiting is to be looked at again
        ("cause", "i4"),
        ("launch_lag", "f8"),
        ("launch", "f8"),
        ("finish", "f8"),
        ("since", "f8"),  # waiting is booked up to here
        ("idle", "f8"),  # while running: share lost for want of people
        ("switching", "f8"),  # while running: share lost by switching
        ("start_from", "f8"),  # from here on only an earliest start is missing
    ],
    align=True,
)

TEAM = np.dtype(
    [
        ("limit", "i4"),
        ("slots", "i4"),
        ("served", "i4"),  # initiatives that it gives people to
        ("changed", "i4"),  # what it can give is no longer what it was in the walk before
        ("bit", "i8"),
        ("own", "f8"),
        ("offered", "f8"),  # own and contractors
        ("free", "f8"),  # after the walk, or at this point of the walk where it has changed
        ("factor", "f8"),  # of its work, by switching
        ("contractor_limit", "f8"),
        ("hired", "f8"),  # contractors at work
        ("since", "f8"),  # contractors are booked up to here
    ],
    align=True,
)

CREW = np.dtype(
    [
        ("team", "u4"),
        ("line", "u4"),
        ("fte", "f8"),
        ("offered", "f8"),  # what the team had left when the walk came to the stage
    ],
    align=True,
)
LINE = np.dtype([("first", "i4"), ("end", "i4")], align=True)  # the months in which it has been at work
FOLLOWER = np.dtype([("stage", "u4"), ("link", "u4")], align=True)
LINK = np.dtype([("stage", "i4"), ("initiative", "i4")], align=True)
ENVELOPE = np.dtype([("limited", "i4"), ("untouched", "i4"), ("available", "f8")], align=True)

CLOCK = np.dtype(
    [
        ("now", "f8"),
        ("next_end", "f8"),
        ("threshold", "f8"),
        ("changes", "i8"),  # bits of what has changed since the walk before, and during this one
        ("later", "i8"),  # those that the next walk is to heed too
        ("trial", "i4"),
        ("months", "i4"),
        ("month", "i4"),
        ("period", "i4"),
        ("preemptive", "i4"),
        ("carry_over", "i4"),
        ("lossy", "i4"),  # any team loses by switching
        ("limit", "i4"),
        ("slots", "i4"),
        ("few", "i4"),  # few stages were under way in the walk before: it has looked at all, and noted nothing
        ("due", "i4"),  # people are to be allocated afresh
        ("shifted", "i4"),  # switching factors are to be worked out afresh
        ("started", "i4"),  # lengths of the lists below
        ("ready", "i4"),
        ("milestones", "i4"),
        ("pending", "i4"),
        ("fresh", "i4"),
        ("moved", "i4"),
        ("touched", "i4"),
    ],
    align=True,
)


class Board(NamedTuple):
    """The plan as records, and the state of the trial that is running."""

    clock: Records  # (1,)
    stages: Records  # (S,)
    initiatives: Records  # (I,)
    teams: Records  # (T,)
    crew: Records  # (C,)
    links: Records  # (L,)
    followers: Records  # links by the stage that they wait for, then by the initiative
    envelopes: Records  # (3,)
    booked: FloatArray  # (3, periods) booked ahead
    amounts: FloatArray  # (n, 3, periods) of each envelope
    period_of_month: IntArray  # (months,)
    capacity: FloatArray  # (n, T, months)
    passes: BoolArray  # (n, G)
    lag: FloatArray  # (n, L)
    lines: Records  # (N,)
    effort: FloatArray  # (N, months) of the trial that is running
    contractors: FloatArray  # (n, T, months) results that are written in place
    waits: FloatArray  # (n, I, causes)
    factors: FloatArray  # (T, most initiatives of a team + 1) by initiatives served
    serving: Indices  # (T, I) stages of an initiative that a team works on
    asks: Bits  # (S,) what makes the walk look at a stage again
    ends: FloatArray  # (S,) while its rate is above 0
    started: Indices  # lists of stages, by rank
    ready: Indices
    milestones: Indices  # ready, of length zero
    pending: Indices  # all links met in the future or earliest start to come: latest first
    fresh: Indices  # started by the walk under way
    moved: Indices  # with another speed than before; has room for one that is tried and not kept
    touched: Indices  # initiatives; has room for one more, likewise


class Block(NamedTuple):
    """The sampled inputs of a block that are copied into the records, trial by trial."""

    duration: FloatArray
    rework: FloatArray
    earliest: FloatArray
    cost: FloatArray
    launch_lag: FloatArray


class Outcome(NamedTuple):
    """The results of a block that are copied from the records, trial by trial."""

    ready: FloatArray
    start: FloatArray
    end: FloatArray
    done: FloatArray
    attempts: ByteArray
    succeeded: BoolArray
    launch: FloatArray
    finish: FloatArray
    status: ByteArray
    packed_effort: PackedEffort


def lay_out(plan: DeliveryPlan, work: Workload, delivery: Delivery) -> Board:
    """The records of ``plan``; what changes during a trial is set by the kernel at the start of each."""
    stage_count, initiative_count = len(plan.stage_ids), len(plan.initiative_ids)
    stage_followers, stage_ptr = _followers(plan, plan.link_stage, stage_count)
    initiative_followers, initiative_ptr = _followers(plan, plan.link_initiative, initiative_count)
    return Board(
        clock=_clock(plan),
        stages=_stages(plan, stage_ptr),
        initiatives=_initiatives(plan, len(stage_followers) + initiative_ptr),
        teams=_teams(plan),
        crew=_filled(CREW, len(plan.crew_team), team=plan.crew_team, line=plan.crew_line, fte=plan.crew_fte),
        links=_filled(LINK, len(plan.link_stage), stage=plan.link_stage, initiative=plan.link_initiative),
        followers=np.concatenate([stage_followers, initiative_followers]),
        envelopes=_filled(ENVELOPE, len(COST_CATEGORIES), limited=plan.limited & plan.enforced),
        booked=np.zeros(plan.envelope_row.shape),
        amounts=sealed(work.envelope, np.float64),
        period_of_month=sealed(plan.period_of_month, np.int64),
        capacity=sealed(work.capacity, np.float64),
        passes=sealed(work.passes, np.bool_),
        lag=sealed(work.lag, np.float64),
        lines=_filled(LINE, len(plan.line_team), first=plan.months),
        effort=np.zeros((len(plan.line_team), plan.months)),
        contractors=delivery.contractors,
        waits=delivery.waits,
        factors=_factors(plan),
        serving=np.zeros((len(plan.team_ids), initiative_count), dtype=np.uint32),
        asks=np.zeros(stage_count, dtype=np.int64),
        ends=np.zeros(stage_count),
        started=_room(stage_count),
        ready=_room(stage_count),
        milestones=_room(stage_count),
        pending=_room(stage_count),
        fresh=_room(stage_count),
        moved=_room(stage_count + 1),
        touched=_room(initiative_count + 1),
    )


def room_for_delivery(plan: DeliveryPlan, trials: int) -> Delivery:
    """A delivery whose arrays hold nothing sensible yet."""
    stages, initiatives, lines = len(plan.stage_ids), len(plan.initiative_ids), len(plan.line_team)
    return Delivery(
        ready=np.empty((trials, stages)),
        start=np.empty((trials, stages)),
        end=np.empty((trials, stages)),
        done=np.empty((trials, stages)),
        attempts=np.empty((trials, stages), dtype=np.int8),
        succeeded=np.empty((trials, stages), dtype=np.bool_),
        launch=np.empty((trials, initiatives)),
        finish=np.empty((trials, initiatives)),
        status=np.empty((trials, initiatives), dtype=np.int8),
        waits=np.empty((trials, initiatives, len(CAUSES))),
        packed_effort=room_for_effort(trials, lines, lines * min(plan.months, USUAL_MONTHS)),
        contractors=np.empty((trials, len(plan.team_ids), plan.months)),
    )


def blank_delivery(plan: DeliveryPlan, trials: int) -> Delivery:
    """A delivery in which nothing has happened: times NaN, amounts 0."""
    delivery = room_for_delivery(plan, trials)
    for item in fields(delivery):
        if item.name != "packed_effort":  # nothing as it is
            getattr(delivery, item.name)[:] = np.nan if item.name in TIMES else 0
    return delivery


def block_of(work: Workload) -> Block:
    """``work`` as the kernel takes it."""
    return Block(**{name: sealed(getattr(work, name), np.float64) for name in Block._fields})


def outcome_of(delivery: Delivery) -> Outcome:
    """The arrays of ``delivery``, for the kernel to copy to."""
    return Outcome(**{name: getattr(delivery, name) for name in Outcome._fields})


def sealed(values: npt.NDArray[Any], kind: type[Any]) -> npt.NDArray[Any]:
    """A read-only contiguous view: whether the caller's array was read-only must not compile the kernel twice."""
    view = np.ascontiguousarray(values, dtype=kind).view()
    view.setflags(write=False)
    return view


def _room(length: int) -> Indices:
    return np.zeros(length, dtype=np.uint32)


def _filled(kind: np.dtype[Any], length: int, **columns: npt.ArrayLike) -> Records:
    table = np.zeros(length, dtype=kind)
    for name, values in columns.items():
        table[name] = values
    return table


def _clock(plan: DeliveryPlan) -> Records:
    return _filled(
        CLOCK,
        1,
        threshold=plan.start_threshold,
        months=plan.months,
        preemptive=plan.preemptive,
        carry_over=plan.carry_over,
        lossy=bool(np.any(plan.switching_loss > 0)),
        limit=plan.portfolio_limit,
    )


def _stages(plan: DeliveryPlan, follower_ptr: IntArray) -> Records:
    count = len(plan.stage_ids)
    lossy = np.zeros(count, dtype=np.bool_)
    worker = np.repeat(np.arange(count), np.diff(plan.crew_ptr))
    lossy[worker[plan.switching_loss[plan.crew_team] > 0.0]] = True
    asks = np.zeros(count, dtype=np.int64)
    np.bitwise_or.at(asks, worker, _bits(plan.crew_team))
    return _filled(
        STAGE,
        count,
        initiative=plan.stage_initiative,
        asks=asks,
        position=np.argsort(plan.rank_order),
        crew_first=plan.crew_ptr[:-1],
        crew_last=plan.crew_ptr[1:],
        link_first=plan.link_ptr[:-1],
        link_last=plan.link_ptr[1:],
        follower_first=follower_ptr[:-1],
        follower_last=follower_ptr[1:],
        gate_first=plan.gate_ptr[:-1],
        chances=np.where(plan.rework, np.diff(plan.gate_ptr), 1),
        category=plan.category,
        lossy=lossy,
    )


def _initiatives(plan: DeliveryPlan, follower_ptr: IntArray) -> Records:
    return _filled(
        INITIATIVE,
        len(plan.initiative_ids),
        stage_first=plan.initiative_ptr[:-1],
        stage_last=plan.initiative_ptr[1:],
        follower_first=follower_ptr[:-1],
        follower_last=follower_ptr[1:],
        funded=plan.funded,
    )


def _teams(plan: DeliveryPlan) -> Records:
    count = len(plan.team_ids)
    bit = _bits(np.arange(count))
    return _filled(TEAM, count, limit=plan.team_limit, contractor_limit=plan.contractor_limit, bit=bit)


def _bits(teams: IntArray) -> Bits:
    return np.left_shift(np.int64(1), teams % TEAM_BITS)


def _followers(plan: DeliveryPlan, target: IntArray, count: int) -> tuple[Records, IntArray]:
    """The links that wait for each of ``count`` targets, as compressed rows, and the rows' pointers."""
    waiting = np.repeat(np.arange(len(plan.stage_ids)), np.diff(plan.link_ptr))
    order = np.argsort(target, kind="stable")
    order = order[target[order] >= 0]
    ptr = np.zeros(count + 1, dtype=np.int64)
    np.cumsum(np.bincount(target[order], minlength=count), out=ptr[1:])
    return _filled(FOLLOWER, len(order), stage=waiting[order], link=order), ptr


def _factors(plan: DeliveryPlan) -> FloatArray:
    """(1 - loss)^(k - 1) for k initiatives served by a team [R5]; 1 for none."""
    most = np.zeros(len(plan.team_ids), dtype=np.int64)
    owner = plan.stage_initiative[np.repeat(np.arange(len(plan.stage_ids)), np.diff(plan.crew_ptr))]
    pairs = np.unique(np.stack([plan.crew_team, owner]), axis=1)
    np.add.at(most, pairs[0], 1)
    table = np.ones((len(most), int(most.max(initial=0)) + 1))
    for team, loss in enumerate(plan.switching_loss.tolist()):
        for served in range(2, int(most[team]) + 1):
            table[team, served] = (1.0 - loss) ** (served - 1)  # plain numbers: numpy's powers differ in the last bit
    return table
