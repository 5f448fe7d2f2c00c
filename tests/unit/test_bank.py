"""Every exercise of the bank: solved answers earn every mark, planted ones their code, and it all reads."""

import re
from functools import cache, partial
from importlib import import_module
from pathlib import Path

import nbformat
import pytest
from neuron import h
from solutions import solutions

from hhlab.exercises import judging
from hhlab.exercises.bank import exercises, find
from hhlab.exercises.description import KEPT
from hhlab.exercises.judging import observed, prepared
from hhlab.exercises.variants import variant
from hhlab.figures import drawing

SEEDS = 200
BANK, SOLUTIONS = exercises(), solutions()
judge = partial(judging.judge, run_code=True)  # as a card does


PROGRAMS = {
    "L03.program": 6,
    "L08.program": 3,
    "L13.program": 2,
    "L13.a-current": 2,
}  # each is run, some are compiled


@cache
def variants(exercise_id):
    """Give the distinct variants that 200 students have; of a program as many as there is time for."""
    found = all_variants(exercise_id)
    return found[: PROGRAMS.get(exercise_id, len(found))]


@cache
def all_variants(exercise_id):
    drawn = [variant(BANK[exercise_id], f"student-{i}", "hhlab") for i in range(SEEDS)]
    return [given for i, given in enumerate(drawn) if given not in drawn[:i]]


def planted(exercise_id, code, given):
    return SOLUTIONS[exercise_id].planted(code, given, BANK[exercise_id].unit)


def is_wrong(exercise_id, code, given):
    """Say whether what a code is planted with is not, for this variant, the right answer."""
    right = planted(exercise_id, "right", given)
    return code == "right" or planted(exercise_id, code, given) != right


def planted_codes(exercise):
    return [code for code in exercise.ladders if code not in ("start", KEPT)]


def test_every_exercise_has_its_solution():
    assert set(SOLUTIONS) == set(BANK)


@pytest.mark.parametrize("exercise_id", BANK)
def test_its_id_names_its_lesson_and_its_module(exercise_id):
    assert re.fullmatch(r"L\d\d\.[a-z0-9]+(-[a-z0-9]+)*", exercise_id)
    module = import_module(f"hhlab.exercises.bank.{exercise_id[:3].lower()}")
    assert exercise_id in [exercise.id for exercise in module.EXERCISES]


FEW = {"L03.upstroke"}  # a spike has one rise and one fall


@pytest.mark.parametrize("exercise_id", BANK)
def test_neighbours_differ(exercise_id):
    if BANK[exercise_id].given:
        assert len(all_variants(exercise_id)) >= (2 if exercise_id in FEW else 3)


@pytest.mark.parametrize(
    "exercise_id", [one.id for one in BANK.values() if one.kind == "choice" and one.given]
)
def test_a_neighbours_choice_is_not_always_right(exercise_id):
    assert len({SOLUTIONS[exercise_id].right(**given) for given in variants(exercise_id)}) > 1


@pytest.mark.parametrize("exercise_id", BANK)
def test_a_solved_answer_earns_every_mark_whatever_the_seed(exercise_id):
    exercise = BANK[exercise_id]
    for given in variants(exercise_id):
        verdict = judge(exercise_id, given, SOLUTIONS[exercise_id].planted("right", given))
        assert verdict.code == ("right" if exercise.check else KEPT), (given, verdict)
        assert not exercise.check or verdict.marks == exercise.marks


@pytest.mark.parametrize("exercise_id", BANK)
def test_every_code_is_reached_by_a_planted_answer_and_has_words(exercise_id):
    for code in planted_codes(BANK[exercise_id]):
        # an option that is right for one student is wrong for another
        given_to = [given for given in variants(exercise_id) if is_wrong(exercise_id, code, given)][:2]
        assert given_to, f"{code} is never wrong"
        for given in given_to:
            answer = planted(exercise_id, code, given)
            verdict = judge(exercise_id, given, answer)
            assert verdict.code == code, (given, answer, verdict)
            said = BANK[exercise_id].ladder(code, given)
            assert verdict.hints[-len(said) :] == said
            assert said and all(hint.endswith((".", "?", ")")) for hint in said)


@pytest.mark.parametrize(
    "exercise_id", [one.id for one in BANK.values() if one.kind == "number" and one.check]
)
def test_a_number_from_nowhere_is_taken_for_no_known_mistake(exercise_id):
    for given in variants(exercise_id):
        for answer in (7.654e14, -7.654e14):
            # what is the least of something is above zero, whatever its size
            sides = ("low", "high") if answer > 0 else ("low", "high", "sign")
            assert judge(exercise_id, given, answer).code in sides, (given, answer)


@pytest.mark.parametrize("exercise_id", BANK)
def test_its_question_and_its_hints_fit_every_variant(exercise_id):
    exercise = find(exercise_id)
    for given in variants(exercise_id):
        words = [
            exercise.asked(given),
            *(hint for code in exercise.ladders for hint in exercise.ladder(code, given)),
        ]
        assert not any(re.search(r"[{}]", text) for text in words)
        # a pure number has no unit to speak of
        assert exercise.unit or not any(
            "asked for in ." in text or "beside the box" in text for text in words
        )
        assert exercise.ladder("start", given), "nothing is said to who asks for a hint first"


# whole numbers, and a moment of which there are many
NO_TOLERANCE = {"L09.stop", "L11.pieces", "L14.share"}
NUMERIC = ("number", "both", "measured")


@pytest.mark.parametrize("exercise_id", [one.id for one in BANK.values() if one.kind in NUMERIC])
def test_a_question_for_a_number_says_how_close_is_close_enough(exercise_id):
    assert ("ithin " in BANK[exercise_id].prompt) != (exercise_id in NO_TOLERANCE)


NUMBERS = [
    one.id for one in BANK.values() if one.kind == "number" and one.check and one.id not in NO_TOLERANCE
]


def tolerance(prompt, truth):
    """Give how far off a prompt lets an answer be, in the answer's unit: the wider, where it says two."""
    (said,) = re.findall(r"[Ww]ithin (\d[^.?]*(?:\.\d[^.?]*)*)", prompt)
    found = re.findall(r"([\d.]+)( %)?", said)
    return max(float(number) * (abs(truth) / 100 if percent else 1) for number, percent in found)


def edge(is_right, inside, outside):
    """Give the last right answer between one that is right and one that is wrong, to 5 % of a tolerance."""
    assert is_right(inside) and not is_right(outside), (inside, outside)
    for _ in range(6):
        middle = (inside + outside) / 2
        inside, outside = (middle, outside) if is_right(middle) else (inside, middle)
    return inside


@pytest.mark.parametrize("exercise_id", NUMBERS)
def test_an_answer_is_right_as_close_as_its_question_says_and_not_beyond(exercise_id):
    for given in variants(exercise_id)[:2]:
        # a worked solution need not lie in the middle of what is right
        solved = float(str(SOLUTIONS[exercise_id].planted("right", given)).split()[0])
        allowed = tolerance(BANK[exercise_id].prompt, solved)

        def is_right(x, given=given):
            return judge(exercise_id, given, x).code == "right"

        low, high = (edge(is_right, solved, solved + way * 3 * allowed) for way in (-1, 1))
        assert 0.9 < (high - low) / 2 / allowed < 1.2, (given, low, solved, high)


@pytest.mark.parametrize("exercise_id", [one.id for one in BANK.values() if one.check])
def test_what_is_not_right_earns_no_more_than_it_is_given_credit_for(exercise_id):
    exercise = BANK[exercise_id]
    for code in planted_codes(exercise):
        given = next(given for given in variants(exercise_id) if is_wrong(exercise_id, code, given))
        earned = judge(exercise_id, given, planted(exercise_id, code, given)).marks
        assert earned == exercise.marks * {"right": 1.0, **exercise.credit}.get(code, 0.0), code


@pytest.mark.parametrize("exercise_id", [one.id for one in BANK.values() if one.check])
def test_a_check_can_be_prepared_before_there_is_an_answer(exercise_id):
    for given in variants(exercise_id)[:2]:
        prepared(exercise_id, given)


@pytest.mark.parametrize("exercise_id", [one.id for one in BANK.values() if one.observe])
def test_there_is_something_to_observe(exercise_id):
    result = observed(exercise_id, variants(exercise_id)[0])
    assert drawing.is_drawable(result) or result._repr_html_()


@pytest.mark.parametrize(
    "exercise_id", [one.id for one in BANK.values() if one.kind in ("number", "measured") and one.check]
)
def test_no_hint_is_the_line_that_solves_the_exercise(exercise_id):
    # a call with all of the variant's values filled in; where something is left open it says "..."
    for ladder in BANK[exercise_id].hints.values():
        for hint in ladder:
            calls = re.findall(r"\w\([^()]*\{[^()]*\)", hint)
            assert all("..." in call or "your answer" in call for call in calls), hint


@pytest.mark.parametrize("exercise_id", BANK)
def test_every_code_has_a_name_and_a_sentence_for_the_class(exercise_id):
    exercise = BANK[exercise_id]
    for code in [code for code in exercise.ladders if code not in ("start", "right")]:
        name, said = exercise.named(code), exercise.said(code)
        assert name != code or name in exercise.options.values(), f"{code} has no name"
        assert len(name) > 3 and not name.endswith("."), name
        assert said.endswith((".", "?")) and len(said) > 20, said
        assert not any(re.search(r"[{}]", text) for text in (name, said)), "a class has no one variant"


@pytest.fixture
def kept_globals():
    """NEURON's globals, put back as they were."""
    h.load_file("stdrun.hoc")
    names = ("celsius", "usetable_hh", "secondorder", "dt", "steps_per_ms")
    before = {name: getattr(h, name) for name in names}
    yield
    for name, value in before.items():
        setattr(h, name, value)


def test_the_lesson_on_myelin_gives_the_answer_of_its_card(kept_globals):
    path = Path(__file__).parents[2] / "notebooks" / "12_impulse.ipynb"
    sources = [cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    needed = ("import matplotlib", "def set_exact", "def make_node", "def make_chain", "def conduct")
    lesson = {}
    for start in needed:
        (source,) = [source for source in sources if source.startswith(start)]
        exec(source, lesson)
    for given in variants("L12.warmth"):
        limit = SOLUTIONS["L12.warmth"].right(**given)
        # °C, and whether the last node fires
        for celsius, fires in ((0.985 * limit, True), (1.015 * limit, False)):
            last = lesson["myelinated"](lost=3, times=given["times"], celsius=celsius).v[-1]
            assert (last.max() > -30) == fires, (given, celsius)
