"""A portfolio laid out for the rules: its records by kind and id, and how each is called in a message."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from functools import lru_cache, wraps
from itertools import chain, groupby
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
        self.index = {(located.kind, located.id): located for located in reversed(self.located)}
        self.kinds: defaultdict[str, list[Located]] = defaultdict(list)
        for located in self.located:
            self.kinds[located.kind].append(located)
        self._families_of = {kind: list(alike) for kind, alike in groupby(self.families, lambda family: family[0].kind)}

    def of(self, kind: str) -> list[Located]:
        """The records of a kind, in document order."""
        return self.kinds.get(kind, [])

    def families_of(self, kind: str) -> list[tuple[Located, ...]]:
        """The records of a kind that stand in the portfolio itself, each with all that it holds; all for ""."""
        return self._families_of.get(kind, []) if kind else self.families

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
        def known(_: Hashable) -> _Judged:
            return _Judged(judge)

        @wraps(judge)
        def rule(survey: Survey) -> Iterator[Issue]:
            return chain.from_iterable(known(reading(survey)).judge(survey, survey.families_of(kind)))

        return rule

    return rule_of


class _Judged:
    """What a rule finds in each record as long as nothing else has changed; quickest where the survey before is like.

    The rule is asked again only of what it has not judged.
    """

    def __init__(self, rule: FamilyRule) -> None:
        self._rule = rule
        self._memo = Memo[tuple[Issue, ...]]()
        self._latest: tuple[list[tuple[Located, ...]], list[tuple[Issue, ...]]] = ([], [])

    def judge(self, survey: Survey, families: list[tuple[Located, ...]]) -> list[tuple[Issue, ...]]:
        """What is found in each of the families."""
        before, known = self._latest
        if len(before) == len(families):
            pairs = zip(families, before, known, strict=True)
            found = [issues if mine is its else self._of(survey, mine) for mine, its, issues in pairs]
        else:
            found = [self._of(survey, family) for family in families]
        self._latest = families, found
        return found

    def _of(self, survey: Survey, family: tuple[Located, ...]) -> tuple[Issue, ...]:
        found = self._memo.find(family)
        return self._memo.keep(tuple(self._rule(survey, family)), family) if found is None else found


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
