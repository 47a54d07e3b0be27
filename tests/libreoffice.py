"""LibreOffice as a second pair of hands: opens, recalculates and saves workbooks without a window."""

import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

_FILTERS = {"xlsx": "xlsx:Calc MS Excel 2007 XML", "pdf": "pdf"}


def convert(paths: list[Path], to: str, folder: Path) -> list[Path]:
    """The files as LibreOffice saves them in the format ``to``, in ``folder``; skips the test where it is missing."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    with tempfile.TemporaryDirectory() as profile:
        command = [program, f"-env:UserInstallation={Path(profile).as_uri()}", "--headless"]
        command += ["--convert-to", _FILTERS[to], "--outdir", str(folder), *map(str, paths)]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
    return [folder / f"{path.stem}.{to}" for path in paths]
