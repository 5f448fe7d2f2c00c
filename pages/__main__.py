"""`python -m pages`: run the lessons, lay the source, let Sphinx make the pages."""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from . import assets, packing, running, source

MOST_MB = 60  # of the whole site


def main(words=None):
    """Make the site; give an exit status."""
    parser = argparse.ArgumentParser(prog="python -m pages", description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("build/site"), help="a folder that is made anew")
    parser.add_argument("--neuron", type=Path, help="where `make neuron-web` has put NEURON")
    parser.add_argument(
        "--only",
        nargs="*",
        help="notebooks to run, as 01_first_spike; others show what they keep",
    )
    wanted = parser.parse_args(words)
    with tempfile.TemporaryDirectory(prefix="hhlab-pages-") as room:
        room = Path(room)
        extra = room / "extra"
        neuron = wanted.neuron is not None
        notebooks = running.run(
            source.ROOT / "notebooks", room / "work", extra / "lessons", neuron, wanted.only
        )
        running.playground(extra / source.PLAYGROUND)
        source.lay(room / "source", extra, notebooks, neuron)
        sphinx(room / "source", room / "site")
        shutil.rmtree(wanted.out, ignore_errors=True)
        shutil.copytree(room / "site", wanted.out)
        # before what lies beside the pages: the playground's own file asks for no other
        assets.lay(wanted.out, wanted.neuron)
        shutil.copytree(extra, wanted.out, dirs_exist_ok=True)
    packing.pack(wanted.out)
    size = sum(path.stat().st_size for path in wanted.out.rglob("*") if path.is_file()) / 1e6
    print(f"{wanted.out}: {size:.1f} MB")
    if size > MOST_MB:
        print(f"A site may have {MOST_MB} MB.", file=sys.stderr)
    return int(size > MOST_MB)


def sphinx(folder, out):
    """Make pages of a folder; a warning is an error."""
    command = [sys.executable, "-m", "sphinx", "-q", "-b", "html", "-W", "--keep-going", "-j", "2"]
    where = ["-c", str(source.ROOT / "pages"), str(folder), str(out)]
    subprocess.run([*command, *where], check=True, env=os.environ | {"PYTHONHASHSEED": "0"})
    for name in (".buildinfo", ".doctrees", "objects.inv", "_sources"):
        path = out / name
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


if __name__ == "__main__":
    sys.exit(main())
