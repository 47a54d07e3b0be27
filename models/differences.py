"""In which inputs portfolios differ: their records walked field by field, whatever made them different.

Scenarios, actuals, decisions, baselines and the document's own name are no inputs of a forecast and are left out.
Values are told in the notation of the document, plain numbers with separators.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from models.address import Address, value_info
from models.budget import Budget
from models.fields import COLLECTIONS, KINDS, fields_of
from models.initiative import Link, Stage
from models.parts import link_key
from models.portfolio import Portfolio
from models.references import ID_FIELDS
from models.uncertainty import Quantity, number_text
from models.walk import Located, index_records

LEFT_OUT: Final = ("scenario", "actual", "decision", "baseline", "baseline_figure")

NOT_THERE: Final = "not there"
"""What is said of a field whose record a portfolio does not have."""

EMPTY: Final = "empty"

Records = Mapping[tuple[str, str], Located]


@dataclass(frozen=True)
class DifferingInput:
    """One input that is not the same in all of some portfolios."""

    address: str
    record: str  # what it belongs to: "team Platform", "stage Atlas > Build > Design"
    field: str  # what it is: "People at the start"
    unit: str
    values: tuple[str, ...]  # one for each portfolio

    @property
    def words(self) -> str:
        """Record and field in one line."""
        return f"{self.record}: {self.field}"


class Missing:
    """Stands for the value of a field that a portfolio does not have."""

    def __repr__(self) -> str:
        return NOT_THERE


MISSING: Final = Missing()


def differing_inputs(portfolios: Sequence[Portfolio]) -> tuple[DifferingInput, ...]:
    """Every input in which at least two of the portfolios differ, in document order."""
    indexed = [index_records(portfolio) for portfolio in portfolios]
    found = []
    for address, values in _differing(indexed):
        where = next(known for known in indexed if _key(address) in known)
        told = tuple(value_text(address, value, known) for value, known in zip(values, indexed, strict=True))
        info = value_info(address)
        found.append(
            DifferingInput(str(address), record_words(where[_key(address)]), field_words(address), info.unit, told)
        )
    return tuple(found)


def differences(before: Portfolio, after: Portfolio) -> list[tuple[Address, Any, Any]]:
    """Address, value before and value after of every input that differs; ``MISSING`` where there is none."""
    indexed = [index_records(before), index_records(after)]
    return [(address, first, second) for address, (first, second) in _differing(indexed)]


def input_words(portfolio: Portfolio, address: Address) -> str:
    """An input as people call it: ``team Platform: People at the start``."""
    located = index_records(portfolio).get(_key(address))
    return f"{record_words(located) if located else address.kind}: {field_words(address)}"


def record_words(located: Located) -> str:
    """A record as people call it, with those that it belongs to: ``stage Atlas > Build > Design``."""
    if not located.id:
        return located.kind
    names = [_called(one) for one in (*located.owners, located)]
    return f"{located.kind} {' > '.join(names)}"


def field_words(address: Address) -> str:
    """A field as people call it: its first words of help, else its name."""
    info = value_info(address)
    words = info.description.partition(";")[0] or address.field.replace("_", " ").replace(".", ", ")
    if address.field.startswith("mitigation.impact."):
        words = f"{words}, once mitigated"
    return words if address.part is None else f"{words} [{address.part}]"


def value_text(address: Address, value: Any, known: Records) -> str:
    """A value in the document's notation; an id with the name of what it stands for."""
    if value is MISSING:
        return NOT_THERE
    if value is None or value == "" or value == ():
        return "not funded" if (address.kind, address.field) == ("initiative", "selected") else EMPTY
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Quantity) and not value.is_certain:
        return value.text
    if isinstance(value, Quantity | int | float):
        return _number(value.base if isinstance(value, Quantity) else value)
    if isinstance(value, tuple):
        return ", ".join(value_text(address, entry, known) for entry in value)
    kind = ID_FIELDS.get((KINDS[address.kind], address.field))
    named = known.get((kind, str(value))) if kind else None
    name = _called(named) if named else str(value)
    return str(value) if name == str(value) else f"{name} ({value})"


def leaves(located: Located) -> dict[Address, Any]:
    """Every field of a record that can be addressed, with its value; records of their own are left out."""
    return {Address(located.kind, located.id, field, part): value for field, part, value in _of_record(located)}


def _differing(indexed: Sequence[Records]) -> Iterator[tuple[Address, tuple[Any, ...]]]:
    for key in dict.fromkeys(key for known in indexed for key in known):
        if key[0] in LEFT_OUT:
            continue
        owners = [known.get(key) for known in indexed]
        first = owners[0]
        if first is not None and all(one is not None and one.record == first.record for one in owners):
            continue
        fields = [leaves(one) if one is not None else {} for one in owners]
        for address in dict.fromkeys(address for known_fields in fields for address in known_fields):
            values = tuple(known_fields.get(address, MISSING) for known_fields in fields)
            if any(value is not values[0] and value != values[0] for value in values):
                yield address, values


def _of_record(located: Located) -> Iterator[tuple[str, str | None, Any]]:
    yield from _fields(located.record, "", COLLECTIONS.get(located.kind, {}))
    if isinstance(located.record, Stage):
        yield from _of_stage(located.record)


def _fields(record: msgspec.Struct, prefix: str, left_out: Mapping[str, str]) -> Iterator[tuple[str, str | None, Any]]:
    """Field, part and value of all that a record holds itself, records inside it included."""
    for name, info in fields_of(type(record)).items():
        value = getattr(record, name)
        if name in left_out or (isinstance(record, Stage) and name in ("crew", "after")):
            continue
        if isinstance(value, msgspec.Struct) and not isinstance(value, Quantity):
            yield from _fields(value, f"{prefix}{name}.", {})
        elif info.is_tuple and info.item in (Quantity, float):
            yield from ((f"{prefix}{name}", str(number), entry) for number, entry in enumerate(value, 1))
        else:
            yield f"{prefix}{name}", None, value


def _of_stage(stage: Stage) -> Iterator[tuple[str, str | None, Any]]:
    """What a stage says of its teams and of what it follows."""
    yield "after", None, None if stage.after is None else tuple(map(_link_text, stage.after))
    yield from (("lag", link_key(stage, link), link.lag) for link in stage.after or ())
    for member in stage.crew:
        yield "crew", member.team, member.fte
        yield "effort", member.team, member.effort


def _link_text(link: Link) -> str:
    return link.stage if link.stage is not None else f"launch of {link.initiative}"


def _number(value: float) -> str:
    """A number with separators from 10,000 on; what a factor leaves behind the tenth digit is rounding."""
    rounded = float(f"{value:.10g}")
    return f"{rounded:,.10g}" if 1e4 <= abs(rounded) < 1e10 else number_text(rounded)


def _key(address: Address) -> tuple[str, str]:
    return address.kind, address.id


def _called(located: Located) -> str:
    record = located.record
    if isinstance(record, Budget):
        return f"{record.period} {record.category}"
    return str(getattr(record, "name", "") or getattr(record, "role", "") or located.id)
