"""A small table that reads well in Jupyter and in a terminal."""

from dataclasses import dataclass
from html import escape

MOST_ROWS = 1000  # that a page shows without delay


@dataclass(frozen=True)
class Table:
    """Rows under a header; a row whose index is in `marked` stands out. Of very many the first are shown.

    Parameters
    ----------
    header : tuple of str
    rows : list of tuples
        Each as long as the header.
    caption : str
    marked : frozenset of int

    Examples
    --------
    >>> import hhlab
    >>> hhlab.Table(("gate", "at rest"), [("m", 0.053), ("h", 0.596)], marked=frozenset({1}))
      gate  at rest
      ----  -------
      m     0.053
    * h     0.596
    """

    header: tuple
    rows: list
    caption: str = ""
    marked: frozenset = frozenset()

    def __repr__(self):
        lines = [self.header, *self.rows[:MOST_ROWS]]
        widths = [max(len(str(line[i])) for line in lines) for i in range(len(self.header))]
        text = ["  ".join(f"{cell!s:<{w}}" for cell, w in zip(line, widths, strict=True)) for line in lines]
        text.insert(1, "  ".join("-" * width for width in widths))
        text = [("* " if i - 2 in self.marked else "  ") + line.rstrip() for i, line in enumerate(text)]
        text += filter(None, [self._more()])
        return "\n".join([self.caption, *text] if self.caption else text)

    def _more(self):
        more = len(self.rows) - MOST_ROWS
        return f"… and {more:,} rows more" if more > 0 else ""

    def _repr_html_(self):
        # colours come from JupyterLab's theme, so that the table reads in light and dark
        mark = "background: color-mix(in srgb, #56b4e9 28%, transparent); font-weight: 600;"
        cell = "text-align: left; padding: 2px 12px 2px 4px;"
        head = "".join(f'<th scope="col" style="{cell}">{escape(str(name))}</th>' for name in self.header)
        body = "".join(
            f'<tr style="{mark if i in self.marked else ""}">'
            + "".join(f'<td style="{cell}">{escape(str(value))}</td>' for value in row)
            + "</tr>"
            for i, row in enumerate(self.rows[:MOST_ROWS])
        )
        if self._more():
            body += f'<tr><td colspan="{len(self.header)}" style="{cell}">{self._more()}</td></tr>'
        caption = self.caption and (
            f'<caption style="text-align: left; padding: 4px;">{escape(self.caption)}</caption>'
        )
        return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
