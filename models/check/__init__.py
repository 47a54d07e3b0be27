"""Every rule across the records of a portfolio, all of them at once.

``check`` never raises, whatever the records hold.  First comes their shape (``models.structure``): records with a value
of the wrong type are not judged further, because no rule could read them.  Then each rule is a
generator of issues over a ``Survey`` of the portfolio; scenarios are judged by the same rules on their results.
"""

from models.check import delivery, dependence, growth, identity, money, numbers, scorecards
from models.check.scenarios import scenarios
from models.check.survey import Rule, Survey
from models.issue import Issue, Severity
from models.memo import Memo
from models.portfolio import Portfolio
from models.structure import Reader

__all__ = ["Issue", "Severity", "check", "has_errors"]

RULES: tuple[Rule, ...] = (
    *identity.RULES,
    *numbers.RULES,
    *growth.RULES,
    *delivery.RULES,
    *money.RULES,
    *dependence.RULES,
    *scorecards.RULES,
)

_SOUND = Memo[bool](10_000)


def check(portfolio: Portfolio) -> list[Issue]:
    """Everything that is wrong or odd, errors first; empty for a healthy portfolio."""
    reader = Reader(_SOUND)
    reader.read_record(portfolio, Portfolio, "", "")
    found = list(reader.issues)
    if not reader.broken:
        survey = Survey(portfolio)
        base = _findings(survey)
        found += [*base, *scenarios(survey, base, _judge)]
    return sorted(dict.fromkeys(found), key=lambda issue: issue.severity)


def has_errors(issues: list[Issue]) -> bool:
    """Whether one of the issues is an error, so that nothing can be forecast."""
    return any(issue.severity == "error" for issue in issues)


def _judge(portfolio: Portfolio) -> list[Issue]:
    return _findings(Survey(portfolio))


def _findings(survey: Survey) -> list[Issue]:
    return [issue for rule in RULES for issue in rule(survey)]
