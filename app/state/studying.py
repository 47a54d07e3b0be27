"""What carries out studies for the window, in a process of its own: questions that take longer than a forecast.

A request names a function that is told how to report (``telling``) and what to look at for whether it should stop
(``cancel``).  Nothing here knows Qt; who asks what, and in which order, is the business of ``app.state.studies``.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any, TypeAlias

from app.state.engine import Inbox, give_way, settle_in
from app.wording import count

if TYPE_CHECKING:
    from models.issue import Issue
    from simulation.decide.pace import StepDone

_TOLD_ISSUES = 2


@dataclass(frozen=True)
class Question:
    """A function of a module and what it is given; the answer is what it returns."""

    function: Callable[..., Any]
    arguments: tuple[Any, ...] = ()
    keywords: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Parcel:
    """A question on its way: it arrives as bytes, packed by the thread that sends it, for that takes a while."""

    question: Question

    def __reduce__(self) -> tuple[type[bytes], tuple[bytes]]:
        return bytes, (pickle.dumps(self.question, protocol=5),)


@dataclass(frozen=True)
class StudyRequest:
    """A question, as bytes once it has arrived; without one, whatever is under way is to end."""

    number: int
    question: Parcel | bytes | None = None


@dataclass(frozen=True)
class Stepped:
    """A study goes on."""

    number: int
    step: StepDone


@dataclass(frozen=True)
class Answered:
    """A study is done."""

    number: int
    answer: Any


@dataclass(frozen=True)
class Broken:
    """A study came to nothing; why, in words."""

    number: int
    words: str


@dataclass(frozen=True)
class Stopped:
    """A study was ended on request."""

    number: int


Message: TypeAlias = Stepped | Answered | Broken | Stopped


def serve_studies(pipe: Connection) -> None:
    """Answer questions until the pipe ends; called in the new process.

    Each request is answered with exactly one message besides steps, but for one that the next request ended.
    """
    settle_in()
    give_way()
    inbox = Inbox(pipe)
    while True:
        message = _answer(inbox.take(), inbox, pipe.send)
        if message is not None:
            _send(pipe, message)


def _answer(request: StudyRequest, inbox: Inbox, send: Callable[[Message], None]) -> Message | None:
    if not isinstance(request.question, bytes):
        return Stopped(request.number)
    from simulation.progress import Cancelled
    from simulation.run import PortfolioError

    def tell(step: StepDone) -> None:
        send(Stepped(request.number, step))

    try:
        question: Question = pickle.loads(request.question)  # noqa: S301 - from our own window
        answer = question.function(*question.arguments, **question.keywords, telling=tell, cancel=inbox)
    except Cancelled:
        return None
    except PortfolioError as error:
        return Broken(request.number, words_of(error.issues))
    except Exception as error:
        return Broken(request.number, str(error) or type(error).__name__)
    return Answered(request.number, answer)


def _send(pipe: Connection, message: Message) -> None:
    """Send a message; an answer that cannot be sent is a study that came to nothing."""
    try:
        pipe.send(message)
    except (pickle.PicklingError, TypeError, AttributeError) as error:
        pipe.send(Broken(message.number, f"the answer cannot be passed on: {error}"))


def words_of(issues: tuple[Issue, ...]) -> str:
    """The first of the mistakes that are in a study's way, and how many more there are."""
    told = "; ".join(f"{issue.where}, {issue.field}: {issue.message}" for issue in issues[:_TOLD_ISSUES])
    more = len(issues) - _TOLD_ISSUES
    return f"The plan has {count(len(issues), 'error')}. {told}" + (f"; and {more} more" if more > 0 else "")
