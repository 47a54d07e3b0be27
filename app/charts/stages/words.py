"""The chart of stages in words: of one stage, of one arrow, of the whole, and the texts at the bars.  No Qt here."""

from __future__ import annotations

from app.charts.stages.plan import PlannedLink, PlannedStage, StagePlan
from app.wording import count, month, months, share
from models.calendar import month_at, month_label


def crew_text(stage: PlannedStage) -> str:
    """``Design 3, Mobile 2.5``."""
    return ", ".join(f"{team} {fte:g}" for team, fte in stage.crew)


def instant(start: str, at: float) -> str:
    """The month in which something begins at an instant: ``Mar 2027``."""
    return month_label(month_at(start, max(0, int(at + 1e-9))))


def beside(stage: PlannedStage) -> str:
    """What stands right of a bar: the chance of its gate, and the crew."""
    gate = share(stage.success) if stage.gated else ""
    return "  ".join(part for part in (gate, crew_text(stage)) if part)


def span(plan: StagePlan, stage: PlannedStage) -> str:
    """``Jan 2027 to Mar 2027, 2.5 months``; of a milestone its month alone."""
    if stage.is_milestone:
        return f"milestone, {instant(plan.start, stage.start)}"
    first, last = instant(plan.start, stage.start), month(plan.start, stage.end)
    return f"{first if first == last else f'{first} to {last}'}, {months(stage.duration)}"


def stage_text(plan: StagePlan, stage: PlannedStage) -> str:
    """A stage in a sentence, for the line below the chart and for those who cannot see it."""
    parts = [f"{plan.position(stage.id) + 1}. {stage.name}: {span(plan, stage)}"]
    if stage.length and stage.length != f"{stage.duration:g}":
        parts.append(f"typed as {stage.length}")
    parts.append(f"crew {crew_text(stage)}" if stage.crew else "no crew")
    if stage.gated:
        parts.append(f"{share(stage.success)} chance to pass its gate")
    if stage.not_before is not None:
        parts.append(f"not before {month_label(month_at(plan.start, stage.not_before))}")
    waits = [plan.by_id[link.before].name + _lag(link.lag) for link in plan.before(stage.id)]
    waits += [f"the launch of {one.name}{_lag(one.lag)}" for one in plan.awaited if one.stage == stage.id]
    if waits:
        parts.append(f"after {', '.join(waits)}")
    if stage.blocked:
        parts.append(f"can never start: it {stage.blocked}")
    elif not stage.is_critical:
        parts.append(f"{months(stage.slack)} of slack")
    return "; ".join(parts)


def link_text(plan: StagePlan, link: PlannedLink) -> str:
    """An arrow in a sentence."""
    why = " (by default: the stage before it)" if link.by_default else ""
    return f"{plan.by_id[link.after].name} waits for {plan.by_id[link.before].name}{_lag(link.lag)}{why}"


def summary(plan: StagePlan) -> str:
    """The whole chart as text: when it launches, then a line for each stage."""
    if not plan.stages:
        return "This option has no stages yet."
    if plan.launch is None:
        head = f"{count(len(plan.stages), 'stage')}; no launch is planned, since a stage can never start."
    else:
        head = f"{count(len(plan.stages), 'stage')}; launch planned for {month(plan.start, plan.launch)}."
    circle = [circle_text(plan)] if plan.circle else []
    return "\n".join([head, *circle, *(stage_text(plan, one) for one in plan.stages)])


def circle_text(plan: StagePlan) -> str:
    """That stages wait for each other, and which."""
    names = [plan.by_id[one].name for one in plan.circle]
    return f"Stages wait for each other: {' → '.join(names)}. Remove one of these arrows."


def answer(plan: StagePlan) -> str:
    """The caption of the chart: what it shows and when it ends."""
    if plan.circle:
        return circle_text(plan)
    if not plan.stages:
        return ""
    basis = "Plan at full crew with likeliest lengths; the forecast adds waiting for people, money and bad luck."
    if plan.launch is None:
        held = next(stage for stage in plan.stages if stage.blocked)
        return f"No launch is planned: {held.name} {held.blocked}. {basis}"
    late = " This is after the horizon." if plan.launch > plan.horizon else ""
    return f"Launch planned for {month(plan.start, plan.launch)}.{late} {basis}"


def _lag(lag: float) -> str:
    return f" + {months(lag)}" if lag > 0 else ""
