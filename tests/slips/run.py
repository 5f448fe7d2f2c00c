"""Plant slips, one at a time, and say which of them the tests see: ``python tests/slips/run.py [WORD ...]``.

With words only the slips whose file or text hold one of them. All happens in a copy of the tree. Each try is
a fork of this process, which has imported what takes long; most take a few seconds.
"""

import argparse
import compileall
import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(Path(__file__).parents[1]))

from slips.table import SLIPS, planted  # noqa: E402

PATIENCE_S = 120
# pytest's exit statuses; where it knows no such tests or finds none, the table is mistaken
PASSED, FAILED, NO_SUCH, NONE = 0, 1, 4, 5
BUILT = ("hhlab/browser/static", "browser/node_modules")  # what git does not know and tests need


def copy_of(root, folder):
    """Copy the tree as it is now, without what git ignores, and give the copy's path."""
    tree = Path(folder, "tree")
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    for name in subprocess.check_output(listed, cwd=root, text=True).split("\0"):
        if name and (root / name).is_file():
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(root / name, tree / name)
    for name in BUILT:
        if (root / name).is_dir():
            shutil.copytree(root / name, tree / name, symlinks=True)
    compileall.compile_dir(tree / "hhlab", quiet=1)
    return tree


@contextmanager
def slip_in(tree, slip):
    """Let a file of the tree hold a slip for a while."""
    path = tree / slip.file
    whole, status = path.read_bytes(), path.stat()
    path.write_text(planted(slip, whole.decode()), encoding="utf-8")
    try:
        yield
    finally:
        path.write_bytes(whole)
        # what Python has compiled of it is that of this time
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def status_of(tests, tree, log):
    """Give the exit status of some tests in the tree, None of what took too long; nothing stays behind."""
    child = os.fork()
    if child == 0:
        os.setsid()
        os.dup2(log.fileno(), 1)
        os.dup2(log.fileno(), 2)
        os.chdir(tree)
        os._exit(_run(tests, tree))
    until = time.monotonic() + PATIENCE_S
    while True:
        done, status = os.waitpid(child, os.WNOHANG)
        if done or time.monotonic() > until:
            break
        time.sleep(0.05)
    with suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    if done:
        return os.waitstatus_to_exitcode(status)
    os.waitpid(child, 0)
    return None


def _run(tests, tree):
    if tests.startswith("$ "):
        return min(subprocess.call(tests[2:], shell=True), FAILED)
    import pytest

    sys.argv[:] = ["pytest"]
    sys.path.insert(0, str(tree))
    file, *chosen = shlex.split(tests)
    plain = ["-x", "-q", "-p", "no:cacheprovider", "-c", str(tree / "pyproject.toml")]
    return int(pytest.main([*plain, str(tree / "tests" / "unit" / file), *chosen]))


def warm_up(tree):
    """Import what tests need and no slip changes, and let all that is started import the tree's package."""
    os.environ |= {
        "PYTHONPATH": str(tree),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "NEURON_MODULE_OPTIONS": "-nogui",
        "OPENBLAS_NUM_THREADS": "1",
    }
    sys.dont_write_bytecode = True
    import scipy.integrate
    import scipy.optimize
    import scipy.signal  # noqa: F401


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("words", nargs="*", help="of the file or the text of a slip")
    parser.add_argument("--area", help="of this area alone")
    parser.add_argument("--unchecked", action="store_true", help="do not try the tests without a slip first")
    asked = parser.parse_args()
    chosen = [
        slip
        for slip in SLIPS
        if asked.area in (None, slip.area)
        and (not asked.words or any(word in f"{slip.file} {slip.text}" for word in asked.words))
    ]
    found, unseen = Counter(), []
    with tempfile.TemporaryDirectory() as folder, Path(folder, "log").open("w+b") as log:
        tree = copy_of(ROOT, folder)
        warm_up(tree)

        @cache
        def sound(tests):
            return asked.unchecked or status_of(tests, tree, log) == PASSED

        for slip in chosen:
            began = time.monotonic()
            status = None
            if sound(slip.tests):
                with slip_in(tree, slip):
                    status = status_of(slip.tests, tree, log)
                # what crashes, hangs or cannot be imported is seen too
                said = {PASSED: "unseen", NO_SUCH: "wrong", NONE: "wrong"}.get(status, "seen")
            else:
                said = "wrong"
            found[slip.area, said] += 1
            unseen += [slip] if status == PASSED else []
            print(f"{said:6} {time.monotonic() - began:5.1f} s  {slip.file}: {_short(slip)}", flush=True)
    for area in dict.fromkeys(slip.area for slip in chosen):
        print(f"{area}: {found[area, 'seen']} of {found[area, 'seen'] + found[area, 'unseen']} seen")
    for slip in unseen:
        print(f"unseen: {slip.file}: {_short(slip)}{f' ({slip.why})' if slip.why else ''}")
    wrong = sum(number for (_, said), number in found.items() if said == "wrong")
    print(f"{len(chosen) - len(unseen) - wrong} of {len(chosen)} seen")
    return 1 if wrong or any(not slip.why for slip in unseen) else 0


def _short(slip):
    return f"{slip.text!r} → {slip.instead!r}"


if __name__ == "__main__":
    sys.exit(main())
