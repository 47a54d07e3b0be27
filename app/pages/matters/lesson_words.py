"""What a study of lessons found, as rows of cells and sentences.  No Qt here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from app.charts.ranked import Ranked
from app.pages.matters.sayings import is_sure, short_words
from app.tables.figures import Cell, Row
from app.wording import money, money_error

if TYPE_CHECKING:
    from simulation.decide.matters.learning import Lesson, Lessons


def learning_headline(found: Lessons, currency: str) -> str:
    """What would be chosen now, and the dearest lesson, in words."""
    best = found.values[found.best]
    chosen = f"By what is known now: {found.names[found.best]}, worth {money(best.value, currency)} on average."
    lesson = next((one for one in found.inputs if is_sure(one.worth)), None)
    if not is_sure(found.everything):
        return f"{chosen} Nothing is worth learning first: you would choose the same in nearly every future."
    if lesson is None:
        return f"{chosen} No single input is clearly worth learning first."
    return (
        f"{chosen} It is worth paying up to {money(lesson.worth.value, currency)} "
        f"{money_error(lesson.worth.error, currency)} to learn “{lesson.words}” first."
    )


def evpi_words(found: Lessons, currency: str) -> str:
    """What knowing everything is worth, and why it is more than the lessons."""
    return (
        f"Knowing everything before choosing (EVPI) is worth {money(found.everything.value, currency)} "
        f"{money_error(found.everything.error, currency)} at most. It includes what no single input explains, such as "
        "chance in shared staffing (who waits for whom), so single lessons are worth much less and do not add up to it."
    )


def lesson_bars(lessons: Sequence[Lesson]) -> list[Ranked]:
    """A row for each lesson."""
    return [Ranked(_lesson_name(one), (one.worth.value,), (one.worth.error,)) for one in lessons]


def _lesson_name(one: Lesson) -> str:
    return short_words(one.inputs[0]) if len(one.inputs) == 1 else f"{one.words.partition(':')[0]} (all below)"


LESSON_HEADER: Final = ("What to learn first", "Worth paying up to", "± error", "Note")


def lesson_rows(found: Lessons, currency: str) -> list[Row]:
    """The groups, then the inputs."""
    rows: list[Row] = []
    for one in (*found.groups, *found.inputs):
        sure, several = is_sure(one.worth), len(one.inputs) > 1
        name = f"{one.words}, all of it ({len(one.inputs)} inputs)" if several else one.words
        tip = "\n".join(part.words for part in one.inputs)
        worth = Cell(money(one.worth.value, currency), "" if sure else "muted", sure)
        rows.append(
            [Cell(name, tip=tip), worth, money_error(one.worth.error, currency), "" if sure else "may be nothing"]
        )
    return rows


def alternative_rows(found: Lessons, currency: str) -> list[Row]:
    """What was chosen among, the best first."""
    order = sorted(range(len(found.names)), key=lambda number: -found.values[number].value)
    rows: list[Row] = [
        [
            Cell(found.names[number], strong=number == found.best),
            money(found.values[number].value, currency),
            money_error(found.values[number].error, currency),
        ]
        for number in order
    ]
    return rows + [[Cell(name, "muted"), Cell("not possible", "muted"), ""] for name in found.refused]
