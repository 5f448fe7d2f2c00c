"""What a student types or chooses on a card: an answer, a prediction, an id."""

from html import escape

import ipywidgets as widgets

from .appearance import words
from .boxes import EvidenceBox, program_box
from .variants import order

NARROW = {"width": "18em"}
WIDE = {"width": "46em", "max_width": "100%"}
FITTING = {"description_width": "initial"}


class AnswerBox(widgets.VBox):
    """The box of one exercise for one student; `value` is the answer as ``hhlab.check`` takes it.

    ``boxes`` are the widgets in which it is typed or chosen.
    """

    def __init__(self, exercise, student, course, on_enter):
        self._options = self._text = self._evidence = None
        self._blank = exercise.source.strip()
        if exercise.options:
            names = exercise.options if exercise.lettered else order(exercise, student, course)
            shown = [(exercise.options[name], name) for name in names]
            self._options = widgets.RadioButtons(options=shown, value=None, layout=WIDE)
        if exercise.unit is not None:
            named = f"Answer [{exercise.unit}]" if exercise.unit else "Answer"
            asked = "a number ± its uncertainty" if exercise.uncertain else "a number"
            self._text = widgets.Text(placeholder=asked, description=named, layout=NARROW, style=FITTING)
            _on_enter(self._text, on_enter)
        elif exercise.source:
            self._text = program_box(exercise.source)
        elif not exercise.options:
            self._text = widgets.Textarea(
                placeholder="in your own words", description="Answer", layout=WIDE, style=FITTING
            )
        parts = [box for box in (self._options, self._text) if box]
        if exercise.experiments:
            self._evidence = EvidenceBox(shown, exercise.experiments)
        self.boxes = parts + (self._evidence.boxes if self._evidence else [])
        super().__init__([*parts, self._evidence] if self._evidence else parts)
        self.add_class("hhlab-answer")

    @property
    def value(self):
        """What is typed or chosen, None where nothing is."""
        chosen = self._options.value if self._options else None
        typed = self._text.value.strip() if self._text else None
        if self._blank and typed == self._blank:
            return None
        if self._evidence and chosen:
            return f"{f'{chosen} {typed}'.strip()}{self._evidence.value}"
        if self._options and self._text:
            # the name alone is an answer too
            return f"{chosen} {typed}".strip() if chosen else None
        return chosen or typed or None

    @value.setter
    def value(self, answer):
        text = "" if answer is None else f"{answer:.12g}" if isinstance(answer, float) else str(answer)
        if self._evidence:
            text, _, self._evidence.value = text.partition(";")
        option, _, number = text.strip().partition(" ")
        if self._options:
            known = [name for _, name in self._options.options]
            self._options.value = option if option in known else None
        if self._text:
            self._text.value = number if self._options else text

    def on_begin(self, act):
        """Call `act` once, when something is next typed or chosen."""

        def begin(_):
            for box in self.boxes:
                box.unobserve(begin, "value")
            act()

        for box in self.boxes:
            box.observe(begin, "value")


class PredictionBox(widgets.VBox):
    """What is expected before anything is shown; `value` is the prediction, if there is one.

    ``boxes[0]`` is the widget in which it is typed or chosen.
    """

    def __init__(self, question, expected, on_change):
        if expected:
            self._box = widgets.RadioButtons(options=expected, value=None, layout=WIDE)
        else:
            self._box = widgets.Text(
                continuous_update=False, description="Prediction", layout=WIDE, style=FITTING
            )
        self._box.observe(lambda change: on_change(), "value")
        self.boxes = [self._box]
        super().__init__([words(f"<b>Predict:</b> {escape(question)}"), self._box])
        self.add_class("hhlab-prediction")

    @property
    def value(self):
        """The prediction; set it to predict in code."""
        return self._box.value

    @value.setter
    def value(self, prediction):
        self._box.value = prediction


class SignInBox(widgets.HBox):
    """Asks for an id, or for a name of a list, in ``boxes[0]``; `on_name` is called with it.

    With `on_out`, who is signed in may sign out.
    """

    def __init__(self, names, on_name, on_out=None):
        if names:
            box = widgets.Combobox(
                options=names, description="Your name", placeholder="type a part of it, and choose"
            )
        else:
            box = widgets.Text(description="Your id", placeholder="as on your course's list")
        box.layout, box.style = NARROW | {"width": "24em", "max_width": "100%"}, FITTING
        button = widgets.Button(description="Sign in", tooltip="Give me my own variant")
        button.on_click(lambda _: on_name(box.value))
        _on_enter(box, lambda: on_name(box.value))
        self.boxes, buttons = [box], [button]
        if on_out:
            buttons.append(
                widgets.Button(description="Sign out", tooltip="Let the next one begin as a guest")
            )
            buttons[-1].on_click(lambda _: on_out())
        super().__init__([box, *buttons], layout={"flex_flow": "row wrap"})


class Link(widgets.Button):
    """A button that looks like a word of the sentence before it."""

    def __init__(self, text, act, tooltip=""):
        super().__init__(description=text, tooltip=tooltip, layout={"width": "auto"})
        self.add_class("hhlab-link")
        self.on_click(lambda _: act())


def _on_enter(text, act):
    text.on_msg(lambda _, content, __: content.get("event") == "submit" and act())
