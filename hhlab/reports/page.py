"""Pieces of a page that stands alone, for a projector and for paper; it asks for nothing from anywhere."""

from html import escape

from ..figures.palette import SERIES

BLUE, VERMILION, GREEN, *_ = SERIES
GREY = "#e3e6ea"
LOOKS = f"""
:root {{ color-scheme: light; }}
body {{ font: 20px/1.45 system-ui, "Segoe UI", "Liberation Sans", sans-serif;
  color: #1b1f24; background: #fff;
  max-width: 62rem; margin: 1.5rem auto 4rem; padding: 0 1.5rem; overflow-wrap: break-word; }}
h1 {{ font-size: 2rem; margin: 0; line-height: 1.2; }}
h2 {{ font-size: 1.5rem; margin: 2.5rem 0 .5rem; border-bottom: 3px solid {BLUE}; }}
h3 {{ font-size: 1.1rem; margin: 0 0 .3rem; }}
p {{ margin: .3rem 0; }}
ul, ol {{ margin: .3rem 0; padding-left: 1.4rem; }}
li {{ margin: .35rem 0; }}
.small, summary {{ color: #3d454e; font-size: .9rem; }}
.warning {{ border: 3px solid {VERMILION}; padding: .4rem .8rem; margin: .8rem 0; }}
.tiles {{ display: grid; grid-template-columns: repeat(4, 1fr); gap: 1.2rem; margin: 1rem 0; }}
.tiles b {{ display: block; font-size: 2.2rem; line-height: 1.2; color: {BLUE}; }}
article {{ border-top: 1px solid #c9ced4; padding: .8rem 0; break-inside: avoid; }}
.measures {{ display: grid; grid-template-columns: repeat(3, 1fr); gap: 1.2rem; margin: .2rem 0 .4rem; }}
svg {{ display: block; width: 100%; height: .7rem; }}
.say {{ color: #1b1f24; font-style: italic; }}
nav a {{ margin-right: .9rem; white-space: nowrap; }}
a {{ color: {BLUE}; }}
table {{ border-collapse: collapse; width: 100%; }}
td, th {{ border-bottom: 1px solid #c9ced4; padding: .3rem .8rem .3rem 0; }}
td, th {{ text-align: left; vertical-align: top; }}
td {{ overflow-wrap: anywhere; }}
td.text {{ white-space: pre-wrap; width: 75%; }}
tr, figure {{ break-inside: avoid; }}
figure {{ margin: 1.5rem 0; }}
figure img {{ max-width: 100%; }}
pre {{ font-size: .8rem; white-space: pre-wrap; }}
@media (max-width: 50rem) {{ .tiles, .measures {{ grid-template-columns: repeat(2, 1fr); }} }}
@page {{ size: A4; margin: 15mm; }}
@media print {{
  body {{ font-size: 11pt; max-width: none; margin: 0; padding: 0; }}
  nav, details:not([open]) {{ display: none; }}
  a {{ color: inherit; text-decoration: none; }}
  h2, h3 {{ break-after: avoid; }}
  .lesson + .lesson, .new-page {{ break-before: page; }}
}}
"""
# no page of ours loads anything, whatever a student has written
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def page(title, parts):
    """Give the text of a whole page, from its title and from pieces of HTML."""
    return "\n".join(
        [
            '<!doctype html><html lang="en"><head><meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(title)}</title><style>{LOOKS}</style></head><body>",
            *parts,
            "</body></html>",
        ]
    )


def measure(name, number, of, colour):
    """Give a number with its share and a bar, which a screen reader says in words."""
    words = f"{number} of {of} {name}"
    return (
        f"<div>{name}: <b>{number}</b> <span class='small'>{percent(number, of)}</span>"
        f'<svg viewBox="0 0 100 10" preserveAspectRatio="none" role="img" aria-label="{escape(words)}">'
        f'<rect width="100" height="10" fill="{GREY}"/>'
        f'<rect width="{100 * number / of if of else 0:.1f}" height="10" fill="{colour}"/></svg></div>'
    )


def percent(number, of):
    """Give a share in words; "–" of nothing."""
    return f"{100 * number / of:.0f} %" if of else "–"


def listed(lines, kind="ul"):
    """Give a list of pieces of HTML, or nothing."""
    return f"<{kind}>{''.join(f'<li>{line}</li>' for line in lines)}</{kind}>" if lines else ""


def folded(summary, text, code=False):
    """Give a text, or a program, that is shown when its summary is pressed."""
    shown = f"<pre>{escape(text)}</pre>" if code else escape(text)
    return f"<details><summary>{escape(summary)}</summary>{shown}</details>"


def table(header, rows, texts=True):
    """Give a table of texts; where there are `texts`, the last column holds them, line by line."""
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in header)
    body = "".join(
        "<tr>"
        + "".join(
            f"<td{' class=text' if texts and k == len(row) - 1 else ''}>{escape(str(cell))}</td>"
            for k, cell in enumerate(row)
        )
        + "</tr>"
        for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
