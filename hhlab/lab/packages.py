"""A student's own packages: they lie with the work, and kernels and the lab's terminal see them, behind ours.

Python itself has a folder for a user's packages. The image lets it lie in the volume (PYTHONUSERBASE) and
starts the server without it (``python -s``). Outside the image packages go where pip puts them.
"""

import os
import shutil
import site
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from . import places

# of these pip says where a package goes
PLACED = ("--target", "-t", "--prefix", "--root", "--user", "--no-user", "--editable", "-e")
# In a virtual environment pip removes and replaces what lies in it alone; here, in the user's own folder.
PIP_OF_A_USER = """
import site, sys
from pip._internal.cli.main import main
from pip._internal.metadata import base
from pip._internal.req.req_uninstall import UninstallPathSet
base.is_local = lambda path: path.startswith(site.getuserbase())
UninstallPathSet._permitted = lambda self, path: base.is_local(path)
sys.exit(main())
"""
RETRYING = "WARNING: Retrying (Retry("
OFFLINE = """
There is no network here from which packages could come; what came with the lab works without one.
Where there is a network, download it with what it needs, then bring that folder here:

  pip download --dest folder {names}
  pip install --no-index --find-links folder {names}
"""


def folder():
    """Give the folder of the student's own packages, or None where pip has its usual one."""
    base = os.environ.get("PYTHONUSERBASE")
    return Path(base) if base and site.ENABLE_USER_SITE else None


def bring_in():
    """Let this process find the student's packages, those too that are installed while it runs."""
    base = folder()
    if not base:
        return
    packages = site.getusersitepackages()
    # Python leaves a folder out that was not there when it began
    with suppress(OSError):
        Path(packages).mkdir(parents=True, exist_ok=True)
    if packages not in sys.path:
        site.addsitedir(packages)
    os.environ["PATH"] += f":{base / 'bin'}"


def reset():
    """Remove the student's own packages, for every Python, and say so; nothing else lies in their folder.

    Raises
    ------
    OSError
        Some could not be removed.
    """
    base = places.work() / ".hhlab" / "packages"
    if not base.is_dir():
        return f"There are no packages of your own in {base}."
    shutil.rmtree(base)
    return "The packages of your own are removed. Restart the kernels that have imported them."


def say_when_offline(shell):
    """Let ``%pip`` of an IPython shell run pip as `pip` does."""

    def magic(line):
        """Install a package for your notebooks: %pip install NAME"""
        shell.system(f'"{sys.executable}" -P -m hhlab.lab.packages {line}')
        print("A package that was imported before stays as it is until the kernel is restarted.")

    shell.register_magic_function(magic, "line", "pip")


def pip(words):
    """Run pip with these words, for the student's own packages; say in words when there is no network."""
    settings = {"PIP_RETRIES": "2", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_CACHE_DIR": "1"}
    if words[:1] == ["install"] and folder() and not any(word.split("=")[0] in PLACED for word in words):
        settings["PIP_USER"] = "1"
    run = subprocess.Popen(
        [sys.executable, "-P", *(["-c", PIP_OF_A_USER] if folder() else ["-m", "pip"]), *words],
        env=settings | os.environ,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
    )
    offline = False
    try:
        for line in run.stderr:
            if line.startswith(RETRYING):
                offline = True
            else:
                print(line, end="", file=sys.stderr, flush=True)
        status = run.wait()
    except KeyboardInterrupt:
        return run.wait()
    if status and offline:
        names = " ".join(word for word in words[1:] if not word.startswith("-"))
        print(OFFLINE.format(names=names), file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(pip(sys.argv[1:]))
