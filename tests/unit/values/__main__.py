"""Compute every value again and write the table: ``python -m values FILE``."""

import sys
from pathlib import Path

from tqdm import tqdm

from values import all_rows, measured
from values._table import page


def main(path):
    """Write the page."""
    rows = all_rows()
    for item in tqdm(rows, unit="value"):
        if not item.agrees(measured(item)):
            print(f"{item.key}: found {measured(item):.6g}", file=sys.stderr)
    Path(path).write_text(page(rows), encoding="utf-8")


main(sys.argv[1])
