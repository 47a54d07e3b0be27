"""The JSON Schema (2020-12) of the document, made from the records and their annotations.

Descriptions, units (``x-unit``) and typical values come from the same source as the window's and the workbook's.
"""

from typing import Any

import msgspec

from models.fields import FieldInfo, fields_of
from models.portfolio import Portfolio
from models.uncertainty import Quantity

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_QUANTITY: dict[str, Any] = {
    "title": "Quantity",
    "description": "A number, or an uncertain one in the notation: 3..5..9, P10/50/90(3, 5, 9), 120 +/- 10 % ...",
    "anyOf": [{"type": "number"}, {"type": "string", "minLength": 1}],
}

Schema = dict[str, Any]


def json_schema() -> Schema:
    """The schema of a whole document."""
    definitions: dict[str, Schema] = {"Quantity": _QUANTITY}
    _define(Portfolio, definitions)
    return {"$schema": _DIALECT, "title": "Foliocast portfolio", "$ref": "#/$defs/Portfolio", "$defs": definitions}


def _define(record_type: type[msgspec.Struct], definitions: dict[str, Schema]) -> None:
    """Add a record type, and every type that it holds, to the definitions."""
    if record_type.__name__ in definitions:
        return
    schema: Schema = {}
    definitions[record_type.__name__] = schema
    infos = fields_of(record_type)
    schema |= {
        "title": record_type.__name__,
        "type": "object",
        "description": (record_type.__doc__ or "").split("\n\n")[0].strip(),
        "properties": {name: _property(info, definitions) for name, info in infos.items()},
        "required": [name for name, info in infos.items() if info.required],
        "additionalProperties": False,
    }


def _property(info: FieldInfo, definitions: dict[str, Schema]) -> Schema:
    schema = _type(info.core, definitions) if info.is_tuple or info.is_record or info.is_quantity else _leaf(info)
    if info.optional and "$ref" in schema:
        schema = {"anyOf": [schema, {"type": "null"}]}
    elif info.optional and info.is_tuple:
        schema = {**schema, "type": ["array", "null"]}
    extras = {"description": info.description, "x-unit": info.unit}
    schema = schema | {key: text for key, text in extras.items() if text}
    if info.typical:
        schema["examples"] = [info.typical if info.is_quantity else float(info.typical)]
    return schema


def _type(core: Any, definitions: dict[str, Schema]) -> Schema:
    if core is Quantity:
        return {"$ref": "#/$defs/Quantity"}
    if isinstance(core, type) and issubclass(core, msgspec.Struct):
        _define(core, definitions)
        return {"$ref": f"#/$defs/{core.__name__}"}
    entry = core.__args__[0]
    held = entry is Quantity or (isinstance(entry, type) and issubclass(entry, msgspec.Struct))
    return {"type": "array", "items": _type(entry, definitions) if held else msgspec.json.schema(entry)}


def _leaf(info: FieldInfo) -> Schema:
    """The schema of a plain value, with its default."""
    schema = msgspec.json.schema(info.hint)
    return schema if info.required or info.default is None else {**schema, "default": info.default}
