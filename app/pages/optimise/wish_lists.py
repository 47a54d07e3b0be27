"""What is asked of single initiatives and envelopes, as Qt models that the wishes show."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from app.pages.amounts import amount_text, read_amount
from app.wording import money
from models.portfolio import Portfolio

_ROOT: Final = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex
_MUST, _EXCLUDED = 1, 2
_INSTEAD = 2


class InitiativeWishes(QAbstractTableModel):
    """The initiatives, each with a tick for must and one for excluded; at most one of the two."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[tuple[str, str, bool], ...] = ()  # id, name, whether its record says that it must be
        self.must: set[str] = set()
        self.excluded: set[str] = set()

    def show_portfolio(self, portfolio: Portfolio) -> None:
        """Show the initiatives of a portfolio; ticks of those that are still there are kept."""
        names = tuple((one.id, one.name or one.id, one.must_have) for one in portfolio.initiatives)
        if names == self._names:
            return
        self.beginResetModel()
        self._names = names
        known = {name for name, _, _ in names}
        self.must &= known
        self.excluded &= known
        self.endResetModel()

    def rowCount(self, parent: _Index = _ROOT) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self._names)

    def columnCount(self, parent: _Index = _ROOT) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else 3

    def flags(self, index: _Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.column() else flags

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        name, words, required = self._names[index.row()]
        if index.column() == 0:
            if role == Qt.ItemDataRole.DisplayRole:
                return words
            if role == Qt.ItemDataRole.ToolTipRole:
                return f"{words}: a must by its record" if required else words
            return None
        ticked = name in (self.must if index.column() == _MUST else self.excluded)
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{words} {'must be funded' if index.column() == _MUST else 'must not be funded'}"
        return None

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: N802
        if role != Qt.ItemDataRole.CheckStateRole or not index.column():
            return False
        name = self._names[index.row()][0]
        mine, other = (self.must, self.excluded) if index.column() == _MUST else (self.excluded, self.must)
        if Qt.CheckState(value) == Qt.CheckState.Checked:
            mine.add(name)
            other.discard(name)
        else:
            mine.discard(name)
        self.dataChanged.emit(self.index(index.row(), _MUST), self.index(index.row(), _EXCLUDED))
        self.changed.emit()
        return True

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return ("Initiative", "Must", "Not")[section]
        return None


class EnvelopeWishes(QAbstractTableModel):
    """The envelopes, each with an amount that takes its place if one is typed."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[tuple[str, str, str], ...] = ()  # id, name, amount
        self._currency = ""
        self.amounts: dict[str, float] = {}

    def show_portfolio(self, portfolio: Portfolio) -> None:
        """Show the envelopes of a portfolio; amounts of those that are still there are kept."""
        currency = self._currency = portfolio.settings.currency
        rows = tuple(
            (one.id, f"{one.period} {one.category}", money(one.amount.base, currency)) for one in portfolio.budgets
        )
        if rows == self._rows:
            return
        self.beginResetModel()
        self._rows = rows
        self.amounts = {name: amount for name, amount in self.amounts.items() if name in {row[0] for row in rows}}
        self.endResetModel()

    def rowCount(self, parent: _Index = _ROOT) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _ROOT) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else 3

    def flags(self, index: _Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() == _INSTEAD else flags

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        name, words, amount = self._rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            instead = self.amounts.get(name)
            return (words, amount, "" if instead is None else amount_text(instead))[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == _INSTEAD:
            return "An amount that takes the envelope's place; empty keeps it"
        return None

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: N802
        if role != Qt.ItemDataRole.EditRole or index.column() != _INSTEAD:
            return False
        name, text = self._rows[index.row()][0], str(value).strip()
        amount = positive_amount(text, self._currency)
        if not text:
            self.amounts.pop(name, None)
        elif amount is None:
            return False
        else:
            self.amounts[name] = amount
        self.dataChanged.emit(index, index)
        self.changed.emit()
        return True

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return ("Envelope", "Amount", "Instead")[section]
        return None


def positive_amount(text: str, currency: str) -> float | None:
    """The amount that is typed; None where it is no number, or below zero."""
    try:
        amount = read_amount(text, currency)
    except ValueError:
        return None
    return amount if amount >= 0 else None
