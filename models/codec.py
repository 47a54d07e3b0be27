"""A portfolio as JSON and back: the document's text, its older versions, its digest and its schema.

The text is stable: fields in the order of the records, defaults left out, so equal portfolios are equal files.  Files
themselves are the business of ``app.exchange``.
"""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

import msgspec

from models.fields import COLLECTIONS, convert_value, fields_of
from models.issue import Issue
from models.memo import Memo
from models.migrations import VersionError, migrate
from models.portfolio import Portfolio
from models.schema import json_schema
from models.structure import Fields, Reader, RefusedNumber, shown
from models.uncertainty import Quantity

__all__ = ["DocumentError", "decode", "digest", "encode", "json_schema", "read_document"]

_TEXTS = Memo[str](2_000)
"""Of the records that stand in the portfolio itself."""

_LONGEST_INTEGER = 18  # digits; what surely fits 64 bits, and is far beyond any number of a portfolio


class DocumentError(ValueError):
    """A document that cannot be read; ``issues`` says everything that is wrong with it."""

    def __init__(self, issues: tuple[Issue, ...]) -> None:
        super().__init__("; ".join(str(issue) for issue in issues))
        self.issues = issues


def encode(portfolio: Portfolio) -> bytes:
    """The document as indented UTF-8 JSON, ending in a newline.

    Raises
    ------
    ValueError
        If the portfolio holds NaN, an infinity or half a character, which JSON cannot.
    """
    fields = {"schema_version": _text_of(portfolio.schema_version)}
    for name, info in fields_of(Portfolio).items():
        value = getattr(portfolio, name)
        if name not in fields and (info.required or value != info.default):
            fields[name] = _list_text(value) if name in COLLECTIONS["portfolio"] else _indented(_text_of(value))
    return "".join(("{\n  ", ",\n  ".join(f'"{name}": {text}' for name, text in fields.items()), "\n}\n")).encode()


def decode(data: bytes | str) -> Portfolio:
    """The portfolio of a document.

    Raises
    ------
    DocumentError
        With everything that does not fit.
    """
    portfolio, issues = read_document(data)
    if portfolio is None:
        raise DocumentError(issues)
    return portfolio


def read_document(data: bytes | str) -> tuple[Portfolio | None, tuple[Issue, ...]]:
    """The portfolio of a document, or None and everything that does not fit, each with its place and remedy."""
    try:
        raw = _parse(data)
        if not isinstance(raw, dict):
            raise _refusal(f"the document is {shown(raw)}; it should be an object in {{ }} with a name and settings")
        repeated = getattr(raw, "repeated", ())
        raw = Fields(migrate(raw))
        raw.repeated = repeated
    except VersionError as error:
        return None, (Issue("schema_version", "schema_version", str(error)),)
    except DocumentError as error:
        return None, error.issues
    reader = Reader()
    reader.read_record(raw, Portfolio, "", "")
    if reader.issues:
        return None, tuple(reader.issues)
    portfolio: Portfolio = convert_value(raw, Portfolio)
    return portfolio, ()


def digest(portfolio: Portfolio) -> str:
    """SHA-256, in hexadecimal, of the document: equal for equal portfolios, on every machine."""
    return hashlib.sha256(encode(portfolio)).hexdigest()


def _list_text(entries: Iterable[Any]) -> str:
    """The entries of a list in the document's own indentation; the text of each is made once."""
    texts = [_TEXTS.find(entry) or _TEXTS.keep(_indented(_text_of(entry), 4), entry) for entry in entries]
    return "".join(("[\n    ", ",\n    ".join(texts), "\n  ]"))


def _text_of(value: Any) -> str:
    return json.dumps(_raw(value), indent=2, ensure_ascii=False, allow_nan=False)


def _indented(text: str, width: int = 2) -> str:
    """JSON further to the right; there are no line breaks within its texts."""
    return text.replace("\n", "\n" + " " * width)


def _raw(value: Any) -> Any:
    """Plain data of a record: fields with their default value left out, whole numbers without a fraction."""
    if isinstance(value, Quantity):
        return _number(value.base) if value.is_certain else value.text
    if isinstance(value, msgspec.Struct):
        return {
            name: _raw(getattr(value, name))
            for name, info in fields_of(type(value)).items()
            if info.required or getattr(value, name) != info.default
        }
    if isinstance(value, tuple):
        return [_raw(entry) for entry in value]
    return _number(value) if isinstance(value, float) else value


def _number(value: float) -> float | int:
    return int(value) if value.is_integer() and abs(value) < 2**53 else value


def _parse(data: bytes | str) -> Any:
    text = _text(data)
    if not text.strip():
        raise _refusal("the document is empty; it should hold a portfolio as JSON")
    try:
        return json.loads(
            text,
            object_pairs_hook=_fields,
            parse_constant=RefusedNumber,
            parse_int=_integer,
            parse_float=_float,
        )
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise _refusal(f"this is not JSON: {error.msg}", place) from error
    except RecursionError as error:
        raise _refusal("the document is nested too deeply; a portfolio needs no more than ten levels") from error


def _text(data: bytes | str) -> str:
    if isinstance(data, str):
        return data.removeprefix("\ufeff")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _refusal("the document is written as UTF-16; save it as UTF-8")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refusal(f"byte {error.start + 1} is not UTF-8; save the document as UTF-8") from error


def _fields(pairs: Iterable[tuple[str, Any]]) -> Fields:
    fields = Fields()
    repeated = []
    for name, value in pairs:
        if name in fields:
            repeated.append(name)
        fields[name] = value
    fields.repeated = tuple(dict.fromkeys(repeated))
    return fields


def _integer(text: str) -> int | RefusedNumber:
    return int(text) if len(text) <= _LONGEST_INTEGER else RefusedNumber("a huge number")


def _float(text: str) -> float | RefusedNumber:
    value = float(text)
    return value if abs(value) <= 1e300 else RefusedNumber("a huge number")


def _refusal(message: str, where: str = "document") -> DocumentError:
    return DocumentError((Issue(where, "", message),))
