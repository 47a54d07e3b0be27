"""What can be done to the stages of an option by mouse and key, as pure functions from a portfolio to a portfolio.

What cannot be done raises ``EditError`` with the reason in words.  No Qt here.
"""

from __future__ import annotations

from typing import Any

import msgspec

from app.charts.stages.plan import base_length, links_of
from app.pages.initiative.stretch import stretched
from models.calendar import month_at
from models.check.graph import circles
from models.edits import EditError, move_record
from models.initiative import Link, Option, Stage
from models.portfolio import Portfolio
from models.walk import find, replace_at

LEAST_MONTHS = 0.25
"""The shortest that a stage can be dragged to; 0, a milestone, is typed."""


def set_length(portfolio: Portfolio, stage_id: str, months: float) -> Portfolio:
    """The portfolio with a stage that takes ``months`` in the base case, as uncertain as before in proportion.

    Where the effort decides, the efforts of all teams are scaled.

    Raises
    ------
    EditError
        If the length cannot be scaled.
    """
    stage = _stage(portfolio, stage_id)
    wanted = max(LEAST_MONTHS, months)
    try:
        if stage.duration is not None:
            return _put(portfolio, stage, duration=stretched(stage.duration, wanted))
        return _put(portfolio, stage, crew=_efforts(stage, wanted))
    except ValueError as error:
        raise EditError(str(error)) from error


def _efforts(stage: Stage, months: float) -> tuple[Any, ...]:
    length = base_length(stage)
    if length <= 0:
        raise EditError(f"{_name(stage)} has neither a duration nor an effort; type one of them into the table")
    return tuple(
        member
        if member.effort is None or member.effort.base <= 0
        else msgspec.structs.replace(member, effort=stretched(member.effort, member.effort.base * months / length))
        for member in stage.crew
    )


def set_earliest_start(portfolio: Portfolio, stage_id: str, month: int | None) -> Portfolio:
    """The portfolio with a stage that does not start before a month (counted from the start); None: no such month."""
    stage = _stage(portfolio, stage_id)
    try:
        earliest = None if month is None else month_at(portfolio.settings.start, month)
    except ValueError as error:
        raise EditError(str(error)) from error
    return _put(portfolio, stage, earliest_start=earliest)


def join(portfolio: Portfolio, before_id: str, after_id: str) -> Portfolio:
    """The portfolio with a stage that waits for one more stage; what it waited for by default is named then.

    Raises
    ------
    EditError
        If it waits for it already, or the two would wait for each other.
    """
    option = _option(portfolio, after_id)
    stages = {stage.id: stage for stage in option.stages}
    if before_id not in stages:
        raise EditError("a stage can only wait for stages of its own option, or for the launch of another initiative")
    before, after = stages[before_id], stages[after_id]
    if before_id == after_id:
        raise EditError(f"{_name(after)} cannot wait for itself")
    links = links_of(option)
    if any((link.before, link.after) == (before_id, after_id) for link in links):
        raise EditError(f"{_name(after)} waits for {_name(before)} already")
    waits = {name: [link.before for link in links if link.after == name] for name in stages}
    known = circles(waits)
    waits[after_id].append(before_id)
    new = [one for one in circles(waits) if one not in known and {before_id, after_id} <= set(one)]
    if new:
        names = " → ".join(_name(stages[one]) for one in new[0])
        raise EditError(f"the stages would wait for each other: {names}; remove one of these arrows first")
    return _put(portfolio, after, after=(*_explicit(option, after), Link(stage=before_id)))


def part(portfolio: Portfolio, before_id: str, after_id: str) -> Portfolio:
    """The portfolio with a stage that does not wait for another stage any more; what else it waits for stays."""
    option = _option(portfolio, after_id)
    after = next(stage for stage in option.stages if stage.id == after_id)
    kept = tuple(link for link in _explicit(option, after) if link.stage != before_id)
    return _put(portfolio, after, after=kept)


def move_stage(portfolio: Portfolio, stage_id: str, index: int) -> Portfolio:
    """The portfolio with a stage at another place of its option; every stage waits for what it waited for.

    Where a stage follows the one before it by default, and that would be another one after the move, the link is
    named first.
    """
    option = _option(portfolio, stage_id)
    order = [stage.id for stage in option.stages if stage.id != stage_id]
    order.insert(max(0, index), stage_id)
    ahead = dict(zip(order, [None, *order], strict=False))
    for position, stage in enumerate(option.stages):
        was = option.stages[position - 1].id if position else None
        if stage.after is None and ahead[stage.id] != was:
            portfolio = _put(portfolio, stage, after=_explicit(option, stage))
    return move_record(portfolio, "stage", stage_id, index)


def _explicit(option: Option, stage: Stage) -> tuple[Link, ...]:
    """The links of a stage, the one by default named."""
    if stage.after is not None:
        return stage.after
    position = [one.id for one in option.stages].index(stage.id)
    return (Link(stage=option.stages[position - 1].id),) if position else ()


def _option(portfolio: Portfolio, stage_id: str) -> Option:
    """The option that a stage is in."""
    try:
        owner = find(portfolio, "stage", stage_id).owners[-1].record
    except ValueError as error:
        raise EditError(str(error)) from error
    if not isinstance(owner, Option):
        raise TypeError(f"stage {stage_id} is in no option")
    return owner


def _stage(portfolio: Portfolio, stage_id: str) -> Stage:
    return next(stage for stage in _option(portfolio, stage_id).stages if stage.id == stage_id)


def _put(portfolio: Portfolio, stage: Stage, **changes: Any) -> Portfolio:
    path = find(portfolio, "stage", stage.id).path
    return replace_at(portfolio, path, msgspec.structs.replace(stage, **changes))


def _name(stage: Stage) -> str:
    return stage.name or stage.id
