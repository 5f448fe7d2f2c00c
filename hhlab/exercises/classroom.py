"""An exercise as one student has it, and ``hhlab.check``, which takes an answer in code."""

from collections.abc import Sequence
from functools import cache

from .. import __version__
from ..descriptions.parameters import Clamp, Settings
from ..results.profile import Profile
from ..results.recording import Recording
from ..workers import worker
from . import course as of_teacher
from . import sending, store, students
from .bank import find
from .description import KEPT
from .judging import Verdict, judge, observed, plain, prepared, understood
from .mystery import SECRETS, mystery_axon_run, mystery_run
from .variants import course, variant


def check(exercise_id: str, answer: float | str, raise_on_fail: bool = False) -> Verdict:
    """Keep an answer to an exercise, and say what it is worth.

    Parameters
    ----------
    exercise_id : str
        Such as ``"L06.rheobase"``.
    answer : float or str
        In the unit that the exercise asks for; for a choice its short name.
    raise_on_fail : bool
        Raise an error unless the answer is right: for test cells of nbgrader and otter.

    Returns
    -------
    Verdict
        True where the answer earned every mark; it prints as a sentence.

    Raises
    ------
    ValueError
        There is no such exercise, or the file of answers cannot be read.
    AssertionError
        With ``raise_on_fail`` only; its message is the hint.

    Examples
    --------
    >>> hhlab.check("L01.area", 314.16)
    L01.area (right): Right. The wall of a cylinder is π · L · diam.
    """
    desk = Desk(exercise_id)
    verdict = desk.hand_in(answer)
    if raise_on_fail and not verdict and verdict.code != KEPT:
        raise AssertionError(f"{exercise_id}: {verdict}")
    return verdict


class Desk:
    """One exercise as one student has it: the variant, what is kept, and the way to hand in."""

    def __init__(self, exercise_id):
        self.exercise = find(exercise_id)
        self.student, self.course = students.student(), course()
        self.given = variant(self.exercise, self.student, self.course)

    def work(self):
        """Give what is kept of this student's work on the exercise."""
        return store.kept(self.student, self.course, self.exercise.id, self.given)

    def keep(self, **changes):
        """Keep changes, and give the work as it now is."""
        work = store.keep(self.student, self.course, self.exercise.id, self.given, __version__, **changes)
        sending.soon()
        return work

    def hand_in(self, answer):
        """Keep an answer, then give the Verdict on it. An answer is kept even if its check fails.

        Nothing is no attempt, and neither is the same again.
        """
        answer = plain(answer)
        if str(answer or "").strip() and self._tried()[-1:] != [answer]:
            self.keep(answer=answer)
        return self.judged(answer)

    def open(self):
        """Start the worker and let it read the bank, while the student reads the question."""
        sending.soon()  # what was left when the lab was closed
        worker.submit(find, self.exercise.id)

    def prepare(self):
        """Let the worker work out what a check compares with, while the student types the answer."""
        if self.exercise.check is not None:
            worker.submit(prepared, self.exercise.id, self.given)

    def judged(self, answer):
        """Give the Verdict on an answer, and keep nothing.

        On which side a number lies is said only from some wrong answer on: a search by it finds every number.
        """
        answer = plain(answer)
        tried = {understood(self.exercise, one) for one in [*self._tried(), answer]}
        several = sum(problem is None for problem, _ in tried) >= of_teacher.course().direction_after
        # what a student wrote runs on the student's own machine
        said = {"direction": several, "run_code": True}
        return worker.isolated(judge)(self.exercise.id, self.given, answer, **said)

    def _tried(self):
        return [one["answer"] for one in self.work()["answers"]]

    def observed(self):
        """Give what the exercise shows once a prediction has been made."""
        return worker.isolated(observed)(self.exercise.id, self.given)


def mystery(
    clamp: Clamp | None = None, *, tstop: float = Settings.tstop, record: Sequence[str] | None = None
) -> Recording:
    """Give the Recording of your mystery neuron, the one of exercise L15.mystery.

    It is a soma like any other, L = diam = 10 µm, and its axon has an experiment of its own,
    :func:`mystery_axon`. One thing was changed in one of them, or in both.

    Parameters
    ----------
    clamp : CurrentClamp, PulseTrain, PairedPulses, Ramp, Shock, VoltageClamp or Synapse, optional
        By default 0.1 nA from 50 to 250 ms.
    tstop : float
        End of the run [ms].
    record : sequence of str, optional
        From "v", "i_stim" and "i_density", of a Synapse from "v" and "i_syn": an electrode sees no gate. By
        default the potential and the current.

    Returns
    -------
    Recording

    Raises
    ------
    TypeError, ValueError, SimulationError
        As :func:`hhlab.simulate`, or something is asked for that an electrode does not see.

    Examples
    --------
    >>> import hhlab
    >>> hhlab.mystery(tstop=10).configuration
    'the mystery neuron'
    """
    return worker.isolated(mystery_run)(_neuron(), clamp, tstop=tstop, record=record)


def mystery_axon() -> Profile:
    """Give V(x, t) at the nodes of your mystery neuron's axon, a MyelinatedAxon, as an impulse runs along it.

    Returns
    -------
    Profile
        15 ms; after 1 ms the first node gets the pulse of a healthy axon,
        ``MyelinatedAxon().pulse(delay=1)``.

    Raises
    ------
    SimulationError
        The run failed.

    Examples
    --------
    >>> import hhlab
    >>> hhlab.mystery_axon().configuration
    'the mystery neuron'
    """
    return _impulse(_neuron())


def mystery_secret() -> tuple[str, float] | None:
    """Give what was changed in your mystery neuron and its value there, once your answer was right.

    Returns
    -------
    (str, float) or None
        The name, as in the options of exercise L15.mystery, and the value in NEURON's unit; of "damage" the
        times by which capacitance and leak of the myelin are too large. None before an answer to the
        exercise earned every mark.

    Raises
    ------
    ValueError
        The file of answers cannot be read.

    Examples
    --------
    >>> import hhlab
    >>> name, value = hhlab.mystery_secret() or ("gnabar", 0.06)
    """
    desk = Desk("L15.mystery")
    # the last try is most often the right one
    found = any(desk.judged(answer) for answer in reversed(desk._tried()))
    return SECRETS[desk.given["neuron"]] if found else None


@cache
def _impulse(neuron):
    # it is the same each time: an explorer asks for it at every place of its slider
    return worker.isolated(mystery_axon_run)(neuron)


def _neuron():
    return Desk("L15.mystery").given["neuron"]
