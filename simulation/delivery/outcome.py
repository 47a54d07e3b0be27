"""What became of each initiative at the end of a trial, and why; read off the final state, changing nothing."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan

from simulation.delivery.contract import BLOCKED, CAUSES, LAUNCHED, STOPPED, UNFINISHED, UNFUNDED, DeliveryPlan
from simulation.delivery.state import Initiative, Link, Phase, Stage


@dataclass(frozen=True, slots=True)
class Outcome:
    """A status of the contract, and the reason in words."""

    status: int
    reason: str


def outcomes(plan: DeliveryPlan, stages: list[Stage], initiatives: list[Initiative]) -> list[Outcome]:
    """The outcome of each initiative.

    Blocking spreads: whatever is linked to something that can never succeed can never succeed itself.  Initiatives
    that only wait for each other are unfinished, not blocked.
    """
    settled = {initiative.index: _settled(plan, initiative) for initiative in initiatives}
    spreading = True
    while spreading:
        spreading = False
        for initiative in initiatives:
            if settled[initiative.index] is None and (reason := _blocked_by(plan, stages, initiative, settled)):
                settled[initiative.index] = Outcome(BLOCKED, reason)
                spreading = True
    return [settled[initiative.index] or _unfinished(initiative) for initiative in initiatives]


def _settled(plan: DeliveryPlan, initiative: Initiative) -> Outcome | None:
    """The outcome that the initiative's own state decides, if it does."""
    if not initiative.funded:
        return Outcome(UNFUNDED, "not funded")
    if initiative.stopped_by is not None:
        return Outcome(STOPPED, f"stopped at its gate '{plan.stage_ids[initiative.stopped_by.index]}'")
    if not isnan(initiative.launch):
        return Outcome(LAUNCHED, "launched")
    if not initiative.stages:
        return Outcome(UNFINISHED, "its option has no stages, so it can never launch")
    if initiative.unfinished == 0:
        return Outcome(UNFINISHED, "finished, but its launch lies after the horizon")
    return None


def _blocked_by(
    plan: DeliveryPlan, stages: list[Stage], initiative: Initiative, settled: dict[int, Outcome | None]
) -> str | None:
    """Why one of its stages can never start, or None.

    A stage can be kept from starting only by another initiative, or by a stage of its own option that is.
    """
    for stage in initiative.stages:
        for link in stage.links if stage.phase == Phase.WAITING else ():
            other = settled.get(_followed(link, stages))
            if other is not None and other.status in (UNFUNDED, STOPPED, BLOCKED):
                return f"blocked by {plan.initiative_ids[_followed(link, stages)]}: {other.reason}"
    return None


def _followed(link: Link, stages: list[Stage]) -> int:
    """The initiative that a link waits for, its own one where it waits for a stage of the same option."""
    return link.initiative if link.initiative >= 0 else stages[link.stage].initiative


def _unfinished(initiative: Initiative) -> Outcome:
    delays = initiative.current_delays()
    if not delays:
        return Outcome(UNFINISHED, "still at work at the horizon")
    return Outcome(UNFINISHED, f"unfinished at the horizon, last waiting for {CAUSES[delays[0][0]]}")
