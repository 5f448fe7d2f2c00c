"""From a file to a Morphology: NEURON reads it, in the worker, where no Section of the caller lives."""

import os
import tempfile
from functools import cache
from pathlib import Path

import numpy as np
from neuron import h

from ..descriptions.quantities import shown
from ..workers.worker import isolated
from .form import Branch, Morphology
from .swc import SWCError, look_through

PYRAMID = "demo/pyramid.nrn"  # below NEURON's home
NAMES_A_FILE = 200  # letters: what is longer is no name of a file


@cache
def pyramidal_cell() -> Morphology:
    """Give the form of a pyramidal cell of the cortex: the one that comes with NEURON.

    It was traced from a Golgi stain and put into NEURON's form in 1992, as the file's own heading says
    (``share/nrn/demo/pyramid.nrn``): a soma and eight dendrites, of which the first, ``dendrite_1``, is the
    apical one.

    Returns
    -------
    Morphology

    Raises
    ------
    FileNotFoundError
        NEURON is installed without its demo.

    Examples
    --------
    >>> import hhlab
    >>> hhlab.pyramidal_cell().path_to("dendrite_1[2]")
    ['soma', 'dendrite_1[0]', 'dendrite_1[2]']
    """
    path = Path(h.neuronhome()) / PYRAMID
    if not path.is_file():
        raise FileNotFoundError(f"NEURON's pyramidal cell is not where it should be: {path}.")
    return Morphology("NEURON's pyramidal cell", isolated(_demo)(str(path)))


def read_swc(source: str | os.PathLike[str]) -> Morphology:
    """Give the form of a cell in the format SWC, from a file or from text.

    Parameters
    ----------
    source : path, or str
        A file, or the text itself: lines of seven numbers (number, type, x, y, z, radius [µm], parent). The
        types are 1 soma, 2 axon, 3 dendrite, 4 apical dendrite.

    Returns
    -------
    Morphology
        As NEURON's Import3d reads it: branches ``soma[0]``, ``dend[0]``, ``apic[0]``, ``axon[0]``, ...

    Raises
    ------
    SWCError
        It is no such text; the message says the line.
    FileNotFoundError
        There is no such file.

    Examples
    --------
    >>> import hhlab
    >>> text = "1 1 0 0 0 10 -1" + chr(10) + "2 3 10 0 0 1 1" + chr(10) + "3 3 110 0 0 1 2"
    >>> hhlab.read_swc(text).branches[1].name
    'dend[0]'
    """
    name, text = _text(source)
    try:
        branches = isolated(_imported)(look_through(text))
    except RuntimeError as error:
        raise SWCError(f"NEURON's Import3d cannot read {name}: {error}") from None
    return Morphology(name, branches)


def _text(source):
    if not isinstance(source, (str, os.PathLike)):
        raise TypeError(f"read_swc() needs a file or text in the format SWC, but it got {shown(source)}.")
    if isinstance(source, str) and _is_text(source):
        return "the text", source
    path = Path(source)
    if not path.is_file():
        raise FileNotFoundError(f"There is no file {shown(str(source))}.")
    return path.name, path.read_text(encoding="utf-8", errors="replace")


def _is_text(source):
    """Say whether a str is SWC itself, and not the name of a file."""
    first = source.split()[0] if source.strip() else "0"
    return "\n" in source or len(source) > NAMES_A_FILE or first.isdigit()


def _demo(path):
    """Give the branches of a file of hoc that makes Sections of its own at NEURON's top level."""
    before = set(h.allsec())
    h.load_file(1, path)  # anew, as often as it is asked for
    return _taken([section for section in h.allsec() if section not in before])


class _Holder:
    """What Import3d gives its Sections to."""


def _imported(text):
    h.load_file("import3d.hoc")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cell.swc"
        path.write_text(text, encoding="utf-8")
        reader = h.Import3d_SWC_read()
        reader.quiet = 1
        reader.input(str(path))
    holder = _Holder()
    h.Import3d_GUI(reader, False).instantiate(holder)
    return _taken(list(holder.all))


def _taken(sections):
    """Give the branches of some Sections, each after its parent, and remove the Sections from NEURON."""
    found = []
    for section in sections:
        count, parent = section.n3d(), section.parentseg()
        points = np.array(
            [[f(i) for f in (section.x3d, section.y3d, section.z3d, section.diam3d)] for i in range(count)]
        )
        name, at = (_name(parent.sec), float(parent.x)) if parent else ("", 1.0)
        found.append(Branch(_name(section), points, name, at))
    for section in sections:
        h.delete_section(sec=section)
    placed: dict[str, Branch] = {}
    while len(placed) < len(found):
        placed |= {one.name: one for one in found if not one.parent or one.parent in placed}
    return tuple(placed.values())


def _name(section):
    return section.hname().rpartition(".")[2]
