"""``hhlab.predict``: a student says what will happen before it happens."""

import re

from .. import __version__
from ..descriptions.quantities import shown
from . import appearance as look
from . import sending, store, students
from .inputs import PredictionBox
from .judging import plain
from .variants import course


def predict(prediction_id: str, question: str, *choices: str) -> "Prediction":
    """Ask what will happen, before a cell or a slider shows it; the answer is kept, and never judged.

    Parameters
    ----------
    prediction_id : str
        ``LNN.short-name``, where NN is the lesson; each is asked once.
    question : str
    *choices : str
        Of which one is clicked; without them a word or a number is typed.

    Returns
    -------
    Prediction

    Raises
    ------
    TypeError, ValueError
        The name is none, the question is empty, or there is one choice, or one twice.

    Examples
    --------
    >>> hhlab.predict("L06.fate", "Which fate at 7 µA/cm²?", "fires once", "fires for ever", "is silent")
    """
    for text in (prediction_id, question, *choices):
        if not isinstance(text, str) or not text.strip():
            raise TypeError(f"hhlab.predict takes texts that say something, but one is {shown(text)}.")
    if not re.fullmatch(r"L\d\d\.[a-z0-9]+(-[a-z0-9]+)*", prediction_id):
        raise ValueError(f'A prediction is called like "L06.fate", but it is {shown(prediction_id)}.')
    if len(choices) == 1 or len(set(choices)) < len(choices):
        raise ValueError(f"{prediction_id} needs two choices or more, each another one; or none, to type.")
    return Prediction(prediction_id, question, choices)


class Prediction(look.Column):
    """A question on the screen; ``prediction.value`` is the prediction, there again after a reload."""

    def __init__(self, prediction_id, question, choices):
        super().__init__()
        self._id, self._question, self._choices = prediction_id, question, choices
        self._student = students.student()
        self._box = PredictionBox(question, choices, self.keep)
        self._status = look.Status(self._box.boxes)
        self.children = [self._box, self._status]
        self.add_class("hhlab-card")
        self._recall()
        students.on_the_screen.add(self)

    @property
    def value(self):
        """The prediction; set it to predict in code."""
        return self._box.value or None

    @value.setter
    def value(self, prediction):
        self._box.value = prediction

    @look.reported
    def keep(self) -> None:
        """Keep the prediction with the student's answers."""
        if students.student() != self._student:
            self.renew()
            return
        if self.value and self.value != self._kept():
            store.keep_prediction(
                self._student, course(), self._id, self._question, plain(self.value), __version__
            )
            sending.soon()
        self.say("Kept." if self.value else "")

    @look.reported
    def renew(self) -> None:
        """Show what whoever is signed in now predicted."""
        self._student = students.student()
        self._show(self._kept())
        self.say("Kept." if self.value else "")

    def say(self, text, kind=""):
        """Show a sentence on the status line."""
        self._status.text, self._status.kind = text, kind

    def __repr__(self):
        return " · ".join([f"Predict {self._id}: {self._question}", *self._choices])

    @look.reported
    def _recall(self):
        self._show(self._kept())

    def _kept(self):
        return store.kept_prediction(self._student, self._id, self._question)

    def _show(self, kept):
        known = isinstance(kept, str) and kept in (self._choices or (kept,))
        self._box.value = kept if known else None if self._choices else ""
