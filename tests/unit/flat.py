"""Runs the copied scripts of a folder, each in a clean process, and compares it with what was on the screen.

Each script gets a process that was forked from this one. That is a fresh process but for imports: this one
has imported NumPy, NEURON, matplotlib and hhlab, and made, set and run nothing.
"""

import contextlib
import io
import json
import os
import pickle
import sys
import tempfile
import traceback
from collections.abc import Mapping
from pathlib import Path

import numpy as np

MOST = 2  # at a time


def flat(value):
    """Give what a result holds as nested lists of numbers, texts and bytes, which can be compared."""
    if hasattr(value, "savefig"):
        picture = io.BytesIO()
        value.savefig(picture, format="png")
        return ["figure", picture.getvalue()]
    if hasattr(value, "traces"):
        return ["Recording", flat({"t": value.t, **value.traces}), value.configuration]
    if hasattr(value, "__dataclass_fields__"):
        names = value.__dataclass_fields__
        return [type(value).__name__, *(flat(getattr(value, name)) for name in names)]
    if isinstance(value, Mapping):
        return [[key, flat(one)] for key, one in value.items()]
    if isinstance(value, (list, tuple, frozenset)):
        return [flat(one) for one in (sorted(value) if isinstance(value, frozenset) else value)]
    if isinstance(value, np.ndarray):
        return [value.dtype.str, list(value.shape), value.tobytes()]
    if isinstance(value, (int, float, np.generic)):
        return repr(value.item() if isinstance(value, np.generic) else value)
    return value if isinstance(value, str) else repr(value)


def shown(names, expected):
    """Give what a script has made, in the form of what is expected."""
    if "result" in names:
        return flat(names["result"])
    # plain NEURON: an array for each trace, and h is NEURON
    arrays = {name: np.array(names["h_gate" if name == "h" else name]) for name, _ in expected[1]}
    return ["Recording", flat(arrays), expected[2]]


def difference(path):
    """Run a script, and give how it differs from the screen, or ""."""
    expected = pickle.loads(path.with_suffix(".pickle").read_bytes())
    os.chdir(tempfile.mkdtemp(dir=path.parent))
    names = {"__name__": "__main__"}
    try:
        exec(compile(path.read_text(encoding="utf-8"), str(path), "exec"), names)
    except BaseException:
        return traceback.format_exc(limit=-2)
    if not Path("picture.png").exists() and expected[0] != "Table":
        return "It left no picture."
    return "" if shown(names, expected) == expected else "It gives another result."


def main(folder):
    import matplotlib

    matplotlib.use("agg")
    import matplotlib.pyplot
    import neuron  # noqa: F401

    import hhlab.figures.drawing  # noqa: F401

    waiting, running, found = sorted(Path(folder).glob("*.py")), {}, {}
    while waiting or running:
        while waiting and len(running) < MOST:
            path = waiting.pop(0)
            child = os.fork()
            if not child:
                with Path(os.devnull).open("w") as nowhere, contextlib.redirect_stdout(nowhere):
                    said = difference(path)
                path.with_suffix(".said").write_text(said, encoding="utf-8")
                os._exit(0)
            running[child] = path
        child, status = os.wait()
        path = running.pop(child)
        said = path.with_suffix(".said")
        found[path.name] = said.read_text(encoding="utf-8") if said.exists() else f"It died: {status}."
    print(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1])
