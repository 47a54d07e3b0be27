"""The tables that the compiled engine works on: what their records hold, for a plan and for the trial that is running.

A record holds what is fixed (from the plan) beside what changes during a trial, so that one stage is a few cache
lines.  What serves as an index is unsigned: signed ones would be checked for counting from the end.  The tables are
filled in ``simulation.delivery.layout``.  No rule lives here.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from simulation.arrays import BoolArray, ByteArray, FloatArray, IntArray
from simulation.delivery.effort import PackedEffort

Records: TypeAlias = np.ndarray[Any, np.dtype[np.void]]
Indices: TypeAlias = npt.NDArray[np.uint32]
Bits: TypeAlias = npt.NDArray[np.int64]

TEAM_BITS: Final = 59
"""Bits that stand for teams; where there are more teams, some share one, and stages are looked at in vain."""

MOVED, NEW, SLOT, MONEY = (1 << bit for bit in range(TEAM_BITS, 63))
"""Bits beyond the teams': a stage's speed or work has changed; it is new in its list; the portfolio's limit on work in
progress was reached or left; an envelope has changed."""

EVERYTHING: Final = (1 << 63) - 1

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
        ("attempts", "u4"),
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
        ("served", "u4"),  # initiatives that it gives people to
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
        ("trial", "u4"),
        ("months", "i4"),
        ("month", "u4"),
        ("period", "i4"),
        ("preemptive", "i4"),
        ("carry_over", "i4"),
        ("lossy", "i4"),  # any team loses by switching
        ("limit", "i4"),
        ("slots", "i4"),
        ("few", "i4"),  # few stages were under way in the walk before: it has looked at all, and noted nothing
        ("due", "i4"),  # people are to be allocated afresh
        ("shifted", "i4"),  # switching factors are to be worked out afresh
        ("started", "u4"),  # lengths of the lists below
        ("ready", "u4"),
        ("milestones", "u4"),
        ("pending", "u4"),
        ("fresh", "u4"),
        ("moved", "u4"),
        ("touched", "u4"),
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
    leeway: FloatArray  # (n, 2, 3, periods)
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
