"""``foliocast sample``: a portfolio to try things with."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import Final

from app.exchange.files import SUFFIX, FileRefused, write_file
from app.terminal import print_text

SAMPLE: Final = f"software-company{SUFFIX}"


def write_sample(out: Path, *, replace: bool) -> None:
    """Write the sample portfolio to ``out``.

    Raises
    ------
    FileRefused
        If there is a file already and it is not to be replaced, or none can be written.
    """
    if out.is_file() and not replace:
        remedy = "Choose another name, or add --force to replace it"
        raise FileRefused(out, "there is such a file already", remedy, "It is unchanged.")
    write_file(out, resources.files("resources").joinpath("samples", SAMPLE).read_bytes())
    print_text(f"wrote {out}")
