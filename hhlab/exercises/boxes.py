"""What the rarer kinds of answer are given in: a program, and what excludes another candidate."""

import ipywidgets as widgets

from .appearance import words

WIDE = {"width": "46em", "max_width": "100%"}
FITTING = {"description_width": "initial"}
MOST_ROWS = 24


def program_box(source):
    """Give a box for a program, in letters of one width, that begins as the exercise says."""
    rows = min(MOST_ROWS, source.count("\n") + 8)
    box = widgets.Textarea(value=source, description="Program", rows=rows, layout=WIDE, style=FITTING)
    box.add_class("hhlab-program")
    return box


class EvidenceBox(widgets.VBox):
    """Which other candidate is excluded, and by which experiment; `value` is ``; celsius by rest``, or "".

    ``boxes`` are the two in which it is chosen.
    """

    def __init__(self, candidates, experiments):
        named = [(text, name) for name, text in experiments.items()]
        self.boxes = [
            widgets.Dropdown(options=[("choose", None), *options], value=None, description=said, layout=WIDE)
            for said, options in (("Not it is", candidates), ("shown by", named))
        ]
        for box in self.boxes:
            box.style.description_width = "6em"
        super().__init__([words("<b>What excludes another candidate?</b>"), *self.boxes])

    @property
    def value(self):
        """What is chosen; set it to choose in code."""
        rival, experiment = (box.value for box in self.boxes)
        return f"; {rival} by {experiment}" if rival and experiment else ""

    @value.setter
    def value(self, text):
        parts = [part.strip() for part in text.partition(" by ")[::2]]
        for box, part in zip(self.boxes, parts, strict=True):
            known = [name for _, name in box.options]
            box.value = part if part in known else None
