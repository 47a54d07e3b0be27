"""What an explanation is, and the sentences on standard errors that many of them share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

Group: TypeAlias = Literal["Odds", "Value and return", "Cost and budget", "Dates and delivery", "People", "Decisions"]

GROUPS: Final[tuple[Group, ...]] = (
    "Odds",
    "Value and return",
    "Cost and budget",
    "Dates and delivery",
    "People",
    "Decisions",
)

MEAN_ERROR: Final = (
    "The mean of another run of as many futures would differ by about this much; "
    "two thirds of such runs lie within one standard error, nearly all within two."
)
QUANTILE_ERROR: Final = (
    "How far this percentile would move in another run of as many futures; it shrinks with the root of their number."
)
SHARE_ERROR: Final = (
    "In points of per cent: another run of as many futures would give a share that differs by about this much."
)
PAIRED_ERROR: Final = (
    "Both sides are tried in the same futures, so what chance does to both is taken out; "
    "a difference of more than two standard errors is no accident of the run."
)
STUDY_ERROR: Final = "It is told beside the figure; a figure smaller than twice its error may be nothing."


@dataclass(frozen=True)
class Explanation:
    """One figure: what it is, in a user's words; how it is counted; how to read its standard error."""

    key: str
    name: str
    group: Group
    meaning: str
    convention: str
    error: str
