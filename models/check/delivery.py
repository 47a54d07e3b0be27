"""Rules of delivery: stages that can be worked on, by people who can exist, in an order without circles."""

import math
from collections.abc import Hashable, Iterator

from models.address import closest
from models.check.graph import circles
from models.check.identity import unknown
from models.check.survey import Survey, alone, by_family, each_of, issue, predecessors, warning
from models.initiative import Crew, Initiative, Link, Option, Stage
from models.issue import Issue
from models.memo import Memo
from models.structure import shown
from models.team import Hire, Team
from models.walk import Located

MOST_REWORK = 1000
"""Of one stage; every repetition has a draw of its own."""

_ROUNDING = 1e-9
_WAITS_FOR = Memo[list[str]]()
_ASKED = Memo[dict[str, float]]()


def options(survey: Survey) -> Iterator[Issue]:
    """An option has stages."""
    for located, option in survey.each(Option):
        if not option.stages:
            severity = issue if survey.is_selected(located) else warning
            yield severity(
                located, "stages", "it has no stage, so it can never launch; add one (zero long for a milestone)"
            )


@by_family(alone, "initiative")
def stage_circles(_: Survey, family: tuple[Located, ...]) -> Iterator[Issue]:
    """No stages of an option wait for each other."""
    for located, option in each_of(family, Option):
        waits = {stage.id: predecessors(option.stages, position) for position, stage in enumerate(option.stages)}
        for circle in circles(waits):
            yield issue(
                located, "stages", f"stages wait for each other: {' -> '.join(circle)}; remove one of the links"
            )


@by_family(alone, "initiative")
def stages(_: Survey, family: tuple[Located, ...]) -> Iterator[Issue]:
    """A stage has a length, a crew of people, and a gate that can be passed."""
    for located, stage in each_of(family, Stage):
        if stage.duration is None and not any(member.effort is not None for member in stage.crew):
            yield issue(
                located, "duration", "it has neither a duration nor an effort; give one of them, 0 for a milestone"
            )
        for member in stage.crew:
            if member.fte == 0:
                message = "0 people do no work; write more than 0, or take the team out of the crew"
                yield issue(located, f"crew[{member.team}]", message)
        if stage.success.bounds == (0, 0):
            yield warning(
                located, "success", "its gate can never be passed, so nothing after it happens; write more than 0"
            )
        if not 0 <= stage.max_rework <= MOST_REWORK:
            message = f"{shown(stage.max_rework)} is impossible; write a number from 0 to {MOST_REWORK}"
            yield issue(located, "max_rework", message)


def crews(survey: Survey) -> Iterator[Issue]:
    """The teams of a crew can be large enough for the stage to start."""
    threshold = survey.settings.start_threshold
    most = {located.id: most_people(team) for located, team in reversed(list(survey.each(Team)))}
    for family in survey.families_of("initiative"):
        if any(fte * threshold > most.get(team, math.inf) + _ROUNDING for team, fte in _asked(family).items()):
            for located, stage in each_of(family, Stage):
                for member in stage.crew:
                    yield from _too_large(located, member, threshold, most.get(member.team, math.inf))


def _asked(family: tuple[Located, ...]) -> dict[str, float]:
    """The most people of each team that any crew of an initiative asks for."""
    known = _ASKED.find(family)
    if known is not None:
        return known
    most: dict[str, float] = {}
    for member in (member for _, stage in each_of(family, Stage) for member in stage.crew):
        if member.fte > most.get(member.team, -math.inf):
            most[member.team] = member.fte
    return _ASKED.keep(most, family)


def most_people(team: Team) -> float:
    """The most full-time people that a team can ever offer: with all hires, contractors, the best season (R10)."""
    people = team.headcount + sum(hire.count for hire in team.hires)
    availability = min(1.0, max(0.0, team.availability.bounds[1]))
    return people * availability * max(team.seasonality, default=1.0) + team.contractor_limit


def _too_large(located: Located, member: Crew, threshold: float, most: float) -> Iterator[Issue]:
    needed = member.fte * threshold
    if needed > most + _ROUNDING:
        yield issue(
            located,
            f"crew[{member.team}]",
            f"it cannot start below {needed:g} people, but the team never has more than {most:g}; "
            "make the crew smaller, hire, or lower the start threshold",
        )


def _predecessors(survey: Survey) -> Hashable:
    initiatives = ((located.id, one.selected is None) for located, one in survey.each(Initiative))
    return tuple(survey.ids("stage")), tuple(initiatives)


@by_family(_predecessors, "initiative")
def links(survey: Survey, family: tuple[Located, ...]) -> Iterator[Issue]:
    """A link names one thing: a stage of the same option or another initiative, which is funded."""
    for located, stage in each_of(family, Stage):
        option = located.owners[-1].record
        siblings = [one.id for one in option.stages] if isinstance(option, Option) else []
        for number, link in enumerate(stage.after or (), 1):
            field = f"after[{number}]"
            if (link.stage is None) == (link.initiative is None):
                yield issue(located, field, "it should name either a stage or an initiative, one of them")
                continue
            yield from _stage_link(survey, located, field, link, siblings)
            yield from _initiative_link(survey, located, field, link)


def _stage_link(survey: Survey, located: Located, field: str, link: Link, siblings: list[str]) -> Iterator[Issue]:
    if link.stage is None or link.stage in siblings:
        return
    if survey.has("stage", link.stage):
        message = f'the stage "{link.stage}" is in another option; name a stage of this one, or the other initiative'
        yield issue(located, field, message)
    else:
        yield issue(located, field, f'the option has no stage "{link.stage}"; {closest(link.stage, siblings)}')


def _initiative_link(survey: Survey, located: Located, field: str, link: Link) -> Iterator[Issue]:
    yield from unknown(survey, located, field, "initiative", link.initiative)
    other = survey.index.get(("initiative", link.initiative or ""))
    if other is None or not survey.is_selected(located):
        return
    if isinstance(other.record, Initiative) and other.record.selected is None:
        message = f'it waits for "{link.initiative}", which is not funded: blocked for good; fund it or drop the link'
        yield warning(located, field, message)


def initiative_circles(survey: Survey) -> Iterator[Issue]:
    """Initiatives do not wait for each other; a circle that only other options would close is a warning."""
    chosen = circles(_initiative_graph(survey, only_selected=True))
    for circle in chosen:
        located = survey.index["initiative", circle[0]]
        yield issue(
            located, "options", f"initiatives wait for each other: {' -> '.join(circle)}; remove one of the links"
        )
    known = [set(circle) for circle in chosen]
    for circle in circles(_initiative_graph(survey, only_selected=False)):
        if not any(members & set(circle) for members in known):
            located = survey.index["initiative", circle[0]]
            message = f"with other options selected, initiatives would wait for each other: {' -> '.join(circle)}"
            yield warning(located, "options", message)


def _initiative_graph(survey: Survey, only_selected: bool) -> dict[str, list[str]]:
    graph: dict[str, list[str]] = {}
    for _, initiative in survey.each(Initiative):
        known = _WAITS_FOR.find(initiative, only_selected)
        graph[initiative.id] = (
            _WAITS_FOR.keep(_waits_for(initiative, only_selected), initiative, only_selected)
            if known is None
            else known
        )
    return graph


def _waits_for(initiative: Initiative, only_selected: bool) -> list[str]:
    """The ids of the initiatives that one waits for, by its selected option or by any."""
    taken = [one for one in initiative.options if not only_selected or one.id == initiative.selected]
    every = (link.initiative for option in taken for stage in option.stages for link in stage.after or ())
    return [name for name in every if name is not None]


def hires(survey: Survey) -> Iterator[Issue]:
    """Hires fall within the plan."""
    for located, hire in survey.each(Hire):
        month = survey.month(hire.month)
        if month is not None and not 0 <= month < survey.settings.horizon_months:
            place = "before the start" if month < 0 else "after the horizon"
            yield warning(
                located, "month", f"{hire.month} is {place}; count such people as headcount, or move the month"
            )


RULES = (options, stage_circles, stages, crews, links, initiative_circles, hires)
