"""Real runs side by side, in an order of the student's own: which of them belongs to what is described?"""

from .pictures import Picture

LETTERS = "ABCD"
OPTIONS = {letter: f"panel {letter}" for letter in LETTERS}
ORDERS = ("2031", "1302", "3120", "0213", "2310", "1023", "3201", "1230")


def shown_in(order, names):
    """Give {letter: name} for an order, such as "2031"."""
    return {letter: names[int(place)] for letter, place in zip(LETTERS, order, strict=True)}


def lineup_check(described):
    """Give a check: right where the panel shows what is described, else the name of what it shows.

    Parameters
    ----------
    described : dict of str to str
        By its name, each run as the question describes it: the variant's ``described``.
    """

    runs = described

    def check(letter, described, order):
        name = shown_in(order, list(runs))[letter]
        return "right" if runs[name] == described else name

    return check


def lineup(panel, names, order, x="time [ms]"):
    """Give the Picture of four runs; `panel` makes each from its name and the letter above it."""
    panels = tuple(panel(name, letter) for letter, name in shown_in(order, names).items())
    return Picture(x=x, panels=panels, columns=2)
