"""A mechanism of your own: from MOD text to a name that ``insert`` takes, in the NEURON of this process.

NEURON cannot replace a mechanism, nor load two of one name. So each text gets a name of its own, made of the
name in the text and of a hash of the text: an edited text is a new mechanism, an unchanged one is compiled
once and kept.
"""

import ctypes
import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import warnings
from importlib.metadata import version
from pathlib import Path

from neuron import h

from ..descriptions.quantities import shown
from .errors import explained, pointed, unloaded
from .limits import in_the_way, oversights
from .shape import unreadable
from .slips import nameless
from .source import MechanismError, read
from .text import named, renamed, translatable

TIME_LIMIT_S = 180
texts = {}  # of the mechanisms of this process, by their names
TOOLS = {"perl": ("perl",), "make": ("make",), "a C++ compiler": ("g++", "c++", "clang++")}
MOST_LETTERS = 100  # of a name; NEURON's own buffers hold 255


def compile_mechanism(source: str | os.PathLike[str]) -> str:
    """Give the name of the mechanism that MOD text describes, ready to be inserted.

    The name is the one in the text and a hash: ``khh`` becomes ``khh_1f0c2ab4``, and the parameter
    ``gkbar`` becomes ``gkbar_khh_1f0c2ab4``. The mechanism lives in the process that calls, as long as that
    process. Compiled code is kept in the user's cache folder.

    Parameters
    ----------
    source : str or path
        MOD text, or the name of a file that holds it. What it includes is looked for beside the file.

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
    model = read(source)
    own, name = _names(model)
    texts[name] = model.text
    if h.name_declared(name, 1):
        return name
    library = _cache() / f"{name}.so"
    if not library.exists():
        _build(model, own, name, library)
    if obstacle := in_the_way(model.text, h.name_declared, h.ion_charge):
        sentence, number = obstacle
        raise MechanismError(pointed(own, sentence, number, model))
    _load(library, own, name)
    for sentence, number in oversights(model.text):
        warnings.warn(pointed(own, sentence, number, model), stacklevel=2)
    return name


def check_units(source: str | os.PathLike[str]) -> None:
    """Raise MechanismError, with the line, unless the units in MOD text agree; NEURON's ``modlunit``.

    NEURON itself computes with numbers and does not look at units.

    Parameters
    ----------
    source : str or path
        MOD text, or the name of a file that holds it.

    Returns
    -------
    None

    Raises
    ------
    MechanismError
        Units do not agree, or the text cannot be read; the message shows the line.
    TypeError, FileNotFoundError
        `source` is neither text nor a file.

    Examples
    --------
    >>> hhlab.check_units("khh.mod")
    """
    model = read(source)
    own, _ = _names(model)
    with tempfile.TemporaryDirectory() as folder:
        _write(Path(folder) / f"{own}.mod", model.text, model, own)
        done = _run("modlunit", folder, f"{own}.mod")
    if done.returncode:
        raise MechanismError(explained(done.stdout + done.stderr, model, own, own))


def _names(model):
    """Give the name in the text, or else that of its file, and the name made of it and of a hash."""
    found = named(model.text)
    own = found[0] if found else model.stem
    slip = None if found else nameless(model.text)
    if slip:
        raise MechanismError(pointed(model.stem or "The text", *slip, model))
    if own is None:
        raise MechanismError(
            "The text names no mechanism. Its NEURON block needs a line such as SUFFIX khh, or POINT_PROCESS "
            "and a name."
        )
    if own == "nothing":
        raise MechanismError("SUFFIX nothing makes no mechanism that could be inserted. Give it a name.")
    if not re.fullmatch(r"[A-Za-z]\w*", own, re.ASCII):
        raise MechanismError(
            f"The text names no mechanism, and the name of its file, {shown(own)}, cannot be one. "
            "Its NEURON block needs a line such as SUFFIX khh."
        )
    if len(own) > MOST_LETTERS:
        raise MechanismError(f"The mechanism's name has {len(own)} letters; it may have {MOST_LETTERS}.")
    content = model.text.encode("utf-8", "surrogatepass") + model.headers()
    return own, f"{own}_{hashlib.sha256(content).hexdigest()[:8]}"


def _build(model, own, name, library):
    for tool, commands in TOOLS.items():
        if not any(map(shutil.which, commands)):
            raise RuntimeError(
                f"NEURON needs {tool} to compile, and this machine has none. On Debian and Ubuntu: "
                "apt install g++ make; on macOS: xcode-select --install."
            )
    with tempfile.TemporaryDirectory(dir=library.parent) as scratch:
        _write(Path(scratch) / f"{name}.mod", renamed(model.text, name), model, own)
        # where VERBATIM looks for what it includes
        beside = {"CPLUS_INCLUDE_PATH": str(model.folder.resolve())} if model.headers() else {}
        done = _run("nrnivmodl", scratch, **beside)
        made = next(Path(scratch).glob("*/libnrnmech.*"), None)
        if done.returncode or made is None:
            raise MechanismError(explained(done.stderr, model, own, name))
        made.replace(library)  # at one stroke: another process may be doing the same


def _write(path, text, model, own):
    text = translatable(text)
    if slip := unreadable(text):
        raise MechanismError(pointed(own, *slip, model))
    path.write_text(text, encoding="ascii")


def _load(library, own, name):
    try:
        ctypes.CDLL(str(library))  # NEURON would print the reason somewhere else
        loaded = h.nrn_load_dll(str(library))
    except (OSError, RuntimeError) as error:
        library.unlink(missing_ok=True)  # it may be damaged
        raise MechanismError(f"{own}: {unloaded(str(error))}") from None
    if not loaded or not h.name_declared(name, 1):
        raise MechanismError(f"{own}: NEURON could not load the mechanism.")


def _run(tool, folder, *arguments, **variables):
    found = shutil.which(tool, path=sysconfig.get_path("scripts")) or shutil.which(tool)
    if found is None:
        raise RuntimeError(f"NEURON's {tool} is not beside {sys.executable}. Is NEURON installed there?")
    try:
        return subprocess.run(
            [found, *arguments],
            cwd=folder,
            env={**os.environ, "LC_ALL": "C", **variables},
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
