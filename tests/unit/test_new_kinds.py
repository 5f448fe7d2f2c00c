"""Pictures to read from, panels in an order of one's own, numbers without a side, answers of older labs."""

import re
from base64 import b64decode

import numpy as np
import pytest
from solutions import solutions

from hhlab.descriptions.parameters import Membrane
from hhlab.exercises import lineup
from hhlab.exercises.bank import exercises, find
from hhlab.exercises.description import OFF, Exercise
from hhlab.exercises.inputs import AnswerBox
from hhlab.exercises.judging import judge, observed
from hhlab.exercises.pictures import Panel, Picture
from hhlab.exercises.variants import variant
from hhlab.protocols.thresholds import rheobase_uA_per_cm2

BANK, SOLUTIONS = exercises(), solutions()
PICTURES = ["L01.read", "L02.which", "L03.read", "L05.which", "L10.which"]
LINEUPS = [one.id for one in BANK.values() if one.lettered]


@pytest.mark.parametrize("exercise_id", PICTURES)
def test_the_page_holds_a_picture_and_what_an_eye_reads_off_and_no_sample(exercise_id):
    given = variant(BANK[exercise_id], "ada", "hhlab")
    html = observed(exercise_id, given)._repr_html_()
    found = re.fullmatch(r'<img class="hhlab-picture" alt="([^"]*)" src="data:image/png;base64,(.*)">', html)
    words, picture = found.groups()
    assert b64decode(picture).startswith(b"\x89PNG")
    # no number in words is finer than half of a small division
    numbers = re.findall(r"\d+\.\d+", words)
    assert all(len(number.partition(".")[2]) <= 2 for number in numbers)
    assert "described" not in html and len(words) < 6000


@pytest.mark.parametrize("exercise_id", ["L01.read", "L03.read"])
def test_who_cannot_see_the_picture_finds_the_answer_in_its_words(exercise_id):
    given = variant(BANK[exercise_id], "grace", "hhlab")
    words = observed(exercise_id, given).words.replace("−", "-")
    if exercise_id == "L01.read":
        answer = float(re.findall(r"top \S+ at ([\d.]+)", words)[1])
    else:
        at = float(re.search(r"top \S+ at ([\d.]+)", words)[1])
        line = re.search(rf"(?<= ){given['gate']};? .*?\.(?= |$)", words)[0]
        read = [tuple(map(float, pair)) for pair in re.findall(r"(\d+(?:\.\d+)?): (\d+(?:\.\d+)?)", line)]
        answer = float(np.interp(at, *zip(*read, strict=True)))
    assert judge(exercise_id, given, answer).code == "right", (given, answer)


@pytest.mark.parametrize("exercise_id", LINEUPS)
def test_panels_stand_in_their_order_and_show_another_run_each(exercise_id):
    exercise = BANK[exercise_id]
    box = AnswerBox(exercise, "ada", "hhlab", lambda: None)
    assert [name for _, name in box.boxes[0].options] == list(lineup.LETTERS)
    given = variant(exercise, "ada", "hhlab")
    panels = observed(exercise_id, given).panels
    assert [panel.title for panel in panels] == list(lineup.LETTERS)
    (first, last), _ = panels[0].limits()
    lines = [np.interp(np.linspace(first, last, 200), *panel.lines[""]) for panel in panels]
    for i in range(4):
        for k in range(i):
            # apart by more than a small division somewhere: an eye can tell them
            assert np.abs(lines[i] - lines[k]).max() > panels[i].divisions()[1]


@pytest.mark.parametrize("exercise_id", LINEUPS)
def test_each_panel_is_right_for_about_as_many_students(exercise_id):
    right = [
        SOLUTIONS[exercise_id].right(**variant(BANK[exercise_id], f"student-{i}", "hhlab"))
        for i in range(400)
    ]
    assert all(0.15 < right.count(letter) / 400 < 0.35 for letter in lineup.LETTERS)


def test_a_picture_says_its_turns_and_no_more_than_half_a_division():
    t = np.linspace(0, 10, 1001)
    panel = Panel(y="v [mV]", lines={"": (t, 10 * np.sin(t))}, every=(5.0, 5.0))
    words = Picture(x="time [ms]", panels=(panel,)).words
    assert "top 10 at 1.5" in words and "bottom −10 at 4.5" in words and "top 10 at 8" in words
    assert panel.limits() == [(0.0, 10.0), (-10.0, 10.0)]


NUMBERS = [one.id for one in BANK.values() if one.kind in ("number", "measured") and one.check]


@pytest.mark.parametrize("exercise_id", NUMBERS)
def test_no_side_is_told_where_none_is_to_be_told(exercise_id):
    given = variant(BANK[exercise_id], "ada", "hhlab")
    for code in ("low", "high"):
        answer = SOLUTIONS[exercise_id].planted(code, given, BANK[exercise_id].unit)
        found = judge(exercise_id, given, answer, direction=False)
        assert found.code == OFF and found.hints == ("That is not within the tolerance.",)
        assert not any(word in repr(found) for word in ("low", "high"))


def test_the_two_runs_of_a_bracket_do_what_its_question_says():
    given, rheobase = find("L06.bracket").given, rheobase_uA_per_cm2(Membrane.squid_1952())
    assert max(given["fails"]) < rheobase < min(given["fires"])


CHANGED = [one.id for one in BANK.values() if one.before]


@pytest.mark.parametrize("exercise_id", CHANGED)
def test_an_answer_from_before_is_judged_with_the_numbers_of_then(exercise_id):
    exercise, solution = BANK[exercise_id], SOLUTIONS[exercise_id]
    for student in ("ada", "grace", "lise"):
        own = variant(exercise, student, "hhlab")
        then = {name: value for name, value in own.items() if name not in exercise.before}
        assert exercise.is_variant(then, own) and exercise.is_variant(own, own)
        assert not exercise.is_variant({**then, "other": 1}, own)
        if exercise_id != "L15.mystery":  # which asked for less
            answer = solution.right(**then, **exercise.before)
            assert judge(exercise_id, then, answer).code == "right"


def test_what_is_added_to_a_question_stands_at_its_end():
    with pytest.raises(ValueError, match="stands at its end"):
        Exercise(id="L99.x", title="", prompt="", given={"new": (1,), "old": (2,)}, before={"new": 1})
