"""The progress of studies on a terminal: how far, how long still, and the best so far."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeAlias

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn

from app.terminal import clean
from app.wording import time_left

if TYPE_CHECKING:
    from simulation.decide.pace import StepDone, Telling

Titled: TypeAlias = "Callable[[str], Telling | None]"
"""What a study of a title tells its steps to."""


@contextmanager
def study_progress() -> Iterator[Titled]:
    """A bar on standard error for one study after the other, while entered; nothing where that is no terminal."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda _: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[left]}"))
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("Preparing", total=None, left="")
        yield lambda title: _bar(progress, task, title)


def _bar(progress: Progress, task: TaskID, title: str) -> Telling:
    progress.update(task, description=title, total=None, completed=0, left="")

    def tell(step: StepDone) -> None:
        left = f"{time_left(step.seconds_left)} left" if step.seconds_left else ""
        what = f"{title}: {clean(step.what)}" if step.what else title
        progress.update(task, description=what, total=step.total, completed=step.done, left=left)

    return tell
