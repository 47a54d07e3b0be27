"""The kinds of records and what is known of each of their fields: type, help, unit.

One source for the JSON Schema, the workbook, the window and the checks; all of it is read from the
annotations of the records.  Holds no portfolio: values are found by ``models.walk``.
"""

import types
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec

from models.baseline import Baseline, BaselineFigure
from models.benefit import Benefit
from models.budget import Actual, Budget, Objective
from models.decision import Decision
from models.initiative import Crew, Initiative, Link, Option, Stage
from models.overlay import Scenario
from models.portfolio import Currency, Portfolio, Product, Settings
from models.record import Record
from models.risk import Correlation, Driver, Risk
from models.scorecard import Criterion, Scorecard
from models.team import Hire, Rate, Team
from models.uncertainty import Quantity

KINDS: dict[str, type[Record]] = {
    "portfolio": Portfolio,
    "settings": Settings,
    "product": Product,
    "team": Team,
    "hire": Hire,
    "rate": Rate,
    "currency": Currency,
    "initiative": Initiative,
    "option": Option,
    "stage": Stage,
    "benefit": Benefit,
    "driver": Driver,
    "risk": Risk,
    "correlation": Correlation,
    "budget": Budget,
    "objective": Objective,
    "scenario": Scenario,
    "scorecard": Scorecard,
    "criterion": Criterion,
    "actual": Actual,
    "decision": Decision,
    "baseline": Baseline,
    "baseline_figure": BaselineFigure,
}

SINGLE_KINDS = ("portfolio", "settings")

COLLECTIONS: dict[str, dict[str, str]] = {
    "portfolio": {
        "products": "product",
        "teams": "team",
        "rates": "rate",
        "currencies": "currency",
        "initiatives": "initiative",
        "drivers": "driver",
        "risks": "risk",
        "correlations": "correlation",
        "budgets": "budget",
        "objectives": "objective",
        "scenarios": "scenario",
        "scorecards": "scorecard",
        "actuals": "actual",
        "decisions": "decision",
        "baselines": "baseline",
    },
    "team": {"hires": "hire"},
    "initiative": {"options": "option"},
    "option": {"stages": "stage", "benefits": "benefit"},
    "scorecard": {"criteria": "criterion"},
    "baseline": {"figures": "baseline_figure"},
}
"""The fields of a kind that hold records with an identity of their own, and those records' kinds."""

KEYED_PARTS: dict[tuple[str, str], tuple[type[Record], str]] = {
    ("stage", "crew"): (Crew, "fte"),
    ("stage", "effort"): (Crew, "effort"),
    ("stage", "lag"): (Link, "lag"),
}
"""Fields of a stage that are addressed by a team or a predecessor, and where their value is kept."""


@dataclass(frozen=True, eq=False)  # eq: there is one of each field, so that hashing it costs nothing
class FieldInfo:
    """What is known of a field: ``hint`` is its declared type, ``core`` that type without None and descriptions."""

    name: str
    hint: Any
    core: Any
    optional: bool
    required: bool
    default: Any
    choices: tuple[str, ...]
    description: str
    unit: str
    typical: str

    @cached_property
    def is_quantity(self) -> bool:
        """Whether the field may be uncertain."""
        return self.core is Quantity

    @cached_property
    def is_tuple(self) -> bool:
        """Whether the field holds several values."""
        return get_origin(self.core) is tuple

    @cached_property
    def is_record(self) -> bool:
        """Whether the field holds a record."""
        return isinstance(self.core, type) and issubclass(self.core, msgspec.Struct)

    @property
    def is_number(self) -> bool:
        """Whether the field can be scaled and added to."""
        return self.core in (Quantity, float, int)

    @cached_property
    def item(self) -> Any:
        """The type of one value of a field that holds several."""
        return get_args(self.core)[0] if self.is_tuple else None


@cache
def fields_of(record_type: type[msgspec.Struct]) -> dict[str, FieldInfo]:
    """The fields of a record type by name, in the order of the document."""
    hints = get_type_hints(record_type, include_extras=True)
    return {field.name: _info(field, hints[field.name]) for field in msgspec.structs.fields(record_type)}


def field_info(record_type: type[msgspec.Struct], field: str) -> FieldInfo:
    """What is known of ``field``, which may be nested (``impact.duration_months``).

    Raises
    ------
    KeyError
        If the record has no such field.
    """
    head, _, rest = field.partition(".")
    info = fields_of(record_type)[head]
    if not rest:
        return info
    if not info.is_record:
        raise KeyError(field)
    return field_info(info.core, rest)


def convert_value(value: object, hint: Any) -> Any:
    """``value``, as typed or stored, in the declared type ``hint``.

    Raises
    ------
    ValueError
        If it does not fit; the message says what was expected.  (``msgspec.ValidationError`` and the notation's
        own error are both ValueErrors.)
    """
    return msgspec.convert(value, hint, dec_hook=quantity_from)


def quantity_from(wanted: type, value: object) -> Quantity:
    """The quantity that a document's number or text stands for."""
    if wanted is not Quantity:
        raise NotImplementedError(wanted)
    if isinstance(value, Quantity):
        return value
    if isinstance(value, (str, int, float)) and not isinstance(value, bool):
        return Quantity.parse(value)
    raise ValueError(f"{value!r} is not a quantity; write a number such as 4 or a range such as 3..5..9")


def bare_type(hint: Any) -> Any:
    """A type without descriptions and without None."""
    while get_origin(hint) is Annotated:
        hint = get_args(hint)[0]
    if get_origin(hint) in (Union, types.UnionType):
        members = [member for member in get_args(hint) if member is not type(None)]
        return bare_type(members[0]) if len(members) == 1 else hint
    return hint


def _info(field: msgspec.structs.FieldInfo, hint: Any) -> FieldInfo:
    metas = [meta for meta in getattr(hint, "__metadata__", ()) if isinstance(meta, msgspec.Meta)]
    extra = {key: text for meta in metas for key, text in (meta.extra or {}).items()}
    core = bare_type(hint)
    plain = hint
    while get_origin(plain) is Annotated:
        plain = get_args(plain)[0]
    return FieldInfo(
        name=field.name,
        hint=hint,
        core=core,
        optional=type(None) in get_args(plain),
        required=field.required,
        default=field.default,
        choices=get_args(core) if get_origin(core) is Literal else (),
        description=next((meta.description for meta in reversed(metas) if meta.description), ""),
        unit=extra.get("unit", ""),
        typical=extra.get("typical", ""),
    )
