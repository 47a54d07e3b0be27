"""What runs in a spawned worker process: takes tasks from its pipe, computes them and sends the results back.

Arrays travel beside the pickle, not inside it, so that they are not copied on the way.
"""

from __future__ import annotations

import pickle
import signal
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, Final, TypeAlias

from simulation.progress import Cancelled

READY: Final = "ready"
PROGRESS: Final = "progress"
DONE: Final = "done"
ABANDONED: Final = "abandoned"
BROKEN: Final = "broken"

Checkpoint: TypeAlias = Callable[[int], None]
"""Called by a job with the number of trials that are done; raises ``Cancelled`` where the run is to stop."""


def serve(pipe: Connection, abandoned: Any) -> None:
    """Compute tasks until the pipe ends; ``abandoned.value`` is the number of the last run that was given up.

    The parent answers an interrupt from the keyboard; a worker ignores it.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        send(pipe, (READY,))
        job: Any = None
        while True:
            message = pickle.loads(pipe.recv_bytes())  # noqa: S301 - from our own parent process
            if isinstance(message, tuple):
                _compute(pipe, abandoned, job, *message)
            else:
                job = message
    except (EOFError, OSError):
        return  # the parent is gone


def _compute(pipe: Connection, abandoned: Any, job: Any, run: int, number: int, task: Any) -> None:
    def checkpoint(trials: int) -> None:
        if abandoned.value >= run:
            raise Cancelled
        if trials:
            send(pipe, (PROGRESS, number, trials))

    try:
        checkpoint(0)
        result = job(task, checkpoint)
        checkpoint(0)
    except Cancelled:
        send(pipe, (ABANDONED, number))
    except ConnectionError:
        raise  # the parent is gone
    except Exception:
        send(pipe, (BROKEN, number, traceback.format_exc()))
    else:
        send(pipe, (DONE, number, result))


def send(pipe: Connection, message: object) -> None:
    """Send a message, its arrays one by one after it."""
    arrays: list[pickle.PickleBuffer] = []
    body = pickle.dumps(message, protocol=5, buffer_callback=arrays.append)
    pipe.send_bytes(pickle.dumps((body, len(arrays))))
    for array in arrays:
        pipe.send_bytes(array.raw())


def receive(pipe: Connection) -> tuple[Any, ...]:
    """The next message that was sent with ``send``; its arrays are read-only.

    Raises
    ------
    EOFError, OSError
        If the other side is gone.
    """
    body, count = pickle.loads(pipe.recv_bytes())  # noqa: S301 - from our own worker process
    arrays = [pipe.recv_bytes() for _ in range(count)]
    message: tuple[Any, ...] = pickle.loads(body, buffers=arrays)  # noqa: S301
    return message
