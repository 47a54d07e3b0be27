"""A plan laid out as the tables of the compiled engine, and room for what becomes of it.

All memory is taken here, once a block; the kernel takes none.  What the tables hold is told in
``simulation.delivery.board``.  No rule lives here.
"""

from __future__ import annotations

from dataclasses import fields
from functools import lru_cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from simulation.arrays import FloatArray, IntArray
from simulation.delivery.board import (
    CLOCK,
    CREW,
    ENVELOPE,
    FOLLOWER,
    INITIATIVE,
    LINE,
    LINK,
    STAGE,
    TEAM,
    TEAM_BITS,
    Bits,
    Block,
    Board,
    Indices,
    Outcome,
    Records,
)
from simulation.delivery.contract import CAUSES, COST_CATEGORIES, Delivery, DeliveryPlan, Workload
from simulation.delivery.effort import room_for_effort

USUAL_MONTHS: Final = 12
"""Months from the first to the last work of a charge line for which there is room to begin with."""

TIMES: Final = ("ready", "start", "end", "launch", "finish")


def lay_out(plan: DeliveryPlan, work: Workload, delivery: Delivery) -> Board:
    """The records of ``plan``; what changes during a trial is set by the kernel at the start of each."""
    stage_count, initiative_count = len(plan.stage_ids), len(plan.initiative_ids)
    return Board(
        **{name: table.copy() for name, table in _tables(plan).items()},
        booked=np.zeros(plan.envelope_row.shape),
        amounts=_sealed(work.envelope, np.float64),
        period_of_month=_sealed(plan.period_of_month, np.int64),
        capacity=_sealed(work.capacity, np.float64),
        passes=_sealed(work.passes, np.bool_),
        lag=_sealed(work.lag, np.float64),
        effort=np.zeros((len(plan.line_team), plan.months)),
        contractors=delivery.contractors,
        waits=delivery.waits,
        leeway=delivery.leeway,
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


@lru_cache(maxsize=4)
def _tables(plan: DeliveryPlan) -> dict[str, npt.NDArray[Any]]:
    """The tables that hold something of the plan, as they are before the first trial."""
    stage_followers, stage_ptr = _followers(plan, plan.link_stage, len(plan.stage_ids))
    initiative_followers, initiative_ptr = _followers(plan, plan.link_initiative, len(plan.initiative_ids))
    return {
        "clock": _clock(plan),
        "stages": _stages(plan, stage_ptr),
        "initiatives": _initiatives(plan, len(stage_followers) + initiative_ptr),
        "teams": _teams(plan),
        "crew": _filled(CREW, len(plan.crew_team), team=plan.crew_team, line=plan.crew_line, fte=plan.crew_fte),
        "links": _filled(LINK, len(plan.link_stage), stage=plan.link_stage, initiative=plan.link_initiative),
        "followers": np.concatenate([stage_followers, initiative_followers]),
        "envelopes": _filled(ENVELOPE, len(COST_CATEGORIES), limited=plan.limited & plan.enforced),
        "lines": _filled(LINE, len(plan.line_team), first=plan.months),
        "factors": _factors(plan),
    }


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
        leeway=np.empty((trials, 2, *plan.envelope_row.shape)),
    )


def blank_delivery(plan: DeliveryPlan, trials: int) -> Delivery:
    """A delivery in which nothing has happened: times NaN, amounts 0."""
    delivery = room_for_delivery(plan, trials)
    for item in fields(delivery):
        if item.name != "packed_effort":
            getattr(delivery, item.name)[:] = np.nan if item.name in TIMES else 0
    for array in delivery.packed_effort:
        array[:] = 0
    return delivery


def block_of(work: Workload) -> Block:
    """``work`` as the kernel takes it."""
    return Block(**{name: _sealed(getattr(work, name), np.float64) for name in Block._fields})


def outcome_of(delivery: Delivery) -> Outcome:
    """The arrays of ``delivery``, for the kernel to copy to."""
    return Outcome(**{name: getattr(delivery, name) for name in Outcome._fields})


def _sealed(values: npt.NDArray[Any], kind: type[Any]) -> npt.NDArray[Any]:
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
