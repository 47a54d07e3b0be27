"""Rules of scenarios: parents that are there, overrides that hit something, and a sound portfolio as the result."""

from collections.abc import Callable, Iterator

from models.check.survey import Survey, issue
from models.issue import Issue
from models.overlay import Scenario
from models.portfolio import Portfolio
from models.scenario import ScenarioError, apply_override, lineage

Judge = Callable[[Portfolio], list[Issue]]


def scenarios(survey: Survey, base: list[Issue], judge: Judge) -> Iterator[Issue]:
    """What is wrong with each scenario, and what ``judge`` finds wrong in its result but not in its parent's."""
    results: dict[str | None, tuple[Portfolio, list[Issue]]] = {None: (survey.portfolio, base)}
    for located, scenario in sorted(survey.each(Scenario), key=lambda pair: _depth(survey.portfolio, pair[1])):
        try:
            lineage(survey.portfolio, scenario.id)
        except ScenarioError as error:
            yield issue(located, "parent", str(error))
            continue
        portfolio, known = results[scenario.parent]
        for number, override in enumerate(scenario.overrides, 1):
            try:
                portfolio = apply_override(portfolio, override)
            except ValueError as error:
                yield issue(located, f"overrides[{number}]", f"{override.target}: {error}")
        found = judge(portfolio) if scenario.overrides else known
        results.setdefault(scenario.id, (portfolio, found))
        for one in found:
            if one not in known:
                yield Issue(f"{one.where}, in scenario {scenario.id}", one.field, one.message, one.severity)


def _depth(portfolio: Portfolio, scenario: Scenario) -> int:
    """How many ancestors a scenario has; parents come before their children, the unsound ones first."""
    try:
        return len(lineage(portfolio, scenario.id))
    except ScenarioError:
        return 0
