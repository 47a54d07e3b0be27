"""A line to an engine: its process, a thread that writes to it and a thread that reads from it.

The window's thread only puts requests down and takes messages up; it never waits for a process.
"""

from __future__ import annotations

import multiprocessing
import pickle
import threading
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.state.post import Sender

_PATIENCE = 2
"""How often in a row an engine may end by itself before it is given up."""


@dataclass(frozen=True)
class Room:
    """What an engine's process carries out: ``serve(pipe, *arguments)``, a function of a module."""

    serve: Callable[..., None]
    arguments: tuple[Any, ...] = ()


class Line(QObject):
    """Lives in the window's thread; ``received`` brings each message of the engine, ``lost`` that it died by itself."""

    received = Signal(object)
    lost = Signal()
    _broken = Signal(object)

    def __init__(self, room: Room, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._room = room
        self._call: _Call | None = None
        self._closed = False
        self._losses = 0
        self._latest: Any = None
        self._broken.connect(self._replace)

    def warm_up(self) -> None:
        """Start the engine before there is work for it."""
        if not self._closed:
            self._connected()

    def ask(self, request: Any) -> None:
        """Ask for something; it supersedes what was asked before.  Once the line is closed, nobody answers."""
        if not self._closed:
            self._latest = request
            self._connected().ask(request)

    def settled(self) -> None:
        """What was asked is done: the engine is well."""
        self._losses = 0
        self._latest = None

    def close(self) -> None:
        """End the engine and both threads, for good."""
        self._closed = True
        self.hang_up()

    def hang_up(self) -> None:
        """End the engine and both threads; the next request starts others."""
        if self._call is not None:
            call, self._call = self._call, None
            call.end()

    def _connected(self) -> _Call:
        if self._call is None:
            self._call = _Call(self, self._room)
        return self._call

    def _replace(self, call: object) -> None:
        """The engine ended by itself: try what it was asked once more, with a new one."""
        if call is not self._call or self._call is None:
            return
        self._call.end()
        self._call = None
        self._losses += 1
        if self._losses >= _PATIENCE:
            self._losses = 0
            self.lost.emit()
        elif self._latest is not None:
            self.ask(self._latest)

    def take_message(self, message: object) -> None:
        """Called by the reading thread."""
        self.received.emit(message)

    def take_end(self, call: _Call) -> None:
        """Called by the reading thread."""
        self._broken.emit(call)


class _Call:
    """One engine process and its two threads."""

    def __init__(self, line: Line, room: Room) -> None:
        self._line = line
        self._room = room
        self._process: Any = None
        self._wanted = threading.Condition()
        self._request: Any = None
        self._ended = False
        self._reader: threading.Thread | None = None
        self._writer = threading.Thread(target=self._write, name="foliocast-asking", daemon=True)
        self._writer.start()

    def ask(self, request: Any) -> None:
        """Put a request down; the one before is forgotten where it was not sent yet."""
        with self._wanted:
            self._request = request
            self._wanted.notify()

    def end(self) -> None:
        """Kill the process, which holds nothing worth keeping, and wait for both threads."""
        with self._wanted:
            self._ended = True
            self._wanted.notify()
            if self._process is not None:
                self._process.kill()
        self._writer.join()
        if self._reader is not None:
            self._reader.join()

    def _write(self) -> None:
        spawn = multiprocessing.get_context("spawn")
        ours, theirs = spawn.Pipe()
        process = spawn.Process(target=self._room.serve, args=(theirs, *self._room.arguments), name="foliocast-engine")
        with self._wanted:
            if self._ended:
                return
            process.start()
            self._process = process
        theirs.close()  # so that the pipe ends with the engine
        self._reader = threading.Thread(target=self._read, args=(ours,), name="foliocast-hearing", daemon=True)
        self._reader.start()
        sender = Sender()
        while (request := self._next()) is not None:
            try:
                ours.send_bytes(sender.packed(request))
            except OSError:
                break  # the reading thread finds the end of the pipe
        self._reader.join()
        process.join()
        with self._wanted:
            self._process = None  # a closed one cannot be killed
        process.close()
        ours.close()

    def _next(self) -> Any:
        with self._wanted:
            while self._request is None and not self._ended:
                self._wanted.wait()
            request, self._request = self._request, None
            return None if self._ended else request

    def _read(self, pipe: Connection) -> None:
        try:
            while True:
                message = pickle.loads(pipe.recv_bytes())  # noqa: S301 - from our own engine
                if self._ended:
                    return
                self._line.take_message(message)
        except (EOFError, OSError):
            if not self._ended:
                self._line.take_end(self)
