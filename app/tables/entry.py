"""Typed texts into the portfolio: what is a value goes in as one step, what is none is kept beside it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from app.tables.changes import Reading, Texts, read_texts, set_values
from app.tables.editor import Editor
from app.tables.pending import PendingTexts


def enter(
    editor: Editor,
    pending: PendingTexts,
    kind: str,
    texts: Mapping[str, Texts],
    what: str,
    merge_key: str | None = None,
) -> None:
    """Type texts into fields of records, named by their keys, as one step called ``what``.

    Raises
    ------
    EditError
        If the editor refuses the values; nothing has changed then.
    """
    reading = read_texts(editor.portfolio, kind, texts)
    pending.put(kind, reading.rejected)
    corrected(pending, kind, reading)
    if reading.values:
        editor.push(partial(set_values, kind=kind, values=reading.values), what, merge_key)


def corrected(pending: PendingTexts, kind: str, reading: Reading) -> None:
    """Forget the pending texts of fields that get a value."""
    for key, values in reading.values.items():
        for field in values:
            pending.discard(kind, key, field)
