"""Write the licences of all that NEURON for a page is compiled from, and refuse what a page cannot carry.

    ninja -t deps | python3 licences.py TREE >LICENCES.txt      exit status 1 where something is under the GPL

ninja knows each file that was compiled, and each header that it includes, as the compiler noted them.
"""

import re
import sys
from pathlib import Path

HEAD = """\
NEURON in a web page: neuron.js and neuron.wasm

They are made of NEURON 9.0.2 (https://github.com/neuronsimulator/nrn) by the recipe in browser/neuron of
hhlab's source, which holds every change. Whoever has it can make them again by `make neuron-web`, with other
versions of the parts below too. Nothing in them is under the GNU General Public License: NEURON's
Fourier transform and its generator MCellRan4 are left out.
"""
# a parser made by bison is no work of bison's
REFUSED = re.compile(r"GNU General Public|General GNU Public|Copr\. 1986-92 Numerical Recipes")
EXCEPTED = "As a special exception"

DOC, COMMON = Path("/usr/share/doc"), Path("/usr/share/common-licenses")
# what the linker adds is in no list of ninja's
RUNTIME = "Emscripten's runtime, with musl, libc++ and compiler-rt"
ADDED = re.compile(r"^ (\*|system/lib/.*|src/.*)$", re.MULTILINE)
RANDOM = (
    "Random numbers of the GNU C++ Library, in NEURON: the GNU Library General Public License, 2 or later"
)
EIGEN = "Eigen: the Mozilla Public License 2.0; its source is Debian's package libeigen3-dev"


def parts(tree):
    """Give each part: its name, a pattern of its files, and its licence, a file or the text."""
    sparse = head(tree / "src/sparse13/spconfig.h", "Permission")
    interviews = head(tree / "src/nrncvode/htlist.h", "Permission")
    return [
        ("SUNDIALS, in NEURON", "/tree/src/sundials/", tree / "src/sundials/LICENSE"),
        ("Sparse 1.3, in NEURON", "/tree/src/sparse13/", sparse),
        ("InterViews, in NEURON", "/tree/src/nrncvode/htlist", interviews),
        (RANDOM, "/tree/src/gnu/", COMMON / "LGPL-2"),
        (EIGEN, "/external/eigen/", COMMON / "MPL-2.0"),
        ("{fmt}", "/external/fmt/", DOC / "libfmt-dev/copyright"),
        ("Random123", "/external/Random123/", DOC / "librandom123-dev/copyright"),
        ("NEURON", "/(tree|wasm)/", tree / "Copyright"),
        (RUNTIME, "/emscripten/|/clang/|/llvm", linked((DOC / "emscripten/copyright").read_text())),
    ]


def head(path, word):
    """Give the comment of a file that holds a word."""
    comments = re.findall(r"/\*.*?\*/", path.read_text(errors="replace"), re.DOTALL)
    return next(one for one in comments if word in one)


def linked(text):
    """Give, of Debian's licences of Emscripten, those of the files that a linker may add."""
    stanzas = text.split("\n\n")
    kept = [one for one in stanzas if one.startswith("Files:") and ADDED.search(one)]
    lines = [re.search(r"^License: *(.+)$", one, re.MULTILINE)[1] for one in kept]
    names = {name for line in lines for name in re.split(" or | and | with ", line)}
    kept += [one for one in stanzas if one.startswith("License:") and one.split()[1] in names]
    return "\n\n".join(kept)


def compiled(listing, folder):
    """Give the files that ninja lists, each once."""
    names = {line.strip() for line in listing.splitlines() if line.startswith("    ")}
    return sorted({(folder / name).resolve() for name in names})


def refused(files):
    """Give those of the files that are under the GPL."""
    for path in files:
        text = path.read_text(errors="replace")
        if REFUSED.search(text) and EXCEPTED not in text:
            yield path


def written(files, known):
    """Give the licences of the parts that have a file among these, and what belongs to no part."""
    found, strange = {}, []
    for path in files:
        name = next((name for name, pattern, _ in known if re.search(pattern, str(path))), None)
        if name:
            found[name] = True
        else:
            strange.append(path)
    texts = [
        f"{name}\n\n{text if isinstance(text, str) else text.read_text(errors='replace')}"
        for name, _, text in known
        if name in found or name == RUNTIME
    ]
    return f"\n\n{'-' * 80}\n\n".join([HEAD, *texts]), strange


def main(tree):
    """Write the licences, or say why not."""
    files = compiled(sys.stdin.read(), Path.cwd())
    text, strange = written(files, parts(Path(tree)))
    for path in (bad := list(refused(files))):
        print(f"{path} is under a licence that a page cannot carry", file=sys.stderr)
    for path in strange:
        print(f"{path} is of no known part", file=sys.stderr)
    print(text)
    return bool(bad or strange) or not files


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
