"""A prediction is kept with the answers, is there again, belongs to its question, and is never judged."""

import json

import pytest

import hhlab
from hhlab.exercises import shelf, store
from hhlab.exercises.course import Course
from hhlab.grading.files import Found
from hhlab.grading.work import read

FATES = ("fires once", "fires for ever", "is silent")


pytestmark = pytest.mark.usefixtures("work")


def held(question="Which fate at 7 µA/cm²?", choices=FATES):
    return hhlab.predict("L06.fate", question, *choices)


def status(one):
    return one.children[-1]


@pytest.mark.parametrize(("choices", "said"), [(FATES, "fires once"), ((), "12,000 or so")])
def test_it_is_kept_at_once_and_there_again_and_says_nothing_of_right_or_wrong(work, choices, said):
    hhlab.sign_in("ada")
    one = held(choices=choices)
    assert (one.value, status(one).text) == (None, "")
    one.value = said
    assert (status(one).text, status(one).kind) == ("Kept.", "")
    assert held(choices=choices).value == said
    assert status(held(choices=choices)).text == "Kept."
    kept = json.loads(shelf.path_of("ada").read_text("utf-8"))
    assert kept["predictions"]["L06.fate"]["prediction"] == said
    # it is no answer to an exercise, and has no mark
    assert kept["exercises"] == {}


def test_a_card_answered_later_leaves_it_where_it_is():
    hhlab.sign_in("ada")
    held().value = "is silent"
    hhlab.check("L01.area", 1)
    assert held().value == "is silent"
    assert len(store.kept("ada", "hhlab", "L01.area", hhlab.exercise("L01.area").desk.given)["answers"]) == 1


def test_it_is_not_taken_for_the_answer_to_another_question():
    held().value = "is silent"
    assert held(question="Which fate at 70 µA/cm²?").value is None
    # a choice that is no longer offered
    assert held(choices=("yes", "no")).value is None


def test_whoever_signs_in_later_takes_it_along_and_another_student_does_not_see_it():
    one = held()
    one.value = "is silent"
    hhlab.exercise("L01.area").sign_in("ada")
    assert held().value == one.value == "is silent"
    hhlab.exercise("L01.area").sign_in("bob")
    assert held().value is one.value is None


def test_a_page_that_was_run_twice_takes_the_last_prediction_along():
    first, second = held(), held()
    first.value, second.value = "is silent", "fires once"
    hhlab.exercise("L01.area").sign_in("ada")
    assert held().value == first.value == second.value == "fires once"


def test_a_file_that_cannot_be_read_is_said_and_not_written_over(work):
    path = work / "hhlab-answers-guest.json"
    path.write_text("no answers", encoding="utf-8")
    one = held()
    one.value = "is silent"
    assert (status(one).kind, path.read_text("utf-8")) == ("error", "no answers")
    assert "does not hold answers" in status(one).text


@pytest.mark.parametrize("spoilt", [[], {"L06.fate": 3}, {"L06.fate": {"question": 1}}, None])
def test_predictions_that_are_none_break_nothing(work, spoilt):
    file = {"schema": 1, "course": "hhlab", "student": "guest", "exercises": {}, "predictions": spoilt}
    (work / "hhlab-answers-guest.json").write_text(json.dumps(file), encoding="utf-8")
    one = held()
    assert one.value is None
    one.value = "is silent"
    assert held().value == "is silent"


def test_what_a_page_keeps_is_plain_text_and_the_same_for_every_student():
    one, as_it_was = held(), repr(held())
    hhlab.sign_in("ada")
    one.value = "is silent"
    assert repr(held()) == repr(one) == as_it_was
    assert one._repr_mimebundle_()["text/plain"] == as_it_was
    assert as_it_was == (
        "Predict L06.fate: Which fate at 7 µA/cm²? · fires once · fires for ever · is silent"
    )


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("held", "Why?"), "is called like"),
        (("L06.fate", ""), "say something"),
        (("L06.fate", 7), "say something"),
        (("L06.fate", "Why?", "so"), "two choices or more"),
        (("L06.fate", "Why?", "so", "so"), "two choices or more"),
    ],
)
def test_what_cannot_be_asked_is_refused(arguments, problem):
    with pytest.raises((TypeError, ValueError), match=problem):
        hhlab.predict(*arguments)


def test_the_teachers_marks_do_not_see_it(work):
    hhlab.sign_in("ada")
    held().value = "is silent"
    hhlab.check("L01.area", 1)

    marked = read(Found("ada", shelf.path_of("ada").read_bytes()), Course())
    assert (set(marked.answers), marked.left_out) == ({"L01.area"}, ())
