"""A portfolio laid out for the rules: its records by kind and id, and how each is called in a message."""

from collections.abc import Callable, Hashable, Iterable, Iterator
from functools import lru_cache, wraps
from typing import Final, TypeAlias, TypeVar

from models.calendar import month_index
from models.fields import KINDS
from models.initiative import Stage
from models.issue import Issue, Severity
from models.memo import Memo
from models.portfolio import Portfolio
from models.record import Record
from models.walk import Located, families

R = TypeVar("R", bound=Record)

_KIND_OF: dict[type[Record], str] = {record_type: kind for kind, record_type in KINDS.items()}

_READINGS: Final = 16
"""For instance those of the base and of each scenario."""


class Survey:
    """All records of a portfolio, in document order and by kind and id (the first where an id is there twice)."""

    def __init__(self, portfolio: Portfolio) -> None:
        self.portfolio = portfolio
        self.settings = portfolio.settings
        self.families = list(families(portfolio))
        self.located = [located for family in self.families for located in family]
        self.index: dict[tuple[str, str], Located] = {}
        self.kinds: dict[str, list[Located]] = {}
        for located in self.located:
            self.index.setdefault((located.kind, located.id), located)
            self.kinds.setdefault(located.kind, []).append(located)

    def of(self, kind: str) -> list[Located]:
        """The records of a kind, in document order."""
        return self.kinds.get(kind, [])

    def ids(self, kind: str) -> list[str]:
        """The ids of a kind, in document order."""
        return [located.id for located in self.of(kind)]

    def has(self, kind: str, record_id: str) -> bool:
        """Whether there is a record of that kind and id."""
        return (kind, record_id) in self.index

    def month(self, month: str) -> int | None:
        """Months from the start to ``month``; None where one of them is no month (which the shape's check reports)."""
        try:
            return month_index(self.settings.start, month)
        except ValueError:
            return None

    def each(self, record_type: type[R]) -> Iterator[tuple[Located, R]]:
        """The records of a type with their place, in document order."""
        return each_of(self.of(_KIND_OF[record_type]), record_type)

    def is_selected(self, located: Located) -> bool:
        """Whether a record lies in no option, or in one that is selected."""
        option = located if located.kind == "option" else located.owner("option")
        if option is None:
            return True
        return bool(getattr(option.owners[0].record, "selected", None) == option.id)


Rule: TypeAlias = Callable[[Survey], Iterator[Issue]]
FamilyRule: TypeAlias = Callable[[Survey, tuple[Located, ...]], Iterator[Issue]]


def alone(_: Survey) -> None:
    """What a rule reads besides a record and all that it holds, where that is nothing."""


def by_family(reading: Callable[[Survey], Hashable], kind: str = "") -> Callable[[FamilyRule], Rule]:
    """The rule that judges each record of the portfolio with all that it holds, and not again what an edit left alone.

    ``reading`` gives all that it reads besides; where that has changed, everything is judged anew.  Of a ``kind``
    where the others and what they hold cannot be at fault.
    """

    def rule_of(judge: FamilyRule) -> Rule:
        @lru_cache(maxsize=_READINGS)
        def known(_: Hashable) -> Memo[tuple[Issue, ...]]:
            return Memo()

        @wraps(judge)
        def rule(survey: Survey) -> Iterator[Issue]:
            memo = known(reading(survey))
            for family in survey.families:
                if kind and family[0].kind != kind:
                    continue
                found = memo.find(family)
                yield from memo.keep(tuple(judge(survey, family)), family) if found is None else found

        return rule

    return rule_of


def each_of(located: Iterable[Located], record_type: type[R]) -> Iterator[tuple[Located, R]]:
    """Those records that are of a type, with their place."""
    for one in located:
        if isinstance(one.record, record_type):
            yield one, one.record


def where(located: Located) -> str:
    """What a record is called in a message: ``stage atlas-design (Atlas > Build)``."""
    kind = located.kind.replace("_", " ")
    if not located.id:
        return kind
    owners = " > ".join(str(getattr(owner.record, "name", "") or owner.id) for owner in located.owners)
    return f"{kind} {located.id}" + (f" ({owners})" if owners else "")


def issue(located: Located, field: str, message: str, severity: Severity = "error") -> Issue:
    """An issue of a record."""
    return Issue(where(located), field, message, severity)


def warning(located: Located, field: str, message: str) -> Issue:
    """An oddity of a record."""
    return issue(located, field, message, "warning")


def predecessors(stages: tuple[Stage, ...], position: int) -> list[str]:
    """The ids of the stages that a stage of an option follows: its links, or by default the one before it."""
    after = stages[position].after
    if after is None:
        return [stages[position - 1].id] if position else []
    return [link.stage for link in after if link.stage is not None]
