"""Pieces of a page that are the same everywhere."""

from html import escape


def number(prefix, xsrf, what, which, count, said=""):
    """Give a number in HTML; where it is not 0, with a button that shows who it is, and notes that."""
    shown = f"<b>{count}</b> {escape(said)}".strip()
    if not count:
        return f'<span class="number">{shown}</span>'
    hidden = {"_xsrf": xsrf if isinstance(xsrf, str) else xsrf.decode(), "what": what, "which": which}
    fields = "".join(f'<input type="hidden" name="{k}" value="{escape(v)}">' for k, v in hidden.items())
    label = escape(f"{count} {said or which} at {what}: show who")
    return (
        f'<form class="number" method="post" action="{escape(prefix)}names">{fields}{shown} '
        f'<button aria-label="{label}">who?</button></form>'
    )
