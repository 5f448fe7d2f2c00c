"""A mechanism of your own: from MOD text to a name that ``insert`` takes, in the NEURON of this process.

NEURON cannot replace a mechanism, nor load two of one name. So each text gets a name of its own, made of the
name in the text and of a hash of the text: an edited text is a new mechanism, an unchanged one is compiled
once and kept.
"""

import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

from neuron import h

from .modl_errors import explained
from .quantities import shown

TIME_LIMIT_S = 180
texts = {}  # of the mechanisms of this process, by their names
TOOLS = {"perl": ("perl",), "make": ("make",), "a C++ compiler": ("g++", "c++", "clang++")}
_COMMENT = re.compile(r"COMMENT\b.*?\bENDCOMMENT\b|[:?][^\n]*", re.DOTALL)
_INCLUDE = re.compile(r'\bINCLUDE\s+"')
_NAME = re.compile(r"\b(SUFFIX|POINT_PROCESS|ARTIFICIAL_CELL)\s+(\w+)")


class MechanismError(ValueError):
    """MOD text that NEURON cannot use; the message shows the line."""


def compile_mechanism(source):
    """Give the name of the mechanism that MOD text describes, ready to be inserted.

    The name is the one in the text and a hash: ``khh`` becomes ``khh_1f0c2ab4``, and the parameter
    ``gkbar`` becomes ``gkbar_khh_1f0c2ab4``. The mechanism lives in the process that calls, as long as that
    process. Compiled code is kept in the user's cache folder.

    Parameters
    ----------
    source : str or path
        MOD text, or the name of a file that holds it; INCLUDE is not followed.

    Returns
    -------
    str

    Raises
    ------
    MechanismError
        NEURON cannot translate or load the text; the message shows the line.
    TypeError, FileNotFoundError
        `source` is neither text nor a file.
    RuntimeError
        A tool that compiles is missing, or no folder can be written to.

    Examples
    --------
    >>> khh = compile_mechanism("khh.mod")
    >>> soma.insert(khh)
    >>> setattr(soma, f"gkbar_{khh}", 0.036)  # S/cm²

    Sources
    -------
    Hines and Carnevale (2000), Neural Computation 12:995-1007; the NEURON 9 documentation, ``nrnivmodl``.
    """
    text = _read(source)
    own_name, (start, end) = _named(text)
    name = f"{own_name}_{hashlib.sha256(text.encode()).hexdigest()[:8]}"
    if not hasattr(h, name):
        library = _cache() / f"{name}.so"
        if not library.exists():
            _build(text[:start] + name + text[end:], own_name, library)
        _load(library)
    texts[name] = text
    return name


def check_units(source):
    """Raise MechanismError, with the line, unless the units in MOD text agree; NEURON's ``modlunit``.

    NEURON itself computes with numbers and does not look at units.

    Parameters
    ----------
    source : str or path
        As for :func:`compile_mechanism`, as are the other errors.
    """
    text = _read(source)
    name, _ = _named(text)
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / f"{name}.mod").write_text(text, encoding="utf-8")
        done = _run("modlunit", folder, f"{name}.mod")
    if done.returncode:
        raise MechanismError(explained(done.stdout + done.stderr, text, name))


def _read(source):
    if not isinstance(source, (str, os.PathLike)):
        raise TypeError(f"source must be MOD text or the name of a file, but it is {shown(source)}.")
    if isinstance(source, str) and ("\n" in source or "{" in source):
        return source
    if not str(source).strip():
        raise ValueError("source is empty; give MOD text or the name of a file.")
    path = Path(source)
    with suppress(RuntimeError):  # nobody of that name: then ~ is a letter like others
        path = path.expanduser()
    if not path.is_file():
        raise FileNotFoundError(f"There is no file {shown(str(source))}, and it is not MOD text either.")
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise MechanismError(f"{path.name} is not a text file in UTF-8.") from None


def _named(text):
    """Give the name of the mechanism, and from where to where in the text it stands."""
    # comments keep their length, so that places stay places
    bare = _COMMENT.sub(lambda comment: " " * len(comment.group()), text)
    found = _NAME.search(bare)
    if found is None:
        raise MechanismError(
            "The text names no mechanism. Its NEURON block needs a line such as SUFFIX khh, or POINT_PROCESS "
            "and a name."
        )
    if found[2] == "nothing":
        raise MechanismError("SUFFIX nothing makes no mechanism that could be inserted. Give it a name.")
    if _INCLUDE.search(bare):
        raise MechanismError("INCLUDE is not followed here: put what it includes into the text itself.")
    return found[2], found.span(2)


def _build(text, own_name, library):
    for tool, commands in TOOLS.items():
        if not any(map(shutil.which, commands)):
            raise RuntimeError(
                f"NEURON needs {tool} to compile, and this machine has none. On Debian and Ubuntu: "
                "apt install g++ make; on macOS: xcode-select --install."
            )
    with tempfile.TemporaryDirectory(dir=library.parent) as scratch:
        (Path(scratch) / f"{own_name}.mod").write_text(text, encoding="utf-8")
        done = _run("nrnivmodl", scratch)
        made = next(Path(scratch).glob("*/libnrnmech.*"), None)
        if done.returncode or made is None:
            raise MechanismError(explained(done.stderr, text, own_name))
        made.replace(library)  # at one stroke: another process may be doing the same


def _load(library):
    try:
        loaded = h.nrn_load_dll(str(library))
    except RuntimeError as error:
        raise MechanismError(f"NEURON could not load the mechanism: {error}") from None
    if not loaded:
        raise MechanismError(f"NEURON could not load the mechanism from {library}.")


def _run(tool, folder, *arguments):
    found = shutil.which(tool, path=sysconfig.get_path("scripts")) or shutil.which(tool)
    if found is None:
        raise RuntimeError(f"NEURON's {tool} is not beside {sys.executable}. Is NEURON installed there?")
    try:
        return subprocess.run(
            [found, *arguments],
            cwd=folder,
            env={**os.environ, "LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=TIME_LIMIT_S,
        )
    except subprocess.TimeoutExpired:
        raise MechanismError(f"NEURON's {tool} was still at work after {TIME_LIMIT_S} s.") from None


def _cache():
    """Give a folder of this user, version and machine from which code can be loaded."""
    user = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    tried = (user / "hhlab", Path.cwd() / ".hhlab")
    for place in tried:
        folder = place / "mechanisms" / f"neuron-{version('neuron')}-{platform.machine()}"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            # a container's home is often a memory disk from which nothing can be executed
            runs = not os.statvfs(folder).f_flag & getattr(os, "ST_NOEXEC", 0)
        except OSError:
            continue
        if runs and os.access(folder, os.W_OK):
            return folder
    raise RuntimeError(
        f"No folder to compile in: neither {tried[0]} nor {tried[1]} can be written to and "
        "executed from. In a container, mount a volume on the work folder."
    )
