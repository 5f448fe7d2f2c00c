"""A class in which each student is of another kind: what each earns, and what is said, is known beforehand.

The numbers below follow from teacher/README.md, and from no code: a first or second try earns all, then 3/4,
1/2, 1/4, 1/10 and 1/20; of four options the second earns half, and the third nothing.
"""

import csv
import io
import json
import zipfile
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zlib import crc32

import classes
import pytest

from hhlab.exercises import entries
from hhlab.exercises.bank import exercises
from hhlab.exercises.variants import order, variant
from hhlab.grading.command import main

COURSE = "physiology-2027"
AREA, UNITS, IONS, TEXT, KEYED, MYSTERY = (
    *("L01.area", "L01.units", "L01.ions", "L01.twenty-one", "L12.myelin", "L15.mystery"),
)
DENSITY = "L01.density"
SETTINGS = f"""
name = "{COURSE}"
counts = ["{AREA}", "{UNITS}", "{IONS}", "{TEXT}", "{KEYED}", "{MYSTERY}", "{DENSITY}"]
timezone = "Europe/Berlin"

[[deadline]]
exercise = "{DENSITY}"
at = 2027-03-01T23:59:00
late = [["1d", 0.8], ["1w", 0.5]]

[[deadline]]
exercise = "{UNITS}"
at = 2027-03-01T23:59:00

[aliases]
"s1003" = "S1003x"
"""
BEGAN = datetime(2027, 2, 1, 9, tzinfo=UTC)
DUE = datetime(2027, 3, 1, 22, 59, tzinfo=UTC)  # in Berlin an hour later


def began(student):
    """Give when a student began: no two in the same second."""
    return BEGAN + timedelta(seconds=crc32(student.encode()) % 80_000)


def given(exercise_id, student, course=COURSE):
    return variant(exercises()[exercise_id], student, course)


def says(exercise_id, student, code="right", course=COURSE):
    """Give an answer that earns a code."""
    numbers = given(exercise_id, student, course)
    return classes._planted(exercise_id, tuple(numbers.items()), code)


def entry(exercise_id, student, answer, minute=0, course=COURSE, kind="answer", **changes):
    time = minute if isinstance(minute, datetime) else began(student) + timedelta(minutes=minute)
    entry.count += 1
    held = {"id": f"{entry.count:016x}", "time": time.isoformat(), "course": course, "student": student}
    return held | {"given": given(exercise_id, student, course), "hhlab": "0.3.0", kind: answer} | changes


entry.count = 0


def file2(student, *entries, **changes):
    """Give a file of schema 2 from (exercise, entry), oldest first."""
    found = {}
    for exercise_id, one in entries:
        kinds = {"answer": "answers", "prediction": "predictions", "rung": "hints"}
        (kind,) = (many for single, many in kinds.items() if single in one)
        found.setdefault(exercise_id, {"answers": [], "predictions": [], "hints": []})[kind].append(one)
    return {
        "schema": 2,
        "student": student,
        "course": COURSE,
        "exercises": found,
        "predictions": {},
    } | changes


def did(student, *answers, course=COURSE, start=0):
    """Give the file of a student who gave some answers, as (exercise, code), a minute apart."""
    return file2(student, *entries_of(student, *answers, course=course, start=start))


def entries_of(student, *answers, course=COURSE, start=0):
    return [
        (name, entry(name, student, says(name, student, code, course), start + i, course))
        for i, (name, code) in enumerate(answers)
    ]


def file1(student, course=COURSE, of=None, **answers):
    """Give a file of schema 1, from lists of answers by exercise."""
    found = {}
    for i, (name, these) in enumerate(answers.items()):
        times = [(began(student) + timedelta(minutes=10 * i + k)).isoformat() for k in range(len(these))]
        found[name] = {
            "given": given(name, student, of or course),
            "answers": [{"answer": one, "time": time} for one, time in zip(these, times, strict=True)],
            "attempts": len(these),
            "prediction": None,
            "hints": 0,
        }
    return {"schema": 1, "course": course, "student": student, "exercises": found, "hhlab": "0.1.0"}


@dataclass
class Kind:
    """A student of the roster: what he hands in, by file name, what he earns, and what is said, once each."""

    id: str
    name: str
    files: dict = field(default_factory=dict)
    earns: dict = field(default_factory=dict)
    said: list = field(default_factory=list)
    texts: dict = field(default_factory=dict)


def right(*names):
    return [(name, "right") for name in names]


def kinds():
    """Give every student of the class; each function below is one kind, or some that belong together."""
    for number, kind in enumerate(KINDS):
        made = kind(f"m{number:03d}")
        yield from made if isinstance(made, list) else [made]


KINDS = []


def kind(function):
    KINDS.append(function)
    return function


def handed(name, *files):
    return {f"upload{i or ''}/hhlab-answers-{name}.json": one for i, one in enumerate(files)}


def simple(name, answers, said=(), **earns):
    return Kind(
        name,
        name,
        handed(name, did(name, *answers)),
        {k.replace("_", "."): v for k, v in earns.items()},
        [*said],
    )


@kind
def right_at_first(me):
    return Kind(me, "Ada Byron", handed(me, did(me, *right(AREA, UNITS, IONS))), {AREA: 1, UNITS: 1, IONS: 1})


@kind
def right_at_the_second_try(me):
    return Kind(me, "Bea Two", handed(me, did(me, (AREA, "low"), (AREA, "right"))), {AREA: 1})


@kind
def right_at_the_third_try(me):
    tries = [(AREA, "low"), (AREA, "high"), (AREA, "right")]
    return Kind(me, "Cy Three", handed(me, did(me, *tries)), {AREA: 0.75})


def wrong_numbers(student, count, exercise_id=AREA):
    truth = says(exercise_id, student)
    return [truth * (1.7 + 0.13 * i) for i in range(count)]


def tries(student, exercise_id, answers, start=0):
    return [(exercise_id, entry(exercise_id, student, one, start + i)) for i, one in enumerate(answers)]


@kind
def right_at_the_sixth_try(me):
    answers = [*wrong_numbers(me, 5), says(AREA, me)]
    return Kind(me, "Di Six", handed(me, file2(me, *tries(me, AREA, answers))), {AREA: 0.1})


@kind
def right_at_the_ninth_try(me):
    answers = [*wrong_numbers(me, 8), says(AREA, me)]
    return Kind(me, "Ed Nine", handed(me, file2(me, *tries(me, AREA, answers))), {AREA: 0.05})


@kind
def right_and_then_wrong(me):
    answers = [says(AREA, me), *wrong_numbers(me, 5)]
    return Kind(me, "Flo Once", handed(me, file2(me, *tries(me, AREA, answers))), {AREA: 1})


@kind
def slips_of_units_and_typing_cost_nothing(me):
    answers = ["", "about half", says(AREA, me, "units"), "1,2,3", says(AREA, me, "low"), says(AREA, me)]
    return Kind(me, "Gil Slip", handed(me, file2(me, *tries(me, AREA, answers))), {AREA: 1})


@kind
def the_same_again_is_no_try(me):
    low = says(AREA, me, "low")
    answers = [low, low, f"{low!r}", low, f"{low!r} µm²", low, says(AREA, me)]
    return Kind(me, "Hal Again", handed(me, file2(me, *tries(me, AREA, answers))), {AREA: 1})


@kind
def every_option_in_turn(me):
    options = order(exercises()[IONS], me, COURSE)
    place = options.index(says(IONS, me))
    earned = [1, 0.5, 0, 0][place]
    return Kind(me, "Ida All", handed(me, file2(me, *tries(me, IONS, options))), {IONS: earned})


@kind
def the_second_option(me):
    answers = [next(one for one in exercises()[IONS].options if one != says(IONS, me)), says(IONS, me)]
    return Kind(me, "Jo Half", handed(me, file2(me, *tries(me, IONS, answers))), {IONS: 0.5})


@kind
def the_third_option(me):
    wrong = [one for one in exercises()[IONS].options if one != says(IONS, me)]
    answers = [*wrong[:2], says(IONS, me)]
    return Kind(me, "Kay None", handed(me, file2(me, *tries(me, IONS, answers))), {IONS: 0})


@kind
def two_hundred_blind_numbers(me):
    truth = says(AREA, me)
    answers = [*(10 ** (-5 + i / 20) for i in range(199)), truth]
    return Kind(me, "Lee Blind", handed(me, file2(me, *tries(me, AREA, answers))), {AREA: 0.05})


@kind
def a_search_by_low_and_high(me):
    truth, low, high, answers = says(AREA, me), -5.0, 5.0, []
    while not answers or abs(answers[-1] / truth - 1) > 0.004:
        answers.append(10 ** ((low + high) / 2))
        low, high = ((low + high) / 2, high) if answers[-1] < truth else (low, (low + high) / 2)
    assert len(answers) > 7
    return Kind(me, "Max Search", handed(me, file2(me, *tries(me, AREA, answers))), {AREA: 0.05})


@kind
def lab_and_home(me):
    lab, home = did(me, *right(AREA)), did(me, *right(UNITS), start=600)
    said = [(me, "2 files with different answers")]
    return Kind(me, "Nan Two", handed(me, lab, home), {AREA: 1, UNITS: 1}, said)


@kind
def lab_and_home_in_the_same_exercise(me):
    lab = did(me, (AREA, "low"), (AREA, "high"))
    home = did(me, *right(AREA), start=600)
    return Kind(me, "Ora Both", handed(me, lab, home), {AREA: 0.75}, [(me, "2 files with different answers")])


@kind
def lab_and_home_of_an_older_lab(me):
    lab, home = file1(me, **{AREA: [says(AREA, me)]}), file1(me, **{UNITS: [says(UNITS, me)]})
    said = [(me, "2 files with different answers")]
    return Kind(me, "Pam Old", handed(me, lab, home), {AREA: 1, UNITS: 1}, said)


@kind
def an_earlier_state_and_a_later_one(me):
    entries = entries_of(me, (AREA, "low"), (AREA, "right"), (UNITS, "right"))
    files = handed(me, file2(me, *entries[:2]), file2(me, *entries))
    return Kind(
        me, "Quin Twice", files, {AREA: 1, UNITS: 1}, [("upload/", "an earlier state, or a copy, of")]
    )


@kind
def the_same_file_twice(me):
    file = did(me, *right(AREA))
    return Kind(
        me, "Ron Same", handed(me, file, file), {AREA: 1}, [("upload/", "an earlier state, or a copy, of")]
    )


@kind
def an_old_file_and_what_became_of_it(me):
    old = file1(me, **{AREA: [says(AREA, me, "low"), says(AREA, me)]})
    new = entries.read(json.loads(json.dumps(old)))
    new["exercises"][UNITS] = {
        "answers": [entry(UNITS, me, says(UNITS, me), 90)],
        "predictions": [],
        "hints": [],
    }
    said = [("upload/", "an earlier state, or a copy, of")]
    return Kind(me, "Sue Change", handed(me, old, new), {AREA: 1, UNITS: 1}, said)


@kind
def a_day_without_the_name_of_the_course(me):
    entries = entries_of(me, *right(AREA)) + entries_of(me, *right(UNITS), course="hhlab", start=9)
    said = [("hhlab-answers", "1 answers are for the course 'hhlab', not 'physiology-2027'")]
    return Kind(me, "Ted Day", handed(me, file2(me, *entries)), {AREA: 1}, said)


@kind
def an_old_file_that_names_the_wrong_course(me):
    file = file1(me, course="hhlab", of=COURSE, **{AREA: [says(AREA, me)], UNITS: [says(UNITS, me)]})
    said = [("hhlab-answers", "the file names the course 'hhlab'")]
    return Kind(me, "Una Wrong", handed(me, file), {AREA: 1, UNITS: 1}, said)


@kind
def all_for_another_course(me):
    file = did(me, *right(AREA, UNITS), course="physiology-2026")
    said = [("hhlab-answers", "for the course 'physiology-2026', not 'physiology-2027'")]
    return Kind(me, "Val Last", handed(me, file), None, said)


@kind
def a_mistyped_id_with_an_alias(me):
    return Kind(
        "S1003x", "Wes Alias", handed("s1003", did("s1003", *right(AREA, UNITS))), {AREA: 1, UNITS: 1}
    )


@kind
def a_mistyped_id_without_one(me):
    files = handed("m9x7", did("m9x7", *right(AREA)))
    said = [("hhlab-answers", f'write "m9x7" = "{me}" below [aliases]')]
    return Kind(me, "Xi Typo", files, None, said)


@kind
def an_accent_in_two_characters(me):
    return Kind("müller", "Yan Müller", handed("mu", did("mu\u0308ller", *right(AREA))), {AREA: 1})


@kind
def blanks_full_width_and_capitals(me):
    return Kind("M 0A2", "Zoe Wide", handed("wide", did("ｍ０ａ２ ", *right(AREA))), {AREA: 1})


@kind
def leading_zeros(me):
    return Kind("00123", "Abe Zero", handed("00123", did("00123", *right(AREA))), {AREA: 1})


@kind
def an_id_like_a_formula(me):
    return Kind("-m017", "Bob Minus", handed("-m017", did("-m017", *right(AREA))), {AREA: 1})


@kind
def work_taken_along_from_a_guest(me):
    entries = entries_of("guest", *right(AREA)) + entries_of(me, *right(UNITS), start=9)
    said = [(me, "1 answers were given as 'guest'")]
    return Kind(me, "Cat Guest", handed(me, file2(me, *entries)), {AREA: 1, UNITS: 1}, said)


@kind
def a_guest_who_never_signed_in(me):
    files = handed("guest", did("guest", *right(AREA)))
    return Kind(me, "Dan Guest", files, {AREA: 1}, [("hhlab-answers-guest", f"it counts for '{me}'")])


@kind
def two_who_share_a_laptop(me):
    mine, theirs = entries_of(me, *right(AREA)), entries_of("m000", *right(UNITS), start=77)
    said = [("hhlab-answers", "1 answers of 'm000' in the file of")]
    return Kind(me, "Eve Shared", handed(me, file2(me, *mine, *theirs)), {AREA: 1}, said)


@kind
def a_victim_and_who_hands_in_a_second_file_in_the_name(me):
    file = did(me, *right(AREA, KEYED), start=50)
    worse = [(AREA, entry(AREA, me, one, -900 + i)) for i, one in enumerate(wrong_numbers(me, 9))]
    theirs = file2(me, *worse, (KEYED, entry(KEYED, me, "thickness", 9999)))
    victim = Kind(me, "Fay Victim", handed(me, file), {AREA: 1, KEYED: 1})
    foe = Kind(f"{me}-foe", "Guy Foe", handed(me, theirs), None, [("Guy Foe", f"in the name of '{me}'")])
    return [victim, foe]


@kind
def one_whose_only_file_was_handed_in_by_a_classmate(me):
    said = [
        ("Hal Helper", f"in the name of '{me}', but uploaded by 'Hal Helper'; it counts: there is no other")
    ]
    return [
        Kind(me, "Gia Absent", {}, {AREA: 1}),
        Kind(f"{me}-helper", "Hal Helper", handed(me, did(me, *right(AREA))), None, said),
    ]


@kind
def a_victim_and_a_superset_with_another_choice_and_text(me):
    own = [
        *entries_of(me, *right(AREA, KEYED)),
        (TEXT, entry(TEXT, me, "Twenty-one, with dt beside it.", 40)),
    ]
    more = [(KEYED, entry(KEYED, me, "thickness", 5000)), (TEXT, entry(TEXT, me, "no idea", 5000))]
    victim = Kind(me, "Hua Victim", handed(me, file2(me, *own)), {AREA: 1, KEYED: 1, TEXT: None})
    victim.texts = {TEXT: "Twenty-one, with dt beside it."}
    said = [("Ian Foe", f"in the name of '{me}', but uploaded by 'Ian Foe'")]
    return [victim, Kind(f"{me}-foe", "Ian Foe", handed(me, file2(me, *own, *more)), None, said)]


@kind
def somebody_who_hands_in_a_friends_file_as_it_is(me):
    file = did(me, *right(AREA, UNITS))
    said = [("Kim Copy", f"in the name of '{me}', but uploaded by 'Kim Copy'")]
    return [
        Kind(me, "Jan Friend", handed(me, file), {AREA: 1, UNITS: 1}),
        Kind(f"{me}c", "Kim Copy", handed(me, file), None, said),
    ]


@kind
def a_friends_file_with_another_name_on_it(me):
    file = did(me, *right(AREA, KEYED), (IONS, "right"))
    renamed = file | {"student": f"{me}c"}
    said = [("Liz", f"3 answers of '{me}' in the file of '{me}c'")]
    return [
        Kind(me, "Kit Friend", handed(me, file), {AREA: 1, KEYED: 1, IONS: 1}),
        Kind(f"{me}c", "Liz Copy", handed(f"{me}c", renamed), {}, said),
    ]


@kind
def a_friends_file_with_another_name_on_every_answer(me):
    file = did(me, *right(AREA, KEYED, UNITS))
    text = json.dumps(file).replace(f'"student": "{me}"', f'"student": "{me}c"')
    said = [
        ("Mia", "answers to a variant that is not this student's"),
        (f"{me}c", f"answers as in the work of '{me}', who had them first"),
    ]
    return [
        Kind(me, "Lou Friend", handed(me, file), {AREA: 1, KEYED: 1, UNITS: 1}),
        Kind(f"{me}c", "Mia Copy", handed(f"{me}c", json.loads(text)), {KEYED: 1}, said),
    ]


@kind
def an_old_file_of_a_friend_with_another_name_on_it(me):
    file = file1(me, **{AREA: [says(AREA, me)], UNITS: [says(UNITS, me)], KEYED: ["capacitance"]})
    said = [
        ("Ned", "answers to a variant that is not this student's"),
        (f"{me}c", f"answers as in the work of '{me}', who had them first"),
    ]
    return [
        Kind(me, "Mo Friend", handed(me, file), {AREA: 1, UNITS: 1, KEYED: 1}),
        Kind(f"{me}c", "Ned Copy", handed(f"{me}c", file | {"student": f"{me}c"}), {KEYED: 1}, said),
    ]


@kind
def the_same_text_as_a_friend(me):
    words = "The finer method is right: I would write twenty-one, and dt."
    first = file2(me, (TEXT, entry(TEXT, me, words, BEGAN)))
    later = file2(f"{me}c", (TEXT, entry(TEXT, f"{me}c", words.upper(), DUE)))
    said = [(f"{me}c", f"1 texts as in the work of '{me}', who had them first")]
    return [
        Kind(me, "Oz Friend", handed(me, first), {TEXT: None}),
        Kind(f"{me}c", "Pat Copy", handed(f"{me}c", later), {TEXT: None}, said),
    ]


@kind
def every_name_of_the_mystery(me):
    hidden, _, evidence = says(MYSTERY, me, "no-value").partition("; ")
    # a name cannot be excluded and be the answer; half the marks are for the name
    names = [one for one in order(exercises()[MYSTERY], me, COURSE) if one != evidence.split()[0]]
    earned = [4, 2, 0, 0, 0, 0][names.index(hidden)]
    file = file2(me, *tries(me, MYSTERY, [f"{name}; {evidence}" for name in names]))
    return Kind(me, "Ray Names", handed(me, file), {MYSTERY: earned})


@kind
def the_mystery_step_by_step(me):
    answers = [says(MYSTERY, me, code) for code in ("no-value", "rough", "right")]
    # half at the first number, a quarter at the second, and three quarters of a quarter at the third
    return Kind(me, "Sal Steps", handed(me, file2(me, *tries(me, MYSTERY, answers))), {MYSTERY: 4 + 2 + 1.5})


@kind
def a_zipped_work_folder(me):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(f"work/hhlab-answers-{me}.json", json.dumps(did(me, *right(AREA))))
        for i in range(40):
            archive.writestr(f"work/plot{i}.png", b"\x89PNG")
        archive.writestr("__MACOSX/._hhlab-answers.json", b"\0\1")
    return Kind(me, "Tom Zip", {"work.zip": packed.getvalue()}, {AREA: 1})


@kind
def a_zip_of_rubbish(me):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for i in range(40):
            archive.writestr(f"work/plot{i}.png", b"\x89PNG")
    return Kind(
        me, "Uli Junk", {"work.zip": packed.getvalue()}, None, [("Uli Junk", "not a file of answers")]
    )


@kind
def a_zip_of_broken_files(me):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for i in range(40):
            archive.writestr(f"work/hhlab-answers-{i}.json", b"{")
    return Kind(
        me, "Vic Junk", {"work.zip": packed.getvalue()}, None, [("Vic Junk", "40 files that are not read")]
    )


@kind
def a_file_that_is_cut_off(me):
    text = json.dumps(did(me, *right(AREA)))[:-40].encode()
    return Kind(me, "Wu Cut", {f"hhlab-answers-{me}.json": text}, None, [("Wu Cut", "not JSON, or cut off")])


@kind
def a_file_too_large(me):
    return Kind(me, "Xia Large", {"a.json": b" " * 10_000_001}, None, [("Xia Large", "larger than 10 MB")])


@kind
def a_file_of_a_newer_lab(me):
    said = [("Yul New", "a newer hhlab wrote it")]
    return Kind(me, "Yul New", handed(me, did(me, *right(AREA)) | {"schema": 3}), None, said)


@kind
def nothing_at_all(me):
    return Kind(me, "Zed Nothing", {}, None, [(me, "nothing handed in")])


@kind
def one_damaged_answer_among_good_ones(me):
    entries = [
        *entries_of(me, *right(AREA)),
        (UNITS, entry(UNITS, me, [1, 2])),
        *entries_of(me, *right(UNITS)),
    ]
    said = [("hhlab-answers", "L01.units: an answer that is neither number nor text")]
    return Kind(me, "Amy Damaged", handed(me, file2(me, *entries)), {AREA: 1, UNITS: 1}, said)


@kind
def an_exercise_that_is_none(me):
    file = did(me, *right(AREA))
    file["exercises"]["L99.none"] = file["exercises"]["L98.none"] = {"answers": []}
    said = [("hhlab-answers", "L99.none, L98.none: no such exercise")]
    return Kind(me, "Ben None", handed(me, file), {AREA: 1}, said)


@kind
def more_answers_than_a_card_keeps(me):
    entries = tries(me, AREA, [1.0 + i for i in range(201)]) + entries_of(me, *right(UNITS))
    said = [("hhlab-answers", "more than 200 answers")]
    return Kind(me, "Cem Many", handed(me, file2(me, *entries)), {UNITS: 1}, said)


@kind
def an_hour_late(me):
    file = file2(me, (DENSITY, entry(DENSITY, me, says(DENSITY, me), DUE + timedelta(hours=1))))
    return Kind(me, "Dee Late", handed(me, file), {DENSITY: 0.8}, [(me, f"after the deadline: {DENSITY}")])


@kind
def three_days_late_and_too_late(me):
    late, too_late = (DUE + timedelta(days=days) for days in (3, 9))
    file = file2(me, (DENSITY, entry(DENSITY, me, says(DENSITY, me), late)))
    other = file2(f"{me}b", (DENSITY, entry(DENSITY, f"{me}b", says(DENSITY, f"{me}b"), too_late)))
    said = f"after the deadline: {DENSITY}"
    return [
        Kind(me, "Eli Later", handed(me, file), {DENSITY: 0.5}, [(me, said)]),
        Kind(f"{me}b", "Fox Latest", handed(f"{me}b", other), {DENSITY: 0}, [(f"{me}b", said)]),
    ]


@kind
def right_in_time_and_again_after_it(me):
    again = (DENSITY, entry(DENSITY, me, says(DENSITY, me), DUE + timedelta(days=2)))
    return Kind(me, "Gus Again", handed(me, file2(me, *entries_of(me, *right(DENSITY)), again)), {DENSITY: 1})


@kind
def late_where_it_costs_nothing(me):
    file = file2(me, (UNITS, entry(UNITS, me, says(UNITS, me), DUE + timedelta(days=30))))
    return Kind(me, "Hex Free", handed(me, file), {UNITS: 1}, [(me, f"after the deadline: {UNITS}")])


@kind
def a_choice_with_a_key_counts_as_it_was_last(me):
    answers = ["capacitance", "resistance"]
    return Kind(me, "Ivy Mind", handed(me, file2(me, *tries(me, KEYED, answers))), {KEYED: 0})


@kind
def a_text_that_was_emptied(me):
    answers = ["Twenty-one, with a smaller step.", ""]
    found = Kind(me, "Jim Empty", handed(me, file2(me, *tries(me, TEXT, answers))), {TEXT: None})
    found.texts = {TEXT: answers[0]}
    return found


@kind
def answers_without_a_time(me):
    entries = [(AREA, entry(AREA, me, says(AREA, me, code), time=None)) for code in ("low", "right")]
    return Kind(me, "Kai Timeless", handed(me, file2(me, *entries)), {AREA: 1})


@kind
def a_clock_that_was_put_back(me):
    answers = ["thickness", "capacitance"]
    entries = [(KEYED, entry(KEYED, me, one, -1000 * i)) for i, one in enumerate(answers)]
    return Kind(me, "Lex Clock", handed(me, file2(me, *entries)), {KEYED: 1})


@kind
def a_name_twice_in_the_file(me):
    text = json.dumps(did(me, *right(AREA))).replace('"schema": 2', '"schema": 2, "schema": 2').encode()
    return Kind(me, "Meg Twice", {"a.json": text}, None, [("Meg Twice", "a name that occurs twice")])


@kind
def no_number_but_infinity(me):
    text = (
        json.dumps(file2(me, *tries(me, AREA, [1e999, says(AREA, me)]))).replace("Infinity", "1e999").encode()
    )
    return Kind(me, "Nat Endless", {"hhlab-answers.json": text}, {AREA: 1})


@kind
def an_address_for_an_id(me):
    return Kind(me, "Ole Mail", handed("ole", did(f"{me}@school.org", *right(AREA))), {AREA: 1})


@kind
def predictions_and_hints_alone(me):
    entries = [
        (AREA, entry(AREA, me, "it grows", kind="prediction")),
        (AREA, entry(AREA, me, "low:1", kind="rung")),
    ]
    return Kind(me, "Pia Shy", handed(me, file2(me, *entries)), {})


@kind
def numbers_of_somebody_else_in_one_exercise(me):
    entries = [(AREA, entry(AREA, me, 1.0, given={"L": 8.0, "diam": 5.5})), *entries_of(me, *right(UNITS))]
    said = [("hhlab-answers", "L01.area: answers to a variant that is not this student's")]
    return Kind(me, "Rex Odd", handed(me, file2(me, *entries)), {UNITS: 1}, said)


@kind
def somebody_who_is_not_on_the_list(me):
    return Kind(
        "",
        "Sid Stranger",
        handed("zzz", did("zzz", *right(AREA))),
        None,
        [("hhlab-answers-zzz", "'zzz' is not on the roster")],
    )


@kind
def everything_wrong(me):
    answers = [(AREA, "low"), (UNITS, "paper"), (IONS, "none" if says(IONS, me) != "none" else "k-na")]
    return Kind(me, "Tia Wrong", handed(me, did(me, *answers)), {AREA: 0, UNITS: 0, IONS: 0})


@kind
def a_typed_unit_and_a_decimal_comma(me):
    answer = f"{says(UNITS, me)} S/cm²".replace(".", ",")
    return Kind(me, "Udo Comma", handed(me, file2(me, *tries(me, UNITS, [answer]))), {UNITS: 1})


@pytest.fixture(scope="module")
def marked(tmp_path_factory):
    """Give the class, its marks, what was irregular, the texts, and the exit status."""
    folder = tmp_path_factory.mktemp("sixty")
    everyone = list(kinds())
    for number, one in enumerate(everyone):
        for name, content in one.files.items():
            path = folder / "in" / f"{one.name}_{number}_assignsubmission_file_" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            data = content if isinstance(content, bytes) else json.dumps(content, ensure_ascii=False).encode()
            path.write_bytes(data)
    lines = [f"{one.id},{one.name},{one.id.replace(' ', '')}@school.org" for one in everyone if one.id]
    (folder / "roster.csv").write_text("\n".join(["id,name,email", *lines]), encoding="utf-8")
    (folder / "course.toml").write_text(SETTINGS, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HHLAB_COURSE_FOLDER", str(folder))
        arguments = [
            folder / "in",
            "--roster",
            folder / "roster.csv",
            "--out",
            folder / "marks.csv",
            "--quiet",
        ]
        key = classes.ROOT / "teacher" / "keys.toml"
        course = ["--course", folder / "course.toml", "--key", key, "--report", folder / "report"]
        status = main([str(one) for one in [*arguments, *course]])
    with (folder / "marks.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["id"].removeprefix("'"): row for row in csv.DictReader(file)}
    with (folder / "report" / "irregular.csv").open(encoding="utf-8-sig", newline="") as file:
        irregular = list(csv.reader(file))[1:]
    with (folder / "report" / "texts.csv").open(encoding="utf-8-sig", newline="") as file:
        texts = {
            (row["id"].removeprefix("'"), row["exercise"]): row["answer"] for row in csv.DictReader(file)
        }
    return everyone, rows, irregular, texts, status


def test_there_are_sixty_kinds(marked):
    assert len(KINDS) >= 60 and marked[-1] == 3  # texts wait for a reader


def test_each_earns_what_was_worked_out_by_hand(marked):
    everyone, rows, *_ = marked
    for one in everyone:
        if not one.id:
            continue
        found = {x: rows[one.id][x] for x in exercises() if rows[one.id].get(x)}
        expected = {x: mark for x, mark in (one.earns or {}).items() if mark is not None}
        assert {x: float(mark) for x, mark in found.items()} == pytest.approx(expected), one
        assert int(rows[one.id]["waiting"]) == sum(mark is None for mark in (one.earns or {}).values()), one


def test_each_irregularity_is_named_once_and_nothing_else_is(marked):
    everyone, _, irregular, *_ = marked
    left = [list(row) for row in irregular]
    for one in everyone:
        for where, what in one.said:
            here = [row for row in left if what in row[1] and _is_about(row[0], where, one)]
            assert len(here) == 1, (one.name, where, what, irregular)
            left.remove(here[0])
    assert not left, left


def _is_about(row, where, one):
    return row == where if where == one.id else where in row and one.name in row


def test_the_text_to_read_is_the_students_own(marked):
    everyone, _, _, texts, _ = marked
    for one in everyone:
        for exercise_id, text in one.texts.items():
            assert texts[one.id, exercise_id] == text
