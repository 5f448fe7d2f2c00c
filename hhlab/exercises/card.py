"""The card of an exercise: predict, observe, answer, Check and Hint, with one line that answers back."""

import re
import weakref
from functools import wraps
from html import escape

import ipywidgets as widgets

from .. import figures, worker
from ..quantities import shown
from . import students
from .bank import exercises, find
from .boxes import WIDE, AnswerBox
from .classroom import Desk
from .judging import plain

STYLE = """<style>
.hhlab-card { border: 1px solid var(--jp-border-color1, #bdbdbd); border-radius: 4px; padding: 4px 12px; }
.hhlab-card .hhlab-words { font-size: var(--jp-ui-font-size2, 15px); line-height: 1.5; max-width: 46em; }
.hhlab-card .hhlab-words { white-space: normal; }
.hhlab-card .hhlab-answer { margin-top: 6px; }
.hhlab-card .hhlab-attempts { color: var(--jp-ui-font-color2, #616161); padding: 0 8px; }
.hhlab-card img { max-width: 100%; height: auto !important; }
body[data-jp-theme-light="false"] .hhlab-card img { filter: invert(0.92) hue-rotate(180deg); }
.hhlab-status { font-size: var(--jp-ui-font-size2, 15px); line-height: 1.5; padding: 2px 4px; }
.hhlab-error { color: var(--jp-error-color1, #d32f2f); }
</style>"""
_open_cards = weakref.WeakSet()  # whoever signs in on one card signs in on all


def exercise(exercise_id):
    """Give the card of an exercise, as the student who works here has it.

    Parameters
    ----------
    exercise_id : str
        Such as ``"L06.rheobase"``.

    Returns
    -------
    Card

    Raises
    ------
    ValueError
        There is no exercise of that name.

    Examples
    --------
    >>> hhlab.exercise("L01.area")
    """
    return Card(exercise_id)


def sheet(lesson):
    """Give the cards of all exercises of a lesson, one below the other.

    Parameters
    ----------
    lesson : str
        Such as ``"L06"``.

    Raises
    ------
    ValueError
        It is no lesson's name.
    """
    if not re.fullmatch(r"L\d\d", str(lesson)):
        raise ValueError(f'A lesson is called like "L06", but it is {shown(lesson)}.')
    return Sheet(lesson)


class Sheet(widgets.VBox):
    """The cards of one lesson."""

    def __init__(self, lesson):
        self._lesson = lesson
        cards = [Card(name) for name in exercises() if name.startswith(f"{lesson}.")]
        super().__init__(cards or [_words("There are no exercises to this lesson yet.")])

    def __repr__(self):
        return f"Exercises of lesson {int(self._lesson[1:])}"

    def _repr_mimebundle_(self, **kwargs):
        return super()._repr_mimebundle_(**kwargs) | {"text/plain": repr(self)}


def _reported(callback):
    """Show on the status line what goes wrong in a callback: it has no cell to raise into."""

    @wraps(callback)
    def report(card, *_):
        try:
            callback(card)
        except Exception as error:
            card.say(str(error) or type(error).__name__, error=True)

    return report


class Card(widgets.VBox):
    """An exercise on the screen; ``card.answer`` is what is typed or chosen, ``card.verdict`` the last one.

    What was kept is there again after a reload, a restart of the kernel, or in a new container.
    """

    def __init__(self, exercise_id):
        super().__init__()
        self._id = exercise_id
        self.add_class("hhlab-card")
        self.renew()
        _open_cards.add(self)
        # the worker starts and reads the bank while the student reads the question
        worker.submit(find, exercise_id)

    def renew(self):
        """Show the exercise afresh, for whoever is signed in now."""
        self.desk, self.verdict = Desk(self._id), None
        self._rung = 0
        self._attempts, self._status = _words(""), widgets.HTML()
        self._view = widgets.VBox([])
        one = self.desk.exercise
        self._answer = AnswerBox(one, self.desk.student, self.desk.course, self.check)
        self.check_button = widgets.Button(
            description="Check", button_style="primary", tooltip="Check the answer"
        )
        self.hint_button = widgets.Button(description="Hint", tooltip="Say a little more")
        self.check_button.on_click(lambda _: self.check())
        self.hint_button.on_click(lambda _: self.hint())
        row = widgets.HBox(
            [self.check_button, self.hint_button, self._attempts], layout={"flex_flow": "row wrap"}
        )
        self.children = [
            widgets.HTML(STYLE),
            _words(_headed(self.desk)),
            *self._sign_in(),
            *self._prediction(),
            self._view,
            self._answer,
            row,
            self._status,
        ]
        self._recall()

    @property
    def answer(self):
        """What is typed or chosen; set it to answer in code."""
        return self._answer.value

    @answer.setter
    def answer(self, value):
        self._answer.value = value

    @_reported
    def check(self):
        """Keep the answer and say what it is worth."""
        work = self.desk.work()
        if work["answers"] and work["answers"][-1]["answer"] == plain(self.answer):
            self.verdict = self.desk.judged(self.answer)
        else:
            self.verdict = self.desk.hand_in(self.answer)
        self._rung = 0
        self._count()
        self.say(str(self.verdict))

    @_reported
    def hint(self):
        """Say the next rung of the ladder that suits the last answer."""
        if self.verdict is None:
            ladder = self.desk.exercise.ladder("start", self.desk.given)
        else:
            ladder = self.verdict.hints[1:]
        if self._rung >= len(ladder):
            return self.say(" ".join([*ladder[-1:], "There is no further hint to this."]))
        self.desk.keep(hints=self.desk.work()["hints"] + 1)
        self._rung += 1
        return self.say(ladder[self._rung - 1])

    def say(self, text, error=False):
        """Show a sentence on the status line."""
        kind = "hhlab-status hhlab-error" if error else "hhlab-status"
        self._status.value = f'<div class="{kind}" role="status">{escape(text)}</div>'

    def __repr__(self):
        one = self.desk.exercise
        return f"Exercise {one.id}: {one.title} ({_marks(one)})"

    def _repr_mimebundle_(self, **kwargs):
        # the text says nothing of the variant, so that a page is the same for every student
        return super()._repr_mimebundle_(**kwargs) | {"text/plain": repr(self)}

    def _sign_in(self):
        if self.desk.student != students.GUEST:
            return []
        box = widgets.Text(description="Your id", placeholder="as on your course's list", layout=WIDE)
        button = widgets.Button(description="Sign in", tooltip="Give me my own variant")
        button.on_click(lambda _: self.sign_in(box.value))
        return [widgets.HBox([box, button])]

    def sign_in(self, name):
        """Keep the student's id, and show this student's variant."""
        try:
            students.sign_in(name)
        except (ValueError, TypeError, OSError) as error:
            return self.say(str(error), error=True)
        for card in list(_open_cards):
            card.renew()
        return self.say(f"Signed in as {self.desk.student}. These are your own numbers.")

    def _prediction(self):
        one = self.desk.exercise
        if not one.predict:
            return []
        if one.expected:
            self._predicted = widgets.RadioButtons(options=one.expected, value=None, layout=WIDE)
        else:
            self._predicted = widgets.Text(
                continuous_update=False, layout=WIDE, placeholder="your prediction"
            )
        self._predicted.observe(lambda change: self.predict(), "value")
        return [_words(f"<b>Predict:</b> {escape(one.predict.format(**self.desk.given))}"), self._predicted]

    @_reported
    def predict(self):
        """Keep the prediction and show what happens."""
        prediction = self._predicted.value
        if prediction:
            if prediction != self.desk.work()["prediction"]:
                self.desk.keep(prediction=prediction)
            self._show()

    def _show(self):
        if self.desk.exercise.observe is not None and not self._view.children:
            self._view.children = (_pictured(self.desk.observed()),)

    @_reported
    def _recall(self):
        work = self.desk.work()
        if work["answers"]:
            self._answer.value = work["answers"][-1]["answer"]
        if not self.desk.exercise.predict:
            self._show()
        elif work["prediction"] in (self.desk.exercise.expected or (work["prediction"],)):
            # the plot comes again with the prediction
            self._predicted.value = work["prediction"] or self._predicted.value
        self._count()
        self.say("Your answer is kept." if work["answers"] else "")

    def _count(self):
        attempts = self.desk.work()["attempts"]
        text = "no attempt yet" if attempts == 0 else f"{attempts} attempt" + "s" * (attempts > 1)
        self._attempts.value = f'<span class="hhlab-attempts">{text}</span>'


def _headed(desk):
    one = desk.exercise
    return f"<b>{one.id} · {escape(one.title)}</b> ({_marks(one)})<br>{one.asked(desk.given)}"


def _marks(exercise):
    return f"{exercise.marks} mark" + "s" * (exercise.marks > 1)


def _words(html):
    box = widgets.HTML(html)
    box.add_class("hhlab-words")
    return box


def _pictured(result):
    """Give a widget that shows what an exercise lets a student observe."""
    if figures.is_drawable(result):
        return widgets.Image(value=figures.png(figures.draw(result)), format="png")
    return widgets.HTML(result._repr_html_())
