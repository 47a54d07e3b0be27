"""``python -m tests.programs``: brings the programs that tests use beside Python, where it may.

As root on Debian and its kin they are installed; elsewhere their tests are skipped, and what is missing is said here.
"""

import os
import shutil
import subprocess
import sys
from typing import Final

PROGRAMS: Final = {"soffice": "libreoffice-calc", "Xvfb": "xvfb", "xdotool": "xdotool"}
"""Programs, and the Debian packages that hold them."""


def main() -> None:
    """Install what is missing where that is allowed; say what is still missing."""
    installer = shutil.which("apt-get")
    wanted = [package for program, package in PROGRAMS.items() if shutil.which(program) is None]
    if wanted and installer is not None and os.geteuid() == 0:
        sys.stderr.write(f"Installing programs of the tests: {' '.join(wanted)} (once; this takes some minutes)\n")
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        install = [installer, "install", "-qq", "-y", "--no-install-recommends", *wanted]
        for command in ([installer, "update", "-qq"], install):
            subprocess.run(command, check=False, env=quiet, stdout=subprocess.DEVNULL)
    for program, package in PROGRAMS.items():
        if shutil.which(program) is None:
            sys.stderr.write(f"{program} is missing, its tests are skipped; on Debian: apt install {package}\n")


if __name__ == "__main__":
    main()
