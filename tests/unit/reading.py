"""What a lesson asks, answers and defines, and how long it takes: the conventions of every lesson.

* **A question** is a question mark, or a "**Predict:**" without one, in the text outside of folds, headings,
  tables, code and formulas; and every ``hhlab.predict``.
* **An answer** is a fold, or one item of a numbered list in a fold, or a card. What a cell asks is answered
  in that cell or in those that follow, before another cell asks and before the section ends.
* **A fold** is ``<details><summary>Answer</summary>``, a blank line, Markdown, a blank line, ``</details>``.
* **A word of the field** links to its entry, ``[rest](glossary.ipynb#rest)``, where a lesson first uses it.
* **A long lesson** (more than an hour) names a short path in its first cell, ``**Short path, 50 minutes:**
  sections 1, 2 and 4.``, and the headings of its other sections end in ``(long path)``.
"""

import re
from dataclasses import dataclass, field

LONG = 60  # minutes
PATH = range(40, LONG + 1)  # of a short path
FOLD = re.compile(r"<details>\s*<summary>[^<\n]+</summary>\n\n(.+?)\n\n</details>", flags=re.S)
# code, formulas, headings, rows of a table
NO_TEXT = re.compile(r"```.*?```|`[^`\n]*`|\$\$.*?\$\$|\$[^$\n]*\$|^[#|][^\n]*$", flags=re.S | re.M)
LINK = re.compile(r"\[([^\]]+)\]\((?:\.\./)?glossary\.ipynb#([^)]+)\)")
# what a lesson does not count: what one does another day
UNTIMED = ("On your own", "Further reading")


def words(text):
    """Give the words of a text."""
    return [word for word in text.split() if any(letter.isalnum() for letter in word)]


def unfolded(text):
    """Give what of a cell is read before anything is unfolded."""
    return FOLD.sub("", text).strip()


def asked(text):
    """Give the number of questions in a text without folds."""
    paragraphs = re.split(r"\n\s*\n|\n(?=\s*(?:\d+\.|[*-]) )", NO_TEXT.sub("", text))
    return sum(one.count("?") or ("**Predict:**" in one) for one in paragraphs)


def events(cell):
    """Give what a cell asks (+) and answers (-), in order."""
    if cell.cell_type == "code":
        yield len(re.findall(r"^(?:hhlab\.)?predict\(", cell.source, flags=re.M))
        return
    end = 0
    for fold in FOLD.finditer(cell.source):
        yield asked(cell.source[end : fold.start()])
        yield -(len(re.findall(r"^\d+\. ", fold[1], flags=re.M)) or 1)
        end = fold.end()
    yield asked(cell.source[end:])


def unanswered(cells):
    """Give a sentence for each question without an answer, and for each answer without a question."""
    still, asking, problems = 0, None, []
    for cell in cells:
        if still and cell.cell_type == "markdown" and re.match("## ", cell.source):
            problems.append(f"{still} of {asking} unanswered at the end of the section")
            still = 0
        still -= min(still, _cards(cell))
        for number in events(cell):
            if number > 0:
                # a prediction belongs to the text before it
                if still and asking != cell.id and cell.cell_type == "markdown":
                    problems.append(f"{cell.id} asks before {asking} is answered ({still} left)")
                    still = 0
                asking = cell.id
            elif still + number < 0:
                problems.append(f"{cell.id} answers what nobody asked")
            still = max(0, still + number)
    return problems + [f"{still} of {asking} unanswered at the end"] * (still > 0)


@dataclass
class Section:
    """What stands under one heading of the second level; the first has the title alone."""

    heading: str
    cells: list = field(default_factory=list)

    @property
    def number(self):
        """The number in its heading, or 0."""
        found = re.match(r"(\d+)\. ", self.heading)
        return int(found[1]) if found else 0

    @property
    def minutes(self):
        """How long a student takes who reads in a second language, and thinks before each unfolding."""
        text = "\n".join(cell.source for cell in self.cells if cell.cell_type == "markdown")
        explorers = [_first_line(cell) for cell in self.cells if _first_line(cell).startswith("Explorer of ")]
        return (
            len(words(text)) / 110
            + len([cell for cell in self.cells if cell.cell_type == "code"]) / 3
            + len(explorers)
            + sum(line.count("=") for line in explorers)
            + 0.75 * sum(number for cell in self.cells for number in events(cell) if number > 0)
            + 2 * sum(map(_cards, self.cells))
        )


def _cards(cell):
    found = re.findall(r"^(?:hhlab\.)?(?:exercise|sheet)\(", cell.source, flags=re.M)
    return len(found) if cell.cell_type == "code" else 0


def _first_line(cell):
    for output in cell.get("outputs", ()):
        if "text/plain" in output.get("data", ()):
            return output.data["text/plain"].partition("\n")[0]
    return ""


def sections(notebook):
    """Give the Sections of a notebook."""
    found = [Section("")]
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and (heading := re.match("## (.*)", cell.source)):
            found.append(Section(heading[1]))
        found[-1].cells.append(cell)
    return found


def estimate(notebook, numbers=None):
    """Give how many minutes a lesson takes, or those of its numbered sections that are named."""
    timed = [one for one in sections(notebook) if one.heading not in UNTIMED]
    return sum(one.minutes for one in timed if numbers is None or one.number in (0, *numbers))


def stated(notebook):
    """Give the minutes that the heading of a lesson states."""
    (found,) = re.findall(r"^(\d+) minutes · level ★", notebook.cells[0].source, flags=re.M)
    return int(found)


def short_path(notebook):
    """Give (minutes, numbers of its sections) of a lesson's short path, or None."""
    line = r"^\*\*Short path, (\d+) minutes:\*\* sections ([\d, and]+)\.$"
    found = re.search(line, notebook.cells[0].source, flags=re.M)
    return (int(found[1]), [int(number) for number in re.findall(r"\d+", found[2])]) if found else None
