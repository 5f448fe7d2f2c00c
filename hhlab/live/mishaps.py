"""An error in a student's function as one sentence, and where in the student's own code it came from."""

import linecache
import sysconfig
import traceback
from pathlib import Path

MOST_LETTERS = 1000
MOST_CALLS = 4
AROUND = 2  # lines before and after the one that failed
PACKAGE = str(Path(__file__).parents[1])
LIBRARIES = tuple(sysconfig.get_path(kind) for kind in ("stdlib", "platstdlib", "purelib", "platlib"))
SAID = (ValueError, RuntimeError)  # what is raised with a sentence of its own


def sentence(error, name):
    """Give one sentence that says what went wrong in the function called `name`."""
    if isinstance(error, KeyboardInterrupt):
        return f"{name}() was stopped before it was done."
    if isinstance(error, SystemExit):
        return f"{name}() asked Python to end, as exit() and sys.exit() do. Let it end with return."
    kind = type(error).__name__
    try:
        text = str(error).strip()
    except Exception:
        text = ""
    if len(text) > MOST_LETTERS:
        text = text[:MOST_LETTERS] + " …"
    if not text:
        return f"{kind} in {name}()."
    return text if type(error) in SAID or _is_of_hhlab(error) else f"{kind}: {text}"


def place(error):
    """Give where an error came from in a student's own code: (what and where, the lines), or None."""
    own = [
        (frame.f_code, line)
        for frame, line in traceback.walk_tb(error.__traceback__)
        if is_own(frame.f_code.co_filename)
    ]
    if not own:
        return None
    calls = [f"{_called(code)}, line {line}:\n{_lines(code.co_filename, line)}" for code, line in own]
    if len(calls) > MOST_CALLS:
        calls = [calls[0], f"… {len(calls) - MOST_CALLS} more calls …\n", *calls[1 - MOST_CALLS :]]
    code, line = own[-1]
    return f"{type(error).__name__} in {_called(code)}, line {line}", "\n".join(calls)


def is_own(filename):
    """Say whether a file is a person's own: a cell, a script, but no library and nothing of hhlab."""
    return not filename.startswith((PACKAGE, *LIBRARIES, "<frozen"))


def _is_of_hhlab(error):
    files = [frame.f_code.co_filename for frame, _ in traceback.walk_tb(error.__traceback__)]
    nearest = next((file for file in reversed(files) if file.startswith(PACKAGE) or is_own(file)), "")
    return nearest.startswith(PACKAGE)


def _called(code):
    name = code.co_qualname.rpartition("<locals>.")[2]
    return "the cell" if name == "<module>" else name if name == "<lambda>" else f"{name}()"


def _lines(filename, at):
    """Give the lines of a file around one, which has an arrow."""
    lines = linecache.getlines(filename)
    shown = range(max(1, at - AROUND), min(len(lines), at + AROUND) + 1)
    return "".join(f"{'→' if i == at else ' '} {i:4}  {lines[i - 1].rstrip()[:200]}\n" for i in shown)
