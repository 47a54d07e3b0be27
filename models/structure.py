"""The shape of a document, field by field: everything that does not fit the records, all of it at once.

Works on plain data (dictionaries, lists, numbers, texts) and on nothing else, so a file and records made in Python are
judged alike.  Rules across records are the business of ``models.check``, reading and writing of ``models.codec``.
"""

import re
from typing import Any, get_args

import msgspec

from models.address import closest, item_info
from models.fields import FieldInfo, bare_type, convert_value, fields_of
from models.issue import Issue
from models.memo import Memo
from models.record import Record
from models.uncertainty import NotationError, Quantity

_SHOWN_CHARACTERS = 40
_NUMBER = re.compile(r"\s*[-+]?(\d+[.,]?\d*|[.,]\d+)([eE][-+]?\d+)?\s*%?\s*", re.ASCII)


class Fields(dict[str, Any]):
    """An object of a document, with the names that it holds twice."""

    repeated: tuple[str, ...] = ()


class RefusedNumber:
    """A number of a document that no record can hold, kept with its text."""

    def __init__(self, text: str) -> None:
        self.text = text


class Reader:
    """Collects what does not fit; ``broken`` says whether a type is wrong, so that no record can be made.

    Of records (``sound`` given) quantities must be quantities already; in documents they are numbers and texts.
    ``sound`` knows the records, and lists of them, in which nothing was found before, and takes those in which nothing
    is found now.
    """

    def __init__(self, sound: Memo[bool] | None = None) -> None:
        self.sound = sound
        self.issues: list[Issue] = []
        self.broken = False

    def read_record(self, raw: object, record_type: type[msgspec.Struct], place: str, label: str) -> None:
        """Judge an object and all that it holds; ``label`` names the innermost record with an id."""
        if self.sound is None:
            self._read_fields(raw, record_type, place, label)
        elif not isinstance(raw, msgspec.Struct):
            self._read_fields(plain(raw), record_type, place, label)
        elif not self.sound.find(raw, record_type):
            before = len(self.issues)
            self._read_fields(_fields_of_record(raw), record_type, place, label)
            if len(self.issues) == before:
                self.sound.keep(True, raw, record_type)

    def _read_fields(self, raw: object, record_type: type[msgspec.Struct], place: str, label: str) -> None:
        if not isinstance(raw, dict):
            name = _with_article(record_type)
            self._refuse(place, "", f"{shown(raw)} stands where {name} should be; write an object in {{ }}", label)
            return
        known = fields_of(record_type)
        label = _label(raw, record_type) or label
        for name in getattr(raw, "repeated", ()):
            self._refuse(place, name, f'"{name}" is there twice; keep one', label)
        for name in raw:
            if name not in known:
                remedy = closest(str(name)[:_SHOWN_CHARACTERS], known)
                self._refuse(place, name, f"{_with_article(record_type)} has no {shown(name)}; {remedy}", label)
        for name, info in known.items():
            if name in raw:
                self._read_value(raw[name], info, place, label)
            elif info.required:
                self._refuse(place, name, f'"{name}" is missing; it should be {expected(info)}', label)

    def _read_value(self, value: object, info: FieldInfo, place: str, label: str, position: int | None = None) -> None:
        name = info.name if position is None else f"{info.name}[{position}]"
        if value is info.default or (value is None and info.optional):
            return
        if info.is_record:
            self.read_record(value, info.core, f"{place}.{name}".lstrip("."), label)
        elif info.is_tuple:
            self._read_list(value, info, place, name, label)
        else:
            self._read_single(value if self.sound is None else plain(value), info, place, name, label)

    def _read_list(self, value: object, info: FieldInfo, place: str, name: str, label: str) -> None:
        if not isinstance(value, (list, tuple)):
            self._refuse(place, name, f"{shown(value)} should be a list in [ ]", label)
            return
        sound = self.sound if isinstance(value, tuple) else None
        if sound is not None and sound.find(value, info):
            return
        before, item = len(self.issues), item_info(info)
        for index, entry in enumerate(value):
            self._read_value(entry, item, place, label, index)
        if sound is not None and len(self.issues) == before:
            sound.keep(True, value, info)

    def _read_single(self, value: object, info: FieldInfo, place: str, name: str, label: str) -> None:
        if self.sound is not None and info.is_quantity and not isinstance(value, Quantity):
            self._refuse(place, name, f"{shown(value)} is not a quantity; write Quantity.parse(...)", label)
        else:
            if message := mismatch(value, info):
                self._refuse(place, name, message, label, breaks=not _only_pattern(value, info))

    def _refuse(self, place: str, field: str, message: str, label: str, breaks: bool = True) -> None:
        where = _readable(f"{place}.{field}".strip(".")) or "document"
        self.issues.append(Issue(f"{where} ({label})" if label else where, _readable(field), message))
        self.broken = self.broken or breaks


def plain(value: object) -> Any:
    """Records as plain dictionaries and lists with every field written out; quantities stay as they are."""
    if isinstance(value, msgspec.Struct):
        return {name: plain(field) for name, field in _fields_of_record(value).items()}
    if isinstance(value, (tuple, list)):
        return [plain(entry) for entry in value]
    return RefusedNumber("a dictionary") if isinstance(value, dict) else value


def _fields_of_record(record: msgspec.Struct) -> dict[str, Any]:
    return {name: getattr(record, name) for name in record.__struct_fields__}


def mismatch(value: object, info: FieldInfo) -> str:
    """What is wrong with a single value of a field, and what would be right; empty if it fits."""
    if isinstance(value, RefusedNumber):
        return f"{value.text} is not a number that can be used; write {expected(info)}"
    if value is None:
        return f"it is empty; write {expected(info)}"
    if isinstance(value, str) and not _encodable(value):
        return "the text holds half a character (a lone surrogate); type it again"
    if info.choices and value not in info.choices:
        return f"{shown(value)} is not one of the choices; {closest(str(value)[:_SHOWN_CHARACTERS], info.choices)}"
    if isinstance(value, str) and info.core in (int, float) and _NUMBER.fullmatch(value):
        return f"{shown(value)} is text; write {value.strip()[:_SHOWN_CHARACTERS]} without quotes"
    if isinstance(value, Quantity) and info.is_quantity:
        return ""
    try:
        convert_value(value, info.hint)
    except msgspec.ValidationError as error:
        cause = error.__cause__
        return (
            str(cause) if isinstance(cause, NotationError) else f"{shown(value)} does not fit; write {expected(info)}"
        )
    except (OverflowError, TypeError, NotImplementedError):
        return f"{shown(value)} does not fit; write {expected(info)}"
    return ""


def typed_value(value: object, info: FieldInfo) -> Any:
    """A value, as typed or stored, in the type of its field.

    Raises
    ------
    ValueError
        If it does not fit; the message says what would.
    """
    if value is None and info.optional:
        return None
    message = mismatch(value, info)
    if message:
        raise ValueError(message)
    return convert_value(value, info.hint)


def expected(info: FieldInfo) -> str:
    """What a field should hold, in words that can follow "write"."""
    if info.is_quantity:
        return f"a number or a range such as {info.typical or '3..5..9'}"
    if info.is_record:
        return "an object in { }"
    if info.is_tuple:
        return "a list in [ ]"
    if info.choices:
        return "one of " + ", ".join(f'"{choice}"' for choice in info.choices)
    if info.core is str:
        return _expected_text(info)
    names = {float: "a number", int: "a whole number", bool: "true or false"}
    return names.get(info.core, "a number, a text, true, false or null")


def shown(value: object) -> str:
    """A value as it can be shown in a message."""
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, (list, tuple)):
        return "a list"
    if isinstance(value, RefusedNumber):
        return value.text
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "null"}[value]
    if isinstance(value, str):
        return f'"{_readable(value[:_SHOWN_CHARACTERS])}{"..." if len(value) > _SHOWN_CHARACTERS else ""}"'
    if isinstance(value, (int, float)):
        return f"{value:g}" if isinstance(value, float) or abs(value) < 1e15 else "a huge number"
    return f"a {type(value).__name__}"


def _expected_text(info: FieldInfo) -> str:
    pattern = _pattern(info.hint)
    if pattern is None:
        return "a text in quotes"
    if pattern.startswith(r"^\d{4}"):
        return "a month such as 2027-03"
    return "an id of letters, digits, - and _ (at most 80), such as atlas-design"


def _pattern(hint: Any) -> str | None:
    """The pattern that a text must follow, looked for inside ``X | None`` too."""
    for meta in getattr(hint, "__metadata__", ()):
        if isinstance(meta, msgspec.Meta) and meta.pattern is not None:
            return meta.pattern
    return next((found for part in get_args(hint) if (found := _pattern(part)) is not None), None)


def _only_pattern(value: object, info: FieldInfo) -> bool:
    """Whether a value has the right type and merely does not follow the pattern."""
    return isinstance(value, str) and bare_type(info.hint) is str and _encodable(value)


def _readable(text: str) -> str:
    """The text with half characters replaced, so that it can be shown and written."""
    return text.encode("utf-8", "replace").decode()


def _encodable(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _with_article(record_type: type[msgspec.Struct]) -> str:
    """What a record is called: ``an option``, ``a fiscal calendar``."""
    name = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", record_type.__name__).lower()
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


def _label(raw: dict[str, Any], record_type: type[msgspec.Struct]) -> str:
    record_id = raw.get("id")
    if not issubclass(record_type, Record) or not isinstance(record_id, str):
        return ""
    return f"{record_type.__name__.lower()} {shown(record_id)}"
