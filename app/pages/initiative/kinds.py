"""The kinds of option: their words and their icons."""

from __future__ import annotations

from dataclasses import dataclass

from models.initiative import OptionKind


@dataclass(frozen=True, slots=True)
class Kind:
    """What a kind of option is called, its icon, and what it means."""

    name: OptionKind
    word: str
    icon: str
    meaning: str


KINDS = (
    Kind("build", "Build", "hammer-wrench", "the organisation's own teams make it"),
    Kind("buy", "Buy", "cart-outline", "a product, a licence or a firm is bought"),
    Kind("partner", "Partner", "handshake-outline", "another firm does it, for a share or a fee"),
)


def kind_of(name: str) -> Kind:
    """The kind of a name."""
    return next(kind for kind in KINDS if kind.name == name)
