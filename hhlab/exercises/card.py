"""The card of an exercise: predict, observe, answer, Check and Hint, with one line that answers back."""

import ipywidgets as widgets

from . import appearance as look
from . import room, roster, students
from .classroom import Desk
from .identity import Identity
from .inputs import AnswerBox, PredictionBox
from .stuck import StuckButton


class Card(look.Column):
    """An exercise on the screen; ``card.answer`` is what is typed or chosen, ``card.verdict`` the last one.

    What was kept is there again after a reload, a restart of the kernel, or in a new container. The
    first card of a sheet asks who is at work; every card says it.
    """

    def __init__(self, exercise_id, is_first=True):
        super().__init__()
        self._id, self._is_first = exercise_id, is_first
        self.add_class("hhlab-card")
        self.renew()
        students.on_the_screen.add(self)
        self.desk.open()

    def renew(self):
        """Show the exercise afresh, for whoever is signed in now."""
        self.desk, self.verdict, self._rung = Desk(self._id), None, 0
        one, given = self.desk.exercise, self.desk.given
        self._identity = Identity(self._is_first, self.say)
        asked = (
            [PredictionBox(one.predict.format(**given), one.expected, self.predict)] if one.predict else []
        )
        self._prediction = asked[0] if asked else None
        self._view, self._attempts = widgets.VBox([]), look.words("")
        self._answer = AnswerBox(one, self.desk.student, self.desk.course, self.check)
        self.check_button = widgets.Button(
            description="Check", button_style="primary", tooltip="Check the answer"
        )
        self.hint_button = widgets.Button(description="Hint", tooltip="Say a little more")
        self.check_button.on_click(lambda _: self.check())
        self.hint_button.on_click(lambda _: self.hint())
        self.stuck_button, kept = None, []
        if room.address():
            self.stuck_button = StuckButton(one.id, self.say)
            kept = [self.stuck_button, look.words(look.link(room.page("kept"), "what is kept"))]
        buttons = [self.check_button, self.hint_button, *kept, self._attempts, self._identity.line]
        self._status = look.Status([*self._identity.boxes, *self._answer.boxes])
        self.children = [
            look.words(look.headed(one, given)),
            self._identity.above,
            *asked,
            self._view,
            self._answer,
            widgets.HBox(buttons, layout={"flex_flow": "row wrap"}),
            self._status,
        ]
        self._recall()
        self._answer.on_begin(self.desk.prepare)

    @property
    def answer(self):
        """What is typed or chosen; set it to answer in code."""
        return self._answer.value

    @answer.setter
    def answer(self, value):
        self._answer.value = value

    @look.reported
    def check(self):
        """Keep the answer and say what it is worth."""
        if self._is_anothers():
            return
        # the same words once more would look like no answer, and a screen reader would not read them
        self.say("Checking …")
        self.verdict = self.desk.hand_in(self.answer)
        self._rung = 0
        self._count()
        if self.verdict and self.stuck_button:
            self.stuck_button.solved()
        self.say(str(self.verdict), look.kind_of(self.verdict))

    @look.reported
    def hint(self):
        """Say the next rung of the ladder that suits the last answer, and then how to begin."""
        if self._is_anothers():
            return None
        rungs = self._rungs()
        if self._rung == len(rungs):
            said = rungs[-1][1] if rungs else str(self.verdict)
            return self.say(f"{said} There is no further hint to this.")
        name, said = rungs[self._rung]
        if name not in self.desk.work()["hints"]:
            self.desk.keep(rung=name)
        self._rung += 1
        return self.say(said)

    @look.reported
    def predict(self):
        """Keep the prediction and show what happens."""
        prediction = self._prediction.value
        if prediction and not self._is_anothers():
            if prediction != self.desk.work()["prediction"]:
                self.desk.keep(prediction=prediction)
            self._show()

    def sign_in(self, name):
        """Keep the student's id, and show this student's variant."""
        self._identity.sign_in(name)

    def say(self, text, kind=""):
        """Show a sentence on the status line."""
        with self._status.hold_sync():
            self._status.text, self._status.kind = text, kind

    def __repr__(self):
        # nothing of the variant: a page is the same for every student
        one = self.desk.exercise
        return f"Exercise {one.id}: {one.title} ({look.marks(one)})"

    def _rungs(self):
        """Give the hints that Check has not said, each with its code and its place."""
        verdict, rungs = self.verdict, []
        if verdict is not None:
            rungs += [(f"{verdict.code}:{n}", hint) for n, hint in enumerate(verdict.hints) if n]
        if not verdict:
            start = self.desk.exercise.ladder("start", self.desk.given)
            rungs += [(f"start:{n}", hint) for n, hint in enumerate(start)]
        return rungs

    def _is_anothers(self):
        """Whether somebody else has signed in on another page since this card was shown; then show theirs."""
        if students.student() == self.desk.student:
            return False
        self.renew()
        said = f"Nothing was kept: {roster.shown()} has signed in meanwhile, and these are their numbers."
        self.say(said, "error")
        return True

    def _show(self):
        if self.desk.exercise.observe is not None and not self._view.children:
            self._view.children = (look.pictured(self.desk.observed()),)

    @look.reported
    def _recall(self):
        work = self.desk.work()
        if work["answers"]:
            self._answer.value = work["answers"][-1]["answer"]
        if self._prediction is None:
            self._show()
        elif work["prediction"] in (self.desk.exercise.expected or (work["prediction"],)):
            # the plot comes again with the prediction
            self._prediction.value = work["prediction"] or self._prediction.value
        self._count()
        said = "What you answered to other numbers is kept with your work." * work["elsewhere"]
        self.say("Your answer is kept; Check says again what it is worth." if work["answers"] else said)

    def _count(self):
        self._attempts.value = look.attempts(self.desk.work()["attempts"])
