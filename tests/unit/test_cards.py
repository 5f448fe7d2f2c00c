"""A card and ``hhlab.check`` as a student meets them: answers are kept, whatever happens to the kernel."""

import json

import numpy as np
import pytest
from neuron import h

import hhlab
from hhlab.exercises import shelf, store
from hhlab.exercises.bank import find
from hhlab.exercises.classroom import Desk
from hhlab.exercises.judging import MAX_TEXT, plain, prepared, understood
from hhlab.exercises.mystery import SECRETS, mystery_axon_run, mystery_run
from hhlab.exercises.variants import variant
from hhlab.workers import worker

pytestmark = pytest.mark.usefixtures("work")


def right_area():
    given = Desk("L01.area").given
    return 3.14159265 * given["L"] * given["diam"]


def status(card):
    return card.children[-1].text


def test_a_card_answers_and_a_new_one_remembers(work):
    hhlab.sign_in("ada")
    card = hhlab.exercise("L01.area")
    for answer in (2, 1):
        card.answer = answer
        card.check_button.click()
    assert "More membrane than that" in status(card)
    card.hint_button.click()
    assert "as wide as the circle" in status(card)
    card.answer = right_area()
    card.check_button.click()
    assert card.verdict.code == "right" and bool(card.verdict)

    again = hhlab.exercise("L01.area")
    assert float(again.answer) == pytest.approx(right_area())
    assert "3 attempts" in again._attempts.value

    (one,) = json.loads(shelf.path_of("ada").read_text("utf-8"))["exercises"].values()
    assert [entry["answer"] for entry in one["answers"]] == ["2", "1", str(right_area())]
    assert "right" not in json.dumps(one)


def test_a_hint_says_how_to_begin_once_the_answers_own_hints_are_used_up():
    hhlab.check("L01.area", 2)
    card = hhlab.exercise("L01.area")
    for answer, hints in ((None, ["Unroll its wall"]), (1, ["as wide as the circle", "Unroll its wall"])):
        card.answer = answer
        card.check_button.click()
        for hint in hints:
            card.hint_button.click()
            assert hint in status(card) and "no further" not in status(card)
    card.answer = right_area()
    card.check_button.click()
    card.hint_button.click()
    assert status(card) == f"{card.verdict} There is no further hint to this."


def test_the_same_answer_checked_again_is_no_new_attempt():
    card = hhlab.exercise("L01.area")
    card.answer = 1
    card.check_button.click()
    card.check_button.click()
    assert "1 attempt<" in card._attempts.value


def test_nothing_is_no_attempt_and_takes_no_answer_away():
    card = hhlab.exercise("L01.area")
    card.answer = 1
    card.check_button.click()
    card.answer = None
    card.check_button.click()
    assert "There is no answer yet" in status(card) and "Not yet" not in status(card)
    assert "1 attempt<" in card._attempts.value
    assert hhlab.exercise("L01.area").answer == "1"


def test_what_a_check_compares_with_is_worked_out_once_while_the_answer_is_typed(monkeypatch):
    asked = []
    monkeypatch.setattr(worker, "submit", lambda function, *args: asked.append((function, *args)))
    card = hhlab.exercise("L06.rheobase")
    assert asked.pop() == (find, "L06.rheobase") and not asked
    for typed in ("0", "0.", "0.0"):
        card.answer = typed
    assert asked == [(prepared, "L06.rheobase", card.desk.given)]


def test_a_prediction_unlocks_the_picture_and_is_remembered():
    card = hhlab.exercise("L01.first-spike")
    assert card._view.children == ()
    card._prediction.value = card.desk.exercise.expected[1]
    assert len(card._view.children) == 1
    again = hhlab.exercise("L01.first-spike")
    assert again._prediction.value == again.desk.exercise.expected[1]
    assert len(again._view.children) == 1


def test_a_guest_signs_in_once_and_the_hub_needs_no_signing(monkeypatch):
    card = hhlab.exercise("L01.area")
    assert card.desk.student == "guest"
    card.sign_in("grace")
    assert card.desk.student == hhlab.exercise("L01.density").desk.student == "grace"
    assert card.desk.given == variant(card.desk.exercise, "grace", "hhlab")
    monkeypatch.setenv("JUPYTERHUB_USER", "from-the-hub")
    assert hhlab.exercise("L01.area").desk.student == "from-the-hub"


def test_what_a_page_keeps_of_a_card_is_the_same_for_every_student():
    texts = set()
    for name in ("ada", "grace", "lise"):
        hhlab.sign_in(name)
        texts.add(hhlab.exercise("L01.area")._repr_mimebundle_()["text/plain"])
    assert texts == {"Exercise L01.area: How much membrane? (1 mark)"}


def test_check_in_code_raises_only_when_asked():
    assert hhlab.check("L01.area", 2).code == "off"
    assert hhlab.check("L01.area", 1).code == "low"
    with pytest.raises(AssertionError, match=r"L01\.area: Not yet\. More membrane"):
        hhlab.check("L01.area", 1, raise_on_fail=True)
    assert hhlab.check("L01.area", right_area(), raise_on_fail=True)
    with pytest.raises(ValueError, match=r"Did you mean 'L01\.area'"):
        hhlab.check("L01.aera", 1)


def test_on_which_side_a_number_lies_is_said_from_the_second_wrong_number_on():
    """And not for pressing twice, a word, or another spelling of the first."""
    card = hhlab.exercise("L01.area")
    for answer in ("1", "1", "much", "1.0", "1 um2"):
        card.answer = answer
        card.check_button.click()
        assert card.verdict.code == ("type" if answer == "much" else "off"), answer
    assert "More membrane" not in status(card) and "tolerance" in status(card)
    card.answer = "2"
    card.check_button.click()
    assert card.verdict.code == "low" and "More membrane" in status(card)


@pytest.mark.parametrize(("after", "codes"), [(1, ["low", "low"]), (3, ["off", "off"])])
def test_the_course_says_from_which_wrong_answer_on(work, monkeypatch, after, codes):
    (work / "course.toml").write_text(f"[attempts]\ndirection_after = {after}\n", encoding="utf-8")
    monkeypatch.setenv("HHLAB_COURSE_FOLDER", str(work))
    assert [hhlab.check("L01.area", answer).code for answer in (1, 2)] == codes


class Cheat(float):
    def __sub__(self, other):
        return Cheat(0)

    def __eq__(self, other):
        return True

    __hash__ = float.__hash__


@pytest.mark.parametrize(
    "answer",
    [Cheat(1), True, None, "", "nan", float("inf"), [1], b"1", "1e999", 10**400],
    ids=lambda x: str(x)[:8],
)
def test_odd_answers_earn_nothing_and_break_nothing(answer):
    assert not hhlab.check("L01.area", answer)


@pytest.mark.parametrize("unit", ["", " µm²", " μm²", " um2"])
@pytest.mark.parametrize("comma", [False, True])
def test_a_number_is_read_as_any_keyboard_types_it(unit, comma):
    number = f"{right_area():.2f}{unit}"
    assert hhlab.check("L01.area", number.replace(".", ",") if comma else number).code == "right"


@pytest.mark.parametrize("space", ["", " ", "\u00a0", "\u202f"])
def test_a_space_between_thousands_is_read_as_the_lessons_print_it(space):
    assert understood(find("L01.area"), f"12{space}566") == (None, 12566.0)
    assert understood(find("L01.area"), f"1{space}257{space}000,5 µm²") == (None, 1257000.5)
    assert understood(find("L15.mystery"), f"gl 1{space}257") == (None, ("gl", 1257.0, None))


@pytest.mark.parametrize("answer", ["12 56", "1 2", "12 5667", "012 566", "1 2566 000"])
def test_a_space_elsewhere_in_a_number_is_asked_about(answer):
    assert understood(find("L01.area"), answer)[0] == "type"


@pytest.mark.parametrize("answer", ["1,257", "-1,257", "12,566", "1,256,637", "1,257 µm²"])
def test_a_comma_that_can_mean_two_things_is_asked_about(answer):
    verdict = hhlab.check("L01.area", answer)
    assert verdict.code == "type" and "1,257" in verdict.hints[1]


def test_a_check_neither_sees_nor_touches_the_students_neuron():
    soma = h.Section(name="mine")
    soma.insert("hh")
    h.celsius, h.dt = 30, 0.5
    try:
        given = Desk("L01.first-spike").given
        assert hhlab.check("L01.first-spike", given["delay"]).code == "onset"
        assert (h.celsius, h.dt) == (30, 0.5)
        assert [section.name() for section in h.allsec()].count("mine") == 1
    finally:
        h.celsius, h.dt = 6.3, 0.025


def test_a_file_that_is_not_answers_is_never_written_over(work):
    path = work / "hhlab-answers-guest.json"
    path.write_text("{ broken", encoding="utf-8")
    card = hhlab.exercise("L01.area")
    card.answer = 1
    card.check_button.click()
    assert "Rename it" in status(card)
    assert path.read_text("utf-8") == "{ broken"


def test_the_files_name_is_safe_whatever_the_student_is_called():
    assert shelf.path_of("../../etc/passwd").parent == store.work_folder() / ".hhlab" / "answers"


def test_a_sheet_holds_every_card_of_its_lesson_and_looks_the_same_to_every_student():
    sheet = hhlab.sheet("L01")
    assert {repr(card).split()[1] for card in sheet.children} >= {"L01.area:", "L01.density:"}
    assert sheet._repr_mimebundle_()["text/plain"] == "Exercises of lesson 1"
    with pytest.raises(ValueError, match='called like "L06"'):
        hhlab.sheet("lesson 6")


def test_a_choice_and_an_answer_of_two_parts_are_remembered():
    for exercise_id, answer in (("L01.ions", "none"), ("L15.mystery", "gl 0.0004")):
        card = hhlab.exercise(exercise_id)
        assert card.answer is None
        card.answer = answer
        card.check_button.click()
        assert card.verdict is not None
        assert hhlab.exercise(exercise_id).answer == answer
    hhlab.check("L01.ions", "no such option")
    assert hhlab.exercise("L01.ions").answer is None


def test_the_mystery_neuron_shows_what_an_electrode_sees_and_no_more():
    recording = hhlab.mystery(hhlab.CurrentClamp(amp=0.05, delay=10, dur=20), tstop=40)
    assert set(recording.traces) == {"v", "i_stim"}
    assert recording.configuration == "the mystery neuron"
    with pytest.raises(ValueError, match="does not see 'gna'"):
        hhlab.mystery(record=("gna",))
    assert list(hhlab.mystery(hhlab.Synapse(), tstop=60).traces) == ["v", "i_syn"]
    axon = hhlab.mystery_axon()
    assert (axon.configuration, len(axon.x_um), axon.others) == ("the mystery neuron", 41, {})
    # no slider waits for it a second time
    assert hhlab.mystery_axon() is axon


@pytest.mark.parametrize("neuron", range(len(SECRETS)))
def test_each_change_is_seen_in_the_soma_or_in_the_axon_and_lost_myelin_in_the_axon_alone(neuron):
    clamp = hhlab.CurrentClamp(amp=0.05, delay=10, dur=20)
    usual = hhlab.simulate(
        clamp=clamp, tstop=40, method="cvode", v_init=hhlab.rest_mV(hhlab.Membrane()), record=("v", "i_stim")
    )
    soma = mystery_run(neuron, clamp, tstop=40)
    apart = np.abs(np.interp(usual.t, soma.t, soma.v) - usual.v).max()  # mV
    # the least of the changes moves the speed by more than 2 %
    speed = hhlab.velocity_m_per_s(mystery_axon_run(neuron))
    healthy = hhlab.conduction(hhlab.MyelinatedAxon(), celsius=6.3).velocity_m_per_s
    assert abs(speed / healthy - 1) > 0.02
    if SECRETS[neuron][0] == "damage":
        assert apart < 1e-6
        assert speed < 10
    else:
        assert apart > 2


@pytest.mark.parametrize("name", sorted(set(hhlab.TRACES) - {"v", "i_stim", "i_density", "i_syn"}))
def test_the_mystery_neuron_refuses_every_trace_but_those_of_an_electrode(name):
    with pytest.raises(ValueError, match=f"does not see '{name}'.*It sees: v, i_stim, i_density, i_syn"):
        mystery_run(0, tstop=1, record=("v", name))


def test_a_notebook_that_lies_deeper_keeps_its_answers_in_the_lab(tmp_path, monkeypatch):
    monkeypatch.delenv("HHLAB_ANSWERS")
    deep = tmp_path / "lab" / "a" / "b"
    deep.mkdir(parents=True)
    (tmp_path / "lab" / ".hhlab").mkdir()
    monkeypatch.chdir(deep)
    assert store.work_folder() == tmp_path / "lab"
    (deep / ".hhlab").mkdir()
    assert store.work_folder() == deep


@pytest.mark.parametrize("answer", ["nan", "inf", "-inf", "1e999", float("nan")])
def test_what_is_no_finite_number_is_asked_about(answer):
    assert understood(find("L01.area"), answer) == ("type", None)


def test_what_is_kept_of_a_text_is_bounded():
    assert plain("x" * 6000) == "x" * MAX_TEXT
    assert plain("short") == "short"


def test_an_answer_from_before_the_last_is_an_attempt_again():
    card = hhlab.exercise("L01.area")
    for answer in ("1", "2", "1"):
        card.answer = answer
        card.check_button.click()
    assert [one["answer"] for one in card.desk.work()["answers"]] == ["1", "2", "1"]


def test_a_text_for_the_teacher_raises_nothing_in_code():
    assert hhlab.check("L01.twenty-one", "it fires", raise_on_fail=True).code == "kept"
