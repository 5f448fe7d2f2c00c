"""The values as a page of tables, and back."""

import math
import re

from values import expected, measured

HEADER = "| what | value | ± | hhlab finds | difference | configuration | source |"
TITLE = """# Validated values

The numbers that lessons rely on: what each should be, what hhlab finds for it now, and where it comes from.
`make values` writes this page; a test computes every line again and holds the page to it.

Two configurations have a letter; the rest says what differs.

* **E, the 1952 equations solved exactly:** `Membrane.squid_1952()` (`el=-54.387`), exact rates, CVODE,
  6.3 °C. An axon is cut by `d_lambda=0.05`, run by Crank-Nicolson at 0.005 ms, at the temperature given.
* **D, NEURON's defaults:** `el=-54.3`, tabulated rates, backward Euler at 0.025 ms, 6.3 °C:
  `method="neuron"`.

"SciPy, computed anew" is a second path to the same number that shares nothing with NEURON or with how hhlab
calls it: `squid.py`, `oracle.py`, `myelin.py`, `tiring.py` and `crab.py` in `tests/unit`. A value of "none"
means that nothing is to be found: no spike, no impulse.
"""


def page(rows):
    """Give the whole page."""
    parts = [TITLE]
    for lesson in dict.fromkeys(item.lesson for item in rows):
        lines = [line(item) for item in rows if item.lesson == lesson]
        parts.append("\n".join([f"## {lesson}\n", HEADER, "|---" * 7 + "|", *lines]) + "\n")
    return "\n".join(parts)


def line(item):
    """Give a Row as a line of its table."""
    value, found = expected(item), measured(item)
    cells = (
        f"{item.name} [{item.unit}]" if item.unit else item.name,
        shown(value, item.tolerance) if callable(item.value) else plain(value),
        f"{item.tolerance:.2g}",
        shown(found, item.tolerance),
        difference(found, value),
        item.configuration,
        item.source,
    )
    return "| " + " | ".join(cells) + " |"


def shown(value, tolerance):
    """Give a number with one digit more than its tolerance has."""
    if math.isnan(value):
        return "none"
    digits = 0 if tolerance == 0 else max(0, 1 - math.floor(math.log10(tolerance)))
    return f"{value:.{digits}f}" if digits < 9 else f"{value:.11g}"


def plain(value):
    """Give a number as its source gives it."""
    return "none" if math.isnan(value) else f"{value:.14g}"


def difference(found, value):
    """Give the deviation in per cent of the value, or as it is where the value is zero."""
    if math.isnan(found) and math.isnan(value):
        return "0"
    if value == 0:
        return f"{found - value:+.2g}"
    percent = round(100 * (found / value - 1), 3)
    return f"{percent:+.3f} %" if percent else "0"


def parsed(text):
    """Give {"L06 name": cells} of a page."""
    found, lesson = {}, ""
    for one in text.splitlines():
        heading = re.match(r"## (\S+)", one)
        lesson = heading[1] if heading else lesson
        cells = [cell.strip() for cell in one.strip("|").split(" | ")]
        if one.startswith("| ") and one != HEADER:
            found[f"{lesson} {cells[0]}"] = cells
    return found
