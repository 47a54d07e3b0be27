"""A mistake of the user, as a value: where it is, what is wrong and what would be right."""

from typing import Literal

import msgspec

Severity = Literal["error", "warning"]


class Issue(msgspec.Struct, frozen=True):
    """One thing that is wrong (error) or merely odd (warning).

    ``where`` names the record as people know it, such as ``stage atlas-design (Atlas > Build)``;
    ``field`` the field of it, empty for the record as a whole.
    """

    where: str
    field: str
    message: str
    severity: Severity = "error"

    def __str__(self) -> str:
        place = f"{self.where}, {self.field}" if self.field else self.where
        return f"{self.severity}: {place}: {self.message}"
