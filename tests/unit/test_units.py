"""Numbers as people type them: units in every spelling, other prefixes, slips, and what is no unit at all."""

import itertools
import math

import pytest
from solutions import solutions

from hhlab.exercises.bank import exercises
from hhlab.exercises.judging import judge, understood
from hhlab.exercises.numbers import OtherUnit, read_measured, read_number
from hhlab.exercises.variants import variant

BANK, SOLUTIONS = exercises(), solutions()
NUMBERS = [one.id for one in BANK.values() if one.kind == "number" and one.check]


@pytest.mark.parametrize(
    "text",
    [
        *("7.04e-3", "7,04e-3", "7.04x10^-3", "7.04×10⁻³", "7.04·10^-3", "7.04 * 10**-3", "7.04×10^(-3)"),
        *("0.00704", "+7.04E-3", "= 0.00704", "7.04x10-3", "704×10⁻⁵", "０.00704", "7.04 ✕ 10⁻³ nA"),
        *("7.04 pA", "0.00704nA", "7.04e-12 A", "7.04 picoamps", "7.04e-6 µA", "7.04e-6 μA", "7.04e-6uA"),
    ],
)
def test_a_number_is_read_in_every_spelling(text):
    assert read_number(text, "nA") == pytest.approx(0.00704, rel=1e-12)


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        *(("251.3 um^2", "µm²", 251.3), ("251.3µm²", "µm²", 251.3), ("251.3 μm^2", "µm²", 251.3)),
        *(
            ("251.3 um2", "µm²", 251.3),
            ("2.513e-6 cm²", "µm²", 251.3),
            ("251.3 square microns", "µm²", 251.3),
        ),
        *(("1.2 kΩ cm", "Ω cm", 1200), ("35.4 ohm cm", "Ω cm", 35.4), ("35.4 Ohm·cm", "Ω cm", 35.4)),
        *(("-65 mV", "mV", -65), ("−65 millivolts", "mV", -65), ("-0.065 V", "mV", -65)),
        *(("36 mS cm^-2", "S/cm²", 0.036), ("36 mS·cm⁻²", "S/cm²", 0.036), ("36 mmho/cm2", "S/cm²", 0.036)),
        *(("1 per ms", "1/ms", 1), ("1 ms⁻¹", "1/ms", 1), ("1000 Hz", "1/ms", 1), ("1 /ms", "1/ms", 1)),
        *(("12 percent", "%", 12), ("12%", "", 0.12), ("30 C", "°C", 30), ("30 degC", "°C", 30)),
        *(("18.7 mm/ms", "m/s", 18.7), ("18.7 m s^-1", "m/s", 18.7), ("4 mmol/l", "mM", 4)),
        *(("3e6 Ω", "MΩ", 3), ("3 MOhm", "MΩ", 3), ("12 001 um", "µm", 12001), ("1_000 um", "µm", 1000)),
    ],
)
def test_a_unit_is_read_in_every_spelling_and_converted(text, unit, value):
    assert read_number(text, unit) == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize("text", ["about half", "1,257", "1/2", "3 4", "3.1.2", "5 furlongs", "nan", "1e999"])
def test_what_is_no_number_is_none(text):
    assert read_number(text, "mV") is None


@pytest.mark.parametrize(
    ("text", "unit"), [("5 nS", "MΩ"), ("5 mV", "ms"), ("5 nC/cm2", "µF/cm²"), ("5 ms", ""), ("5 µm", "µm²")]
)
def test_a_unit_of_something_else_is_named(text, unit):
    with pytest.raises(OtherUnit):
        read_number(text, unit)


SPELLINGS = (
    lambda unit: unit,
    lambda unit: unit.replace("²", "^2").replace("µ", "u"),
    lambda unit: unit.replace("²", "2").replace("µ", "μ"),
    lambda unit: unit.replace("/cm²", " cm^-2").replace("Ω", "ohm"),
    lambda unit: unit.replace("/cm²", "·cm⁻²").replace("Ω", "Ω"),
    lambda unit: f"[{unit}]",
)


@pytest.mark.parametrize("unit", sorted({one.unit for one in BANK.values() if one.unit}))
def test_the_unit_of_every_exercise_may_be_written_behind_its_number(unit):
    for spell, blank in itertools.product(SPELLINGS, (" ", "")):
        if blank or not unit[0].isdigit():
            assert read_number(f"0.25{blank}{spell(unit)}", unit) == 0.25, (unit, spell(unit))


@pytest.mark.parametrize(
    "text",
    [
        *("3.1 ± 0.2", "3.1 +/- 0.2", "3.1+-0.2", "3.1(2)", "3,1 ± 0,2", "(3.1 ± 0.2) ms", "3.1 ms ± 200 µs"),
        *("3.1(2) ms", "3.1 plus or minus 0.2", "(31±2)×10⁻¹ ms", "3100 ± 200 µs"),
    ],
)
def test_an_uncertainty_is_read_in_every_spelling(text):
    assert read_measured(text, "ms") == pytest.approx((3.1, 0.2), rel=1e-9)


def test_an_uncertainty_may_be_a_part_or_missing():
    assert read_measured("3.1 ± 10 %", "ms") == pytest.approx((3.1, 0.31))
    assert read_measured("12(3)", "ms") == (12, 3)
    assert read_measured("3.1", "ms") == (3.1, None)
    for text in ("± 3", "3.1 ±", "3 ± 1 ± 1", "a ± b"):
        assert read_measured(text, "ms") is None


@pytest.mark.parametrize("exercise_id", NUMBERS)
def test_a_right_number_in_another_prefix_is_right_where_its_unit_is_written(exercise_id):
    exercise = BANK[exercise_id]
    if not exercise.unit or exercise.unit in ("%", "°C", "1/ms"):
        return
    given = variant(exercise, "ada", "hhlab")
    right = float(str(SOLUTIONS[exercise_id].planted("right", given)).split()[0])
    # the first letter of a unit is a prefix, or the unit has none
    prefix = exercise.unit[0] if len(exercise.unit.split("/")[0].rstrip("²")) > 1 else ""
    base = exercise.unit[len(prefix) :]
    ten = {"": 0, "m": -3, "µ": -6, "n": -9, "p": -12, "f": -15, "M": 6}[prefix if prefix in "mµnpfM" else ""]
    power = 2 if "²" in base.split("/")[0] else 1
    if prefix and prefix not in "mµnpfM":
        return
    assert judge(exercise_id, given, f"{right * 10.0 ** (ten * power)!r} {base}").code == "right"


@pytest.mark.parametrize("exercise_id", NUMBERS)
@pytest.mark.parametrize("factor", [1e6, 1e-6, 1e9, 1e-9, 1e3, 1e-3])
def test_a_slip_of_any_prefix_is_named(exercise_id, factor):
    exercise = BANK[exercise_id]
    given = variant(exercise, "grace", "hhlab")
    right = float(str(SOLUTIONS[exercise_id].planted("right", given)).split()[0])
    code = judge(exercise_id, given, factor * right).code
    # a few have slips of their own: a share is no matter of prefixes
    assert code not in ("low", "high") or exercise.unit in ("", "%") or exercise.hints.get("units") == ()


@pytest.mark.parametrize("exercise_id", [i for i in NUMBERS if BANK[i].unit in ("nA", "nS", "µA/cm²", "fC")])
def test_a_density_and_a_whole_are_told_apart(exercise_id):
    exercise = BANK[exercise_id]
    given = variant(exercise, "lise", "hhlab")
    right = float(SOLUTIONS[exercise_id].planted("right", given))
    area_cm2 = math.pi * given.get("diam", 10.0) ** 2 * 1e-8
    per_area = {"nA": 1e-3 / area_cm2, "nS": 1e-9 / area_cm2, "fC": 1e-6 / area_cm2, "µA/cm²": 1e3 * area_cm2}
    code = judge(exercise_id, given, right * per_area[exercise.unit]).code
    assert code in ("density", "total", "soma"), code


def test_the_unit_that_was_asked_for_is_never_called_another():
    for exercise_id in NUMBERS:
        exercise = BANK[exercise_id]
        for spell in SPELLINGS if exercise.unit else ():
            assert understood(exercise, f"0.25 {spell(exercise.unit)}") == (None, 0.25), exercise_id
