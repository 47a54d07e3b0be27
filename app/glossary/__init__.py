"""What every figure means: one source for the window's explanations, for tooltips and for the list of all of them.

No Qt and no numbers: what a run found is the business of who shows it.
"""

from __future__ import annotations

from typing import Final

from app.glossary.cost import COST
from app.glossary.decisions import DECISIONS
from app.glossary.delivery import DELIVERY
from app.glossary.odds import ODDS
from app.glossary.shapes import GROUPS, Explanation
from app.glossary.value import VALUE

__all__ = ["EXPLANATIONS", "GROUPS", "Explanation", "explanation", "found"]

EXPLANATIONS: Final[tuple[Explanation, ...]] = (*ODDS, *VALUE, *COST, *DELIVERY, *DECISIONS)
"""Every figure that is shown, group by group."""

_BY_KEY: Final = {one.key: one for one in EXPLANATIONS}


def explanation(key: str) -> Explanation:
    """What a figure means.

    Raises
    ------
    KeyError
        If there is no such figure.
    """
    return _BY_KEY[key]


def found(words: str) -> tuple[Explanation, ...]:
    """The explanations in which all words occur, those first that have the first of them in their name."""
    wanted = words.casefold().split()
    hits = [one for one in EXPLANATIONS if all(word in _text(one) for word in wanted)]
    return tuple(sorted(hits, key=lambda one: bool(wanted) and wanted[0] not in one.name.casefold()))


def _text(one: Explanation) -> str:
    return f"{one.name} {one.group} {one.meaning} {one.convention}".casefold()
