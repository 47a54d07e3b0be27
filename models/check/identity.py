"""Rules of identity: ids that are there twice, and references to records that are not there."""

import re
from collections.abc import Iterator
from datetime import date

from models.address import closest
from models.baseline import Baseline
from models.budget import Actual
from models.check.survey import Survey, by_family, each_of, issue, warning
from models.decision import Decision
from models.initiative import Crew, Initiative, Stage
from models.issue import Issue
from models.team import Team
from models.walk import Located


def duplicate_ids(survey: Survey) -> Iterator[Issue]:
    """Every id is unique among the records of its kind in the whole portfolio."""
    if len(survey.index) == len(survey.located):
        return
    seen: set[tuple[str, str]] = set()
    for located in survey.located:
        key = (located.kind, located.id)
        if key in seen:
            yield issue(
                located, "id", f'the id "{located.id}" is there twice; give each {located.kind} an id of its own'
            )
        seen.add(key)


def initiatives(survey: Survey) -> Iterator[Issue]:
    """An initiative names a known product, one of its own options, and other initiatives that it excludes."""
    for located, initiative in survey.each(Initiative):
        yield from unknown(survey, located, "product", "product", initiative.product)
        own = [option.id for option in initiative.options]
        if not own:
            yield warning(located, "options", "it has no option, so it cannot be funded; add one")
        if initiative.selected is not None and initiative.selected not in own:
            remedy = closest(initiative.selected, own)
            yield issue(located, "selected", f'it has no option "{initiative.selected}"; {remedy}')
        if initiative.must_have and initiative.selected is None:
            yield warning(located, "must_have", "it is a must-have, but not funded; select one of its options")
        yield from _exclusions(survey, located, initiative)


def _exclusions(survey: Survey, located: Located, initiative: Initiative) -> Iterator[Issue]:
    for other_id in initiative.excludes:
        if other_id == initiative.id:
            yield issue(located, "excludes", "it excludes itself; name another initiative")
            continue
        yield from unknown(survey, located, "excludes", "initiative", other_id)
        other = survey.index.get(("initiative", other_id))
        if other is None or initiative.selected is None or getattr(other.record, "selected", None) is None:
            continue
        yield issue(located, "excludes", f'it excludes "{other_id}", but both are funded; leave one of them unfunded')


@by_family(lambda survey: tuple(survey.ids("team")), "initiative")
def crews(survey: Survey, family: tuple[Located, ...]) -> Iterator[Issue]:
    """A crew names known teams, each once."""
    for located, stage in each_of(family, Stage):
        named: set[str] = set()
        for member in stage.crew:
            yield from unknown(survey, located, _crew_field(member), "team", member.team)
            if member.team in named:
                yield issue(located, _crew_field(member), f'it names the team "{member.team}" twice; add the people up')
            named.add(member.team)


def _crew_field(member: Crew) -> str:
    return f"crew[{member.team}]"


def teams(survey: Survey) -> Iterator[Issue]:
    """A team's price comes from one known place."""
    for located, team in survey.each(Team):
        yield from unknown(survey, located, "rate", "rate", team.rate)
        if team.rate is None and team.monthly_rate is None:
            yield warning(
                located, "monthly_rate", "it has no rate, so its people cost nothing; give a rate or a row of the card"
            )
        if team.rate is not None and team.monthly_rate is not None:
            yield warning(
                located, "rate", "its monthly rate is used and the row of the rate card is not; empty one of them"
            )


def history(survey: Survey) -> Iterator[Issue]:
    """Actuals and decisions name known initiatives and options; decisions and baselines a day."""
    for located, actual in survey.each(Actual):
        yield from unknown(survey, located, "initiative", "initiative", actual.initiative)
    for located, decision in survey.each(Decision):
        yield from unknown(survey, located, "initiative", "initiative", decision.initiative)
        owner = survey.index.get(("initiative", decision.initiative))
        if owner is not None and isinstance(owner.record, Initiative) and decision.option is not None:
            own = [option.id for option in owner.record.options]
            if decision.option not in own:
                remedy = closest(decision.option, own)
                yield issue(located, "option", f'"{decision.initiative}" has no option "{decision.option}"; {remedy}')
        if not _is_day(decision.decided_on):
            yield issue(located, "decided_on", f'"{decision.decided_on}" is not a day; write it like 2027-03-15')
    for located, baseline in survey.each(Baseline):
        if not _is_day(baseline.kept_on):
            yield warning(located, "kept_on", f'"{baseline.kept_on}" is not a day; write it like 2027-03-15')


def unknown(survey: Survey, located: Located, field: str, kind: str, record_id: str | None) -> Iterator[Issue]:
    """An issue if a field names a record that is not there."""
    if record_id is not None and not survey.has(kind, record_id):
        yield issue(located, field, f'there is no {kind} "{record_id}"; {closest(record_id, survey.ids(kind))}')


def _is_day(text: str) -> bool:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


RULES = (duplicate_ids, initiatives, crews, teams, history)
