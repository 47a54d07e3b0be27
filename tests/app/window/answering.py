"""Studies that are carried out at once, in the test itself."""

from __future__ import annotations

from typing import Any

from app.state.studies import Studies


class Prompt(Studies):
    """Answers as soon as it is asked, with few futures; what was asked is kept."""

    def __init__(self, trials: int = 50) -> None:
        super().__init__()
        self.trials = trials
        self.asked: list[str] = []

    def ask(self, key: str, function: Any, *arguments: Any, **keywords: Any) -> None:
        self.asked.append(key)
        self.answered.emit(key, function(*arguments, **{**keywords, "trials": self.trials}))
