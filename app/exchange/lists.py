"""Cells that hold several entries: names, numbers, quantities, a crew, predecessors, scores, figures of a forecast.

Entries are separated by ``;``; one inside parentheses or double quotes separates nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from app.exchange.numbers import CellError, plain_number, read_number, refuse_difference, tidy
from models.decision import ForecastFigure
from models.initiative import Crew, Link
from models.scorecard import Score
from models.uncertainty import NotationError, Quantity, number_text

NO_PREDECESSOR = "none"

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}", re.ASCII)
_MEMBER = re.compile(r"([^\s=]+)(?:\s+([^=]*[^\s=]))?\s*(?:=(.*))?", re.DOTALL)
_LINK = re.compile(r"(?:(stage|initiative)\s*:\s*)?([^\s:+]+)\s*(?:\+(.*))?", re.DOTALL | re.IGNORECASE)
_FIGURE = re.compile(r'(?:"((?:[^"]|"")*)"\s*|([^="|;]*))=(.*)', re.DOTALL)
_AROUND = " \t\r\n\u00a0\u2007\u2009\u200b\u202f\ufeff"
_MARKS = re.compile(r'[()";]')
_BARE_METRIC = re.compile(r"[A-Za-z0-9_]+(?:[ .:%-][A-Za-z0-9_%]+)*", re.ASCII)


def split_entries(text: str) -> list[str]:
    """The entries of a cell without the spaces around them; empty ones are left out."""
    entries, start, depth, quoted = [], 0, 0, False
    for mark in _MARKS.finditer(text):
        if mark[0] == '"':
            quoted = not quoted
        elif quoted:
            continue
        elif mark[0] == ";":
            if not depth:
                entries.append(text[start : mark.start()].strip(_AROUND))
                start = mark.end()
        else:
            depth = max(0, depth + (1 if mark[0] == "(" else -1))
    entries.append(text[start:].strip(_AROUND))
    return [entry for entry in entries if entry]


def read_quantity(text: str) -> Quantity:
    """The quantity of a text in the notation, or of a number as people write it in a spreadsheet.

    Raises
    ------
    CellError
        If it is none.
    """
    tidied = tidy(text)
    refuse_difference(tidied)
    try:
        return Quantity.parse(plain_number(tidied) or tidied)
    except NotationError as error:
        raise CellError(str(error)) from error


def read_names(text: str) -> tuple[str, ...]:
    """The names of a cell, in order."""
    return tuple(split_entries(text))


def read_numbers(text: str) -> tuple[float, ...]:
    """The numbers of a cell, in order."""
    return tuple(_number(entry, entry) for entry in split_entries(text))


def read_quantities(text: str) -> tuple[Quantity, ...]:
    """The quantities of a cell, in order."""
    return tuple(read_quantity(entry) for entry in split_entries(text))


def read_crew(text: str) -> tuple[Crew, ...]:
    """The crew of ``platform 2; web 1.5 = 4..6..9``: team, people and, after ``=``, person-months."""
    return tuple(map(_read_member, split_entries(text)))


def write_crew(crew: Iterable[Crew]) -> str:
    """The text that ``read_crew`` reads back."""
    return "; ".join(
        f"{member.team} {number_text(member.fte)}" + (f" = {member.effort.text}" if member.effort is not None else "")
        for member in crew
    )


def read_links(text: str) -> tuple[Link, ...]:
    """The predecessors of ``design; build + 0..1..2; initiative:atlas + 1``; ``none`` says that there are none."""
    if tidy(text).casefold() == NO_PREDECESSOR:
        return ()
    return tuple(map(_read_link, split_entries(text)))


def write_links(links: Iterable[Link]) -> str:
    """The text that ``read_links`` reads back."""
    return "; ".join(map(_link_text, links)) or NO_PREDECESSOR


def read_scores(text: str) -> tuple[Score, ...]:
    """The scores of ``atlas-build 7; atlas-buy 4.5``: option and points."""
    return tuple(map(_read_score, split_entries(text)))


def write_scores(scores: Iterable[Score]) -> str:
    """The text that ``read_scores`` reads back."""
    return "; ".join(f"{score.option} {number_text(score.points)}" for score in scores)


def read_figures(text: str) -> tuple[ForecastFigure, ...]:
    """The figures of ``npv = -1e5 | 4e5 | 7e5 | 9e5 | 5e5``: P10, P50, P80, P90 and, if known, the outcome."""
    return tuple(map(_read_figure, split_entries(text)))


def write_figures(figures: Iterable[ForecastFigure]) -> str:
    """The text that ``read_figures`` reads back."""
    return "; ".join(map(_figure_text, figures))


def require_id(text: str) -> str:
    """The text, if it can be an id; raises CellError otherwise."""
    if _ID.fullmatch(text):
        return text
    shown = f'"{text[:40]}" is not an id{_foreign_mark(text)}'
    raise CellError(f"{shown}; write letters, digits, - and _ (at most 80), such as atlas-design")


def _foreign_mark(text: str) -> str:
    """Names the first mark that looks like one of ours: the text alone would not show what is wrong."""
    alike = (mark for mark in text if not mark.isascii() and unicodedata.category(mark) in ("Pd", "Pc", "Cf", "Zs"))
    mark = next(alike, "")
    return f" (one of its marks is: {unicodedata.name(mark, 'no known one').lower()})" if mark else ""


def _number(text: str, entry: str) -> float:
    value = read_number(tidy(text))
    if value is None:
        raise CellError(f'"{entry[:60]}": "{text.strip()[:40]}" is not a number; write for example 1.5')
    return value


def _read_member(entry: str) -> Crew:
    match = _MEMBER.fullmatch(" ".join(entry.split()))  # single spaces keep the pattern from trying them all
    if match is None or match[2] is None:
        raise CellError(
            f'"{entry[:60]}" is not a team with its people; write for example platform 2, or web 1.5 = 4..6..9'
        )
    effort = read_quantity(match[3]) if match[3] is not None else None
    return Crew(team=require_id(match[1].removesuffix(":")), fte=_number(match[2], entry), effort=effort)


def _read_score(entry: str) -> Score:
    match = _MEMBER.fullmatch(" ".join(entry.split()))
    if match is None or match[2] is None or match[3] is not None:
        raise CellError(f'"{entry[:60]}" is not an option with its points; write for example atlas-build 7')
    return Score(option=require_id(match[1].removesuffix(":")), points=_number(match[2], entry))


def _read_link(entry: str) -> Link:
    match = _LINK.fullmatch(" ".join(entry.split()))
    if match is None or (match[3] is not None and not match[3].strip()):
        raise CellError(
            f'"{entry[:60]}" is not a predecessor; write a stage, such as design, or design + 1, or initiative:atlas'
        )
    kind, name = (match[1] or "stage").lower(), require_id(match[2])
    lag = Quantity.certain(0.0) if match[3] is None else read_quantity(match[3])
    return Link(stage=name, lag=lag) if kind == "stage" else Link(initiative=name, lag=lag)


def _link_text(link: Link) -> str:
    if (link.stage is None) == (link.initiative is None):
        raise CellError("a predecessor names either a stage or an initiative; mend it in the portfolio first")
    name = link.stage if link.stage is not None else f"initiative:{link.initiative}"
    if name.casefold() == NO_PREDECESSOR:
        name = f"stage:{name}"
    return name + ("" if link.lag == Quantity.certain(0.0) else f" + {link.lag.text}")


def _read_figure(entry: str) -> ForecastFigure:
    match = _FIGURE.fullmatch(entry)
    parts = match[3].split("|") if match else []
    if match is None or len(parts) not in (4, 5):
        raise CellError(
            f'"{entry[:60]}" is not a figure; write metric = P10 | P50 | P80 | P90, and | outcome once known'
        )
    metric = match[2].strip() if match[1] is None else match[1].replace('""', '"')
    numbers = [_number(part, entry) for part in parts[:4]]
    outcome = _number(parts[4], entry) if len(parts) == 5 else None
    return ForecastFigure(
        metric=metric, p10=numbers[0], p50=numbers[1], p80=numbers[2], p90=numbers[3], outcome=outcome
    )


def _figure_text(figure: ForecastFigure) -> str:
    doubled = figure.metric.replace('"', '""')
    metric = figure.metric if _BARE_METRIC.fullmatch(figure.metric) else f'"{doubled}"'
    numbers = [figure.p10, figure.p50, figure.p80, figure.p90]
    if figure.outcome is not None:
        numbers.append(figure.outcome)
    return f"{metric} = {' | '.join(map(number_text, numbers))}"
