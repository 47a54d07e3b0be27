"""The system libraries of the window: which are missing, and which packages hold them.

``python -m app.commands.libraries`` names them, and installs them where it may: as root on Debian and its kin.  Finds
out by asking the loader, without loading Qt, which could not say what it lacks.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Final

_PACKAGES: Final = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb-render.so.0": "libxcb-render0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libglib-2.0.so.0": "libglib2.0-0",
}
"""The Debian packages that hold the system libraries of Qt's window."""

_ASKED: Final = (
    "lib/libQt6Widgets.so.6",
    "lib/libQt6XcbQpa.so.6",
    "plugins/platforms/libqxcb.so",
    "plugins/platforms/libqoffscreen.so",
)


def missing_libraries() -> list[str]:
    """System libraries that Qt asks for and the loader does not find; empty elsewhere than on Linux."""
    folder = _qt_folder()
    loader = shutil.which("ldd")
    if not sys.platform.startswith("linux") or folder is None or loader is None:
        return []
    missing: set[str] = set()
    for name in _ASKED:
        ran = subprocess.run([loader, folder / name], capture_output=True, text=True, check=False)  # noqa: S603
        missing |= {line.split()[0] for line in ran.stdout.splitlines() if line.rstrip().endswith("not found")}
    return sorted(missing)


def debian_packages(libraries: list[str]) -> list[str]:
    """The packages that hold these libraries, as far as they are known."""
    return sorted({_PACKAGES[name] for name in libraries if name in _PACKAGES})


def main() -> None:
    """Install what is missing where that is allowed; say what is still missing."""
    missing = missing_libraries()
    installer = shutil.which("apt-get")
    packages = debian_packages(missing)
    if packages and installer is not None and os.geteuid() == 0:
        sys.stderr.write(f"Installing system libraries of the window: {' '.join(packages)}\n")
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in ([installer, "update", "-qq"], [installer, "install", "-qq", "-y", *packages]):
            subprocess.run(command, check=False, env=quiet, stdout=subprocess.DEVNULL)  # noqa: S603
        missing = missing_libraries()
    if missing:
        sys.stderr.write(f"{explanation(missing)}\n")


def explanation(missing: list[str]) -> str:
    """What is missing, and how to get it."""
    packages = debian_packages(missing)
    how = f"; on Debian and Ubuntu: apt install {' '.join(packages)}" if packages else ""
    return f"the window needs system libraries that are missing: {', '.join(missing)}{how}"


def _qt_folder() -> Path | None:
    spec = find_spec("PySide6")
    if spec is None or spec.origin is None:
        return None
    return Path(spec.origin).parent / "Qt"


if __name__ == "__main__":
    main()
