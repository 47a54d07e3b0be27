"""What a terminal shows: tables, progress, complaints.

On a terminal with colours and rules; into a pipe or a file as plain aligned columns, two spaces or more apart.
Knows nothing of forecasts but the events of a run.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, TextIO

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn
from rich.table import Table as RichTable
from rich.text import Text

from app.wording import time_left
from models.issue import Issue
from simulation.progress import BlockDone, Converged, Event, Listener, RunStarted, TrialsDone

_GAP: Final = "  "
_LEAST_TEXT_WIDTH: Final = 16
_RULES_WIDTH: Final = 3
"""What a rich table needs between two columns."""


@dataclass(frozen=True)
class Table:
    """Rows of texts under a title; the first ``texts`` columns are aligned to the left, figures to the right.

    Columns stand in the order of their importance: the last ones are left out on a terminal that is too narrow.
    """

    title: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    texts: int = 1
    note: str = ""


def print_table(table: Table) -> None:
    """Show a table on standard output, followed by an empty line."""
    console = Console()
    if console.is_terminal:
        fitting = narrowed(table, console.width)
        console.print(_rich_table(fitting))
        if fitting.note:
            console.print(Text(clean(fitting.note), style="dim"))
        console.print()
        return
    sys.stdout.write("\n".join(_plain_lines(table)) + "\n\n")


def narrowed(table: Table, width: int) -> Table:
    """The table without the last columns that do not fit a width; its note says which are missing."""
    kept = len(table.columns)
    while kept > table.texts + 1 and _least_width(table, kept) > width:
        kept -= 1
    if kept == len(table.columns):
        return table
    missing = f"A wider terminal shows: {', '.join(table.columns[kept:])}."
    note = f"{table.note} {missing}" if table.note else missing
    return Table(table.title, table.columns[:kept], [row[:kept] for row in table.rows], table.texts, note)


def _least_width(table: Table, columns: int) -> int:
    """What the first columns need; texts may be folded."""
    total = 0
    for number in range(columns):
        widest = max(cell_len(line[number]) for line in (table.columns, *table.rows))
        total += (min(widest, _LEAST_TEXT_WIDTH) if number < table.texts else widest) + _RULES_WIDTH
    return total


def print_text(text: str, style: str = "") -> None:
    """Show a paragraph on standard output; it is wrapped on a terminal only."""
    console = Console()
    if console.is_terminal:
        console.print(Text(clean(text), style=style))
    else:
        sys.stdout.write(clean(text) + "\n")


def complain(message: str) -> None:
    """Say on standard error what is wrong."""
    _to_stderr("error", clean(message))


def complain_of(path: object, issues: Sequence[Issue]) -> None:
    """List the mistakes of a portfolio on standard error: file, record, field, what is wrong, what would be right."""
    for issue in issues:
        _to_stderr(issue.severity, clean(f"{path}: {_place(issue)}: {issue.message}"))


def _place(issue: Issue) -> str:
    """Record and field; a path into the document (``teams[0].headcount``) ends with the field already."""
    path = issue.where.partition(" (")[0]
    has_field = not issue.field or path == issue.field or path.endswith(f".{issue.field}")
    return issue.where if has_field else f"{issue.where}, {issue.field}"


def clean(text: str) -> str:
    """The text without characters that would steer the terminal; tabs and new lines become spaces."""
    return "".join(" " if unicodedata.category(character) in ("Cc", "Cs") else character for character in text)


@contextmanager
def run_progress() -> Iterator[Listener | None]:
    """A bar with the time left on standard error, while entered; nothing where that is no terminal."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[left]}"))
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("Preparing", total=None, left="")
        yield _ProgressBar(progress, task).show


class _ProgressBar:
    """Carries the events of a run to a bar."""

    def __init__(self, progress: Progress, task: TaskID) -> None:
        self._progress = progress
        self._task = task

    def show(self, event: Event) -> None:
        """Take one event of a run."""
        if isinstance(event, RunStarted):
            description = f"Simulating {event.trials:,} trials"
            self._progress.update(self._task, total=event.trials, completed=0, description=description)
        elif isinstance(event, TrialsDone | BlockDone):
            left = f"{time_left(event.seconds_left)} left" if event.seconds_left else ""
            self._progress.update(self._task, completed=event.done_trials, left=left)
        elif isinstance(event, Converged):
            self._progress.update(self._task, completed=event.done_trials, total=event.done_trials, left="")


def _to_stderr(severity: str, message: str) -> None:
    console = Console(stderr=True)
    if console.is_terminal:
        style = "bold red" if severity == "error" else "bold yellow"
        console.print(Text.assemble((f"{severity}:", style), " ", message), soft_wrap=True)
    else:
        _write_line(sys.stderr, f"{severity}: {message}")


def _write_line(stream: TextIO, line: str) -> None:
    stream.write(line + "\n")
    stream.flush()


def _rich_table(table: Table) -> RichTable:
    title = Text(clean(table.title), style="bold")
    shown = RichTable(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for number, heading in enumerate(table.columns):
        if number < table.texts:
            shown.add_column(Text(heading), justify="left", overflow="fold")
        else:
            shown.add_column(Text(heading), justify="right", no_wrap=True)
    for row in table.rows:
        shown.add_row(*(Text(clean(cell)) for cell in row))
    return shown


def _plain_lines(table: Table) -> Iterator[str]:
    lines = [table.columns, *(tuple(clean(cell) for cell in row) for row in table.rows)]
    widths = [max(cell_len(line[number]) for line in lines) for number in range(len(table.columns))]
    yield clean(table.title)
    for line in lines:
        cells = (_padded(line[number], width, number < table.texts) for number, width in enumerate(widths))
        yield _GAP.join(cells).rstrip()
    if table.note:
        yield clean(table.note)


def _padded(cell: str, width: int, to_left: bool) -> str:
    padding = " " * (width - cell_len(cell))
    return cell + padding if to_left else padding + cell
