"""Rules of numbers: finite, and within what their unit allows; the ranges of the settings."""

import math
from collections.abc import Iterator

import msgspec

from models import metalog
from models.calendar import month_number
from models.check.survey import Survey, alone, by_family, issue
from models.fields import COLLECTIONS, FieldInfo, fields_of
from models.initiative import Option
from models.issue import Issue, Severity
from models.memo import Memo
from models.portfolio import Settings
from models.record import domain
from models.structure import shown
from models.team import Team
from models.uncertainty import Distribution, LogNormal, Metalog, Normal, Quantity
from models.walk import Located

LONGEST_HORIZON = 600
MOST_TRIALS = 10_000_000
MOST_PEOPLE = 20_000
"""Of one team: every person is simulated."""

MOST_AT_ONCE = 1_000_000
"""Of stages in progress; who wants no limit leaves it out."""

LARGEST = 1e15
"""Of any number, so that products of two and sums over months still have all their figures."""

_SOUND = Memo[bool](5_000)
"""Records, without those that they hold, of which every number is within its domain."""

_Z999 = 3.090232306167813  # the standard normal's 99.9th percentile
_LOGIT999 = math.log(0.999 / 0.001)
_NAMED_BY = ("team", "stage", "initiative", "option")
_SIGNED = ("actual", "objective", "correlation", "decision", "baseline_figure")  # plain numbers there may be negative


@by_family(alone)
def domains(_: Survey, family: tuple[Located, ...]) -> Iterator[Issue]:
    """Every number is finite and every quantity stays within what its unit allows."""
    for located in family:
        if _SOUND.find(located.record):
            continue
        found = list(_record_domains(located, located.record, ""))
        if not found:
            _SOUND.keep(True, located.record)
        yield from found


def _record_domains(located: Located, record: msgspec.Struct, prefix: str) -> Iterator[Issue]:
    children = COLLECTIONS.get(located.kind, {}) if not prefix else {}
    for name, info in fields_of(type(record)).items():
        value = getattr(record, name)
        if name in children or value is None or value is info.default:
            continue
        for field, single in _singles(prefix + name, value):
            if isinstance(single, msgspec.Struct):
                yield from _record_domains(located, single, f"{field}.")
            elif isinstance(single, Quantity):
                yield from _quantity_domain(located, field, single, info)
            elif isinstance(single, (int, float)) and float in (info.core, info.item):
                yield from _number_domain(located, field, float(single), info)


def _singles(field: str, value: object) -> Iterator[tuple[str, object]]:
    """The values of a field with their names; a crew, link or score is named by what it names."""
    if not isinstance(value, (tuple, list)):
        yield field, value
        return
    for position, entry in enumerate(value, 1):
        key = next((own for name in _NAMED_BY if (own := getattr(entry, name, None))), None)
        yield f"{field}[{key or position}]", entry


def _number_domain(located: Located, field: str, value: float, info: FieldInfo) -> Iterator[Issue]:
    low, high = (-math.inf, math.inf) if located.kind in _SIGNED else domain(info.unit)
    if not math.isfinite(value):
        yield issue(located, field, f"{value} is not a number that can be used; write {_range_text(low, high)}")
    elif not low <= value <= high:
        yield issue(located, field, f"{value:g} is impossible; write {_range_text(low, high)}")
    elif abs(value) > LARGEST:
        yield _too_large(located, field, f"{value:g}")


def _too_large(located: Located, field: str, text: str) -> Issue:
    return issue(located, field, f"{text} is too large to compute with; stay within {LARGEST:g}")


def _quantity_domain(located: Located, field: str, value: Quantity, info: FieldInfo) -> Iterator[Issue]:
    """Outside for sure or often is an error, outside in less than one trial of a thousand a warning."""
    low, high = domain(info.unit)
    least, most = value.bounds
    usual = tails(value)
    if max(map(abs, usual)) > LARGEST:
        yield _too_large(located, field, value.text)
        return
    if low <= least and most <= high:
        return
    rare = low <= usual[0] and usual[1] <= high
    severity: Severity = "warning" if rare else "error"
    out = least if least < low else most
    reach = (
        f"{value.text} can be {out:g}"
        if math.isfinite(out)
        else f"{value.text} has no {'lower' if out < 0 else 'upper'} limit"
    )
    rest = "; rare values outside are clipped" if rare else ""
    yield issue(located, field, f"{reach}, but should be {_range_text(low, high)}{rest}", severity)


def tails(value: Quantity) -> tuple[float, float]:
    """The 0.1th and the 99.9th percentile where a distribution has no limits, else its limits."""
    low, high = (end * value.scale + value.shift for end in _tails(value.distribution))
    return (low, high) if value.scale >= 0 else (high, low)


def _tails(distribution: Distribution) -> tuple[float, float]:
    if isinstance(distribution, Normal):
        return distribution.mean - _Z999 * distribution.sd, distribution.mean + _Z999 * distribution.sd
    if isinstance(distribution, LogNormal):
        mu, sigma = distribution.log_moments
        return math.exp(mu - _Z999 * sigma), math.exp(mu + _Z999 * sigma)
    if isinstance(distribution, Metalog):
        return _metalog_at(distribution, -_LOGIT999), _metalog_at(distribution, _LOGIT999)
    return distribution.bounds


def _metalog_at(distribution: Metalog, logit: float) -> float:
    """The metalog's value at a logit of the probability (Keelin 2016, eq. 6, 11 and 14)."""
    value = metalog.at(distribution.coefficients, logit)
    low, high = distribution.low, distribution.high
    if low is not None and high is not None:
        share = 1 / (1 + math.exp(-value)) if value > -700 else 0.0
        return low + (high - low) * share
    if low is not None:
        return low + math.exp(min(value, 700))
    return value if high is None else high - math.exp(min(-value, 700))


def _range_text(low: float, high: float) -> str:
    if math.isfinite(low) and math.isfinite(high):
        return f"from {low:.12g} to {high:.12g}"
    return f"{low:g} or more" if math.isfinite(low) else "a finite number"


def settings(survey: Survey) -> Iterator[Issue]:
    """The settings are within their ranges."""
    own = survey.settings
    located = survey.of("settings")[0]
    ranges: tuple[tuple[str, float, float, float], ...] = (
        ("horizon_months", own.horizon_months, 1, LONGEST_HORIZON),
        ("trials", own.trials, 1, MOST_TRIALS),
        ("amortisation_months", own.amortisation_months, 1, math.inf),
        ("fiscal.first_month", own.fiscal.first_month, 1, 12),
        ("wip_limit", 1 if own.wip_limit is None else own.wip_limit, 1, MOST_AT_ONCE),
    )
    for field, value, low, high in ranges:
        if not low <= value <= high:
            yield issue(located, field, f"{shown(value)} is impossible; write {_range_text(low, high)}")
    if not 0 <= own.seed < 2**63:
        yield issue(
            located, "seed", f"{shown(own.seed)} is impossible; write a whole number from 0 to 9223372036854775807"
        )
    if _leaves_the_calendar(own):
        message = f"a plan from {own.start} leaves the years 1 to 9999; write a month such as 2027-01"
        yield issue(located, "start", message)
    if own.start_threshold == 0:
        yield issue(
            located, "start_threshold", "0 would start stages without people; write a share above 0, such as 0.5"
        )
    rates = {name: getattr(own, name) for name in ("discount_rate", "finance_rate", "reinvestment_rate")}
    for field, rate in rates.items():
        if rate is not None and rate.bounds[0] == -1:
            yield issue(located, field, f"{rate.text} can be -1, which makes money worthless; write more than -1")
    if not own.currency.strip():
        yield issue(located, "currency", "it is empty; write a code such as EUR")


def _leaves_the_calendar(own: Settings) -> bool:
    """Whether the plan begins or ends outside the years 1 to 9999; a start of another form is judged elsewhere."""
    try:
        first = month_number(own.start)
    except ValueError:
        return False
    return first < 12 or first + own.horizon_months >= 10_000 * 12


def teams(survey: Survey) -> Iterator[Issue]:
    """A team's limits and season can be used; an option is left after its launch, not before."""
    for located, team in survey.each(Team):
        if team.wip_limit is not None and not 1 <= team.wip_limit <= MOST_AT_ONCE:
            limits = _range_text(1, MOST_AT_ONCE)
            yield issue(
                located, "wip_limit", f"{shown(team.wip_limit)} is no limit; write {limits}, or empty for no limit"
            )
        people = team.headcount + sum(hire.count for hire in team.hires)
        if MOST_PEOPLE < people <= LARGEST:
            message = f"with its hires these are {people:,.0f} people; a team has at most {MOST_PEOPLE:,}, so split it"
            yield issue(located, "headcount", message)
        if len(team.seasonality) not in (0, 12):
            count = len(team.seasonality)
            yield issue(located, "seasonality", f"there are {count} factors; give 12, January first, or none")
        if team.switching_loss == 1:
            yield issue(
                located, "switching_loss", "1 stops all work as soon as two initiatives are served; write less than 1"
            )
    for located, option in survey.each(Option):
        if option.exit_after is not None and option.exit_after == 0:
            yield issue(located, "exit_after", "0 leaves it at its launch; write months above 0, or empty")


RULES = (domains, settings, teams)
