"""The folder that Sphinx reads: lessons, guides, values, the reference, laid as in the repository."""

import re
import shutil
from pathlib import Path

from . import lessons, reference

ROOT = Path(__file__).parents[1]
GUIDES = ("docs", "my-course")
ALONE = ("CHANGELOG.md", "LICENSE")
# files that a guide names and a reader may want
NAMED = ("container/proxies/nginx.conf", "container/proxies/Caddyfile", "hub/values.yaml")
LINK = re.compile(r"\[([^\]]*)\]\(([^)\s]+)\)")
PLAYGROUND = Path("lessons", "playground", "hhlab-playground.html")
TO_TAKE = """
To take along: <a href="playground/hhlab-playground.html" download>the playground as one file</a>. It lives
from a disk, a stick or a mail, without a network.
"""
NEURON = """
## NEURON

NEURON itself runs in these pages, compiled from the source of its release, under the BSD licence. What is
compiled into it, with every licence: <a href="_static/neuron/LICENCES.txt">the list</a>.
"""
WELCOME = Path("00_welcome.ipynb")
PAGE = re.compile(r"\]\((\w+(?:/\w+)?\.md)")
CELL = re.compile(r"(?m)^<!-- (cell|answers) ([\w-]+) -->$")
LESSON = re.compile(r"\d\d_")


def lay(folder, extra, notebooks, neuron):
    """Write everything that Sphinx reads into a new folder.

    Parameters
    ----------
    folder : Path
    extra : Path
        Where what lies beside the pages is written, as it is in the site.
    notebooks : dict of Path to NotebookNode
        As they ran, by their places in the lab.
    neuron : bool
        Whether the pages have NEURON.
    """
    for guide in GUIDES:
        shutil.copytree(ROOT / guide, folder / guide)
    for name in (*ALONE, *NAMED):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    (folder / "lab.md").write_text(lab(), "utf-8")
    for path in folder.rglob("*.md"):
        path.write_text(within(path), "utf-8")
    for name, text in reference.pages().items():
        write(folder / "reference" / f"{name}.md", text)
    for place, notebook in notebooks.items():
        if place != WELCOME:
            beside = extra / "lessons" / place.with_suffix("")
            text = lessons.page(notebook, place.as_posix(), beside, place.stem)
            if place.stem == PLAYGROUND.parent.name:
                text += TO_TAKE
            write(folder / "lessons" / place.with_suffix(".md"), text)
    for path in (ROOT / "pages" / "texts").glob("*.md"):
        of_neuron = NEURON if neuron and path.stem == "licences" else ""
        write(folder / path.name, path.read_text("utf-8") + of_neuron)
    text = index((folder / "index.md").read_text("utf-8"), notebooks, extra)
    (folder / "index.md").write_text(text, "utf-8")


def write(path, text):
    """Write a file into a folder that may not be there yet."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def index(text, notebooks, extra):
    """Give the first page: a text of its own, with cells of the lab's welcome page and a list of lessons."""
    cells = {cell.id: cell for cell in notebooks[WELCOME].cells}
    beside = WELCOME.with_suffix("")

    def cell(found):
        kind, name = found.groups()
        *_, last = lessons.pieces_of(cells[name], extra / "lessons" / beside, f"lessons/{beside}")
        if kind == "answers":
            last = last.partition("</details>")[0] + "</details>"
        return PAGE.sub(r"](lessons/\1", last)

    return CELL.sub(cell, text).replace("<!-- numbered lessons -->", numbered(notebooks))


def numbered(notebooks):
    """Give the lessons as lines of a table of contents, each with its number."""
    return "\n".join(
        f"{int(place.stem[:2])} · {title(notebook)} <lessons/{place.stem}>"
        for place, notebook in notebooks.items()
        if LESSON.match(place.stem) and place != WELCOME
    )


def title(notebook):
    """Give the title of a notebook, the first line of its first cell."""
    return notebook.cells[0].source.splitlines()[0].removeprefix("# ")


def lab():
    """Give the page on the lab itself: the README from its first way in."""
    readme = (ROOT / "README.md").read_text("utf-8")
    return "# The lab\n\n" + readme[readme.index("## Open the lab") :]


def within(path):
    """Give the text of a page, with links that lead out of the site as plain words."""

    def link(found):
        words, target = found.groups()
        there = target.split("#")[0]
        if "://" in target or not there or (path.parent / there).exists():
            return found[0]
        return words

    return LINK.sub(link, path.read_text("utf-8"))
