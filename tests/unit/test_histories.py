"""Several files of one student, and nobody knows who handed in which; and files of an older lab."""

import json

import pytest
from test_sixty_kinds import (
    AREA,
    COURSE,
    IONS,
    KEYED,
    TEXT,
    UNITS,
    did,
    entry,
    file1,
    file2,
    says,
    tries,
    wrong_numbers,
)

from hhlab.exercises import entries
from hhlab.exercises.bank import exercises
from hhlab.exercises.policy import Judged, outcome
from hhlab.exercises.settings import Course
from hhlab.grading.collecting import collect
from hhlab.grading.marking import mark
from hhlab.grading.work import read

ADA = "ada"


@pytest.fixture
def marked(tmp_path):
    """Give a function that marks files of a folder, and gives (marks, outcomes, what was irregular)."""

    def of(*files, student=ADA, course=None, **settings):
        course = course or Course(name=COURSE, **settings)
        for i, file in enumerate(files):
            (tmp_path / f"{i}.json").write_text(json.dumps(file), encoding="utf-8")
        collected = collect(tmp_path, None, course)
        found = mark(collected.works, course, {}, progress=False)
        said = [what for _, what in [*collected.irregular, *found.irregular]]
        return found.marks.get(student, {}), found.outcomes.get(student, {}), said

    return of


def test_a_file_that_was_slipped_in_costs_nothing(marked):
    own = did(ADA, (AREA, "right"), start=500)
    foes = file2(ADA, *tries(ADA, AREA, wrong_numbers(ADA, 12), start=-900))
    marks, outcomes, said = marked(own, foes)
    assert marks == {AREA: 1.0}
    assert len(outcomes[AREA].tries) == 13, "the teacher sees them all"
    (line,) = said
    assert line == "2 files with different answers; each exercise counts by the better one: 0.json, 1.json"


def test_a_contradiction_about_one_moment_is_named_and_costs_nothing(marked):
    own = did(ADA, (AREA, "low"), (AREA, "right"))
    foes = json.loads(json.dumps(own))
    for one in foes["exercises"][AREA]["answers"]:
        one["answer"] = 7.0
    marks, _, said = marked(own, foes)
    assert marks == {AREA: 1.0} and "contradict each other in L01.area" in said[0] and len(said) == 1


def test_many_files_are_no_way_to_try_all(marked):
    options = sorted(exercises()[IONS].options, key=lambda one: one == says(IONS, ADA))
    files = [file2(ADA, (IONS, entry(IONS, ADA, one, i))) for i, one in enumerate(options)]
    numbers = wrong_numbers(ADA, 30)
    files += [
        file2(ADA, (AREA, entry(AREA, ADA, one, i))) for i, one in enumerate([*numbers, says(AREA, ADA)])
    ]
    marks, _, said = marked(*files)
    assert marks == {IONS: 0.0, AREA: 0.05} and len(said) == 1


def test_a_text_and_a_choice_are_those_written_last_in_whichever_file(marked):
    early = file2(ADA, (TEXT, entry(TEXT, ADA, "first", 1)), (KEYED, entry(KEYED, ADA, "channels", 5)))
    late = file2(ADA, (TEXT, entry(TEXT, ADA, "second", 3)), (KEYED, entry(KEYED, ADA, "thickness", 4)))
    _, outcomes, _ = marked(early, late)
    assert outcomes[TEXT].counts.answer == "second" and outcomes[KEYED].counts.answer == "channels"
    assert [one.number for one in outcomes[TEXT].tries] == [1, 2] and outcomes[TEXT].right is None


def test_answers_of_another_day_count_where_the_course_says_so(marked):
    file = file2(
        ADA, *((name, entry(name, ADA, says(name, ADA, course="hhlab"), course="hhlab")) for name in (AREA,))
    )
    assert marked(file)[0] == {}
    marks, _, said = marked(file, also=("hhlab",))
    assert marks == {AREA: 1.0} and not said


def test_an_old_file_becomes_the_entries_that_the_lab_makes_of_it():
    class Found:
        name, uploader = "old.json", ""

    old = file1(ADA, **{AREA: [1.0, 1.0, says(AREA, ADA)], UNITS: [2.0]})
    old["exercises"][AREA] |= {"prediction": "it grows", "hints": 2}
    old["exercises"][AREA]["others"] = [old["exercises"][UNITS] | {"given": {"L": 1.0}}]
    Found.data = json.dumps(old).encode()
    work, course = read(Found, Course(name=COURSE)), Course(name=COURSE)
    made = entries.read(json.loads(json.dumps(old)))
    Found.data = json.dumps(made).encode()
    anew = read(Found, course)
    for kind in ("answers", "predictions", "hints"):
        ours = {
            x: [(one.id, one.value, one.time) for one in found] for x, found in getattr(work, kind).items()
        }
        theirs = {
            x: [(one.id, one.value, one.time) for one in found] for x, found in getattr(anew, kind).items()
        }
        assert ours == theirs and ours[AREA]
    assert len(work.hints[AREA]) == 2 and work.predictions[AREA][0].value == "it grows"


def test_what_a_report_needs_is_there(marked):
    entries_ = [
        (AREA, entry(AREA, ADA, "it grows", 0, kind="prediction")),
        (AREA, entry(AREA, ADA, says(AREA, ADA, "low"), 1)),
        (AREA, entry(AREA, ADA, "low:1", 2, kind="rung")),
        (AREA, entry(AREA, ADA, says(AREA, ADA, "units"), 3)),
        (AREA, entry(AREA, ADA, says(AREA, ADA), 4)),
    ]
    _, outcomes, _ = marked(file2(ADA, *entries_))
    one = outcomes[AREA]
    assert [(each.code, each.number, each.earned) for each in one.tries] == [
        ("low", 1, 0.0),
        ("units", 0, 0.0),
        ("right", 2, 1.0),
    ]
    assert [each.time.minute for each in one.tries] == sorted(each.time.minute for each in one.tries)
    assert [said for _, said in one.predictions] == ["it grows"] and one.hints == ("low:1",)
    assert one.right and not one.right_first and one.counts is one.tries[-1] and not one.after_deadline


def test_every_try_counts_alike_where_the_course_says_so(marked):
    names = list(exercises()[IONS].options)
    file = file2(ADA, *tries(ADA, AREA, [*wrong_numbers(ADA, 30), says(AREA, ADA)]), *tries(ADA, IONS, names))
    marks, *_ = marked(file, credit=(1.0,), choices=(1.0,))
    assert marks == {AREA: 1.0, IONS: 1.0}


def test_the_same_again_has_no_number_and_the_next_try_has_the_next(marked):
    marks, outcomes, _ = marked(did(ADA, (AREA, "low"), (AREA, "low"), (AREA, "high"), (AREA, "right")))
    assert [one.number for one in outcomes[AREA].tries] == [1, 0, 2, 3]
    assert marks[AREA] == Course(name=COURSE).credit[2] * exercises()[AREA].marks


def test_of_three_options_only_the_first_that_is_tried_earns_something(marked):
    name = "L06.ramp"
    wrong, right = next(one for one in exercises()[name].options if one != says(name, ADA)), says(name, ADA)
    marks, _, _ = marked(file2(ADA, (name, entry(name, ADA, wrong, 0)), (name, entry(name, ADA, right, 1))))
    assert marks[name] == 0.0
    marks, _, _ = marked(file2(ADA, (name, entry(name, ADA, right, 0))))
    assert marks[name] == exercises()[name].marks


def test_the_file_of_a_guest_whom_nobody_has_uploaded_is_nobodys(marked):
    marks, _, said = marked(did("guest", (AREA, "right")), student="guest")
    assert marks == {}
    assert len(said) == 1 and "None" not in said[0] and "guest" in said[0], said


def test_an_answer_that_cannot_be_checked_takes_no_other_with_it(marked, monkeypatch):
    # the process that judges dies of one answer, as NEURON may
    from hhlab.workers import worker

    real = worker.submit

    def dying(function, *args, **kwargs):
        if any(isinstance(one, list) and 666.0 in one for one in args):
            return real(_die, **kwargs)
        return real(function, *args, **kwargs)

    monkeypatch.setattr(worker, "submit", dying)
    marks, outcomes, said = marked(file2(ADA, *tries(ADA, AREA, [666.0, says(AREA, ADA)])))
    assert marks == {AREA: 1.0} and len(outcomes[AREA].tries) == 1
    assert len(said) == 1 and "'666.0' could not be checked for the variant" in said[0]
    # nor an answer that waits alone in its variant
    others = [x for x in exercises() if exercises()[x].kind == "number" and x != AREA][:4]
    alone = [(x, entry(x, ADA, says(x, ADA))) for x in others]
    marks, _, said = marked(file2(ADA, *tries(ADA, AREA, [666.0]), *alone))
    assert len(said) == 1 and {x: marks.get(x) for x in others} == {x: exercises()[x].marks for x in others}


def _die():
    import os

    os.abort()


@pytest.mark.parametrize("credit", [(1.0,), (1.0, 0.5), (1.0, 1.0, 0.0)])
def test_what_was_earned_is_never_lost(credit):
    """Whatever follows the first answers, the points do not fall."""
    mystery, course = exercises()["L15.mystery"], Course(credit=credit)
    codes = ["no-value", "which", "rough", "another", "right"]
    answers = ["gl", "gl 1", "gl 2", "cm 3", "gl 4"]
    earned = []
    for n in range(len(codes) + 1):
        tried = [
            Judged(a, None, c, mystery.credit.get(c, 0.0)) for a, c in zip(answers[:n], codes, strict=False)
        ]
        earned.append(outcome(mystery, tried, course, 8.0).earned)
    assert earned == sorted(earned) and earned[0] == 0 and earned[1] == 4
