"""Exercises and predictions on a page: what their files hold, and that the page judges as the lab does."""

import itertools
import json
import os
import re

import numpy as np
import pytest
from solutions import solutions
from test_browser_code import run
from test_neuron_web import ASKED_FOR, FOLDER

import hhlab
from hhlab import CurrentClamp, Membrane, PairedPulses, Ramp, Recording, Shock, VoltageClamp
from hhlab.exercises.bank import exercises
from hhlab.exercises.judging import judge
from hhlab.exercises.numbers import OtherUnit, read_number
from hhlab.exercises.variants import variant
from hhlab.pages import cards
from hhlab.pages.checked import inferred
from hhlab.protocols.common import SPIKE_TRACES
from hhlab.results.peaks import peaks
from hhlab.results.spikes import spike_rises_ms, spike_tops

NO_NEURON = not ASKED_FOR and not (FOLDER / "neuron.js").exists()
LONG = os.environ.get("HHLAB_LONG")
BANK, SOLUTIONS = exercises(), solutions()
SQUID = Membrane.squid_1952()
IN_THE_PAGE = {  # whose check is made of runs, so that a page with NEURON inside can make it
    *("L01.first-spike", "L01.all-or-none", "L06.rheobase", "L07.refractory"),
    *("L07.anode-break", "L07.rebound", "L08.onset", "L08.latency", "L10.ttx-rheobase", "L14.threshold"),
}
JUDGED = """
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { filledIn, resultOf } from "./described.js";
import { Judge } from "./judged.js";
const [folder, path] = process.argv.slice(1);
const { openNeuron } = createRequire(import.meta.url)(`${folder}/neuron.js`);
const neuron = await openNeuron(readFileSync(`${folder}/neuron.wasm`));
const runs = async (run, values) => {
  const recorded = await neuron.run(filledIn(run.hoc, values), run.vectors);
  return resultOf(run, values, recorded).parts[0];
};
const found = [];
for (const { check, answers } of JSON.parse(readFileSync(path, "utf-8"))) {
  const judge = new Judge(check, runs);
  const codes = [];
  for (const answer of answers) codes.push(await judge.code(answer).catch((error) => error.message));
  found.push(codes);
}
console.log(JSON.stringify(found));
"""
# a picture takes its time
PICTURES = {"L01.read", "L02.which", "L07.rebound", "L15.mystery"}
WRITTEN = [name for name, one in BANK.items() if LONG or one.observe is None or name in PICTURES]
SPIKES = """
import { readFileSync } from "node:fs";
import { peaks, spikeTimes, spikeTops } from "./spikes.js";
const found = JSON.parse(readFileSync(process.argv[1], "utf-8")).map((recording) => {
  const { tops, prominences } = peaks(recording.traces.v);
  return [tops, prominences, spikeTops(recording), spikeTimes(recording)];
});
console.log(JSON.stringify(found));
"""
TYPED = """
import { readFileSync } from "node:fs";
import { OtherUnit, readNumber } from "./typed.js";
const found = JSON.parse(readFileSync(process.argv[1], "utf-8")).map(([text, unit]) => {
  try {
    return readNumber(text, unit);
  } catch (problem) {
    if (problem instanceof OtherUnit) return "other";
    throw problem;
  }
});
console.log(JSON.stringify(found));
"""


pytestmark = pytest.mark.usefixtures("work")


def told(code, given, path):
    """Give what JavaScript makes of what it is given."""
    file = path / "given.json"
    file.write_text(json.dumps(given), encoding="utf-8")
    return run(code, file)


def recordings():
    """Give runs with spikes of all kinds, and with peaks that are none."""
    clamps = [
        *(
            CurrentClamp(amp=amp, delay=5, dur=dur)
            for amp in (0.004, 0.03, 0.1, 0.6, 3.0)
            for dur in (0.5, 60)
        ),
        CurrentClamp(amp=-0.05, delay=2, dur=20),
        PairedPulses(amp=0.2, delay=1, dur=0.5, interval=9, ratio=1.0),
        Ramp(slope=0.002, delay=1, dur=60),
        Shock(shift=8.0, delay=3),
        Shock(shift=90.0, delay=3),
        VoltageClamp(),
    ]
    for clamp, method in itertools.product(clamps, ("cvode", "cn", "neuron")):
        if method == "cn" and isinstance(clamp, VoltageClamp):
            continue
        found = hhlab.simulate(SQUID, clamp, tstop=80, method=method, record=SPIKE_TRACES)
        yield found
        yield Recording(t=found.t, v=found.v)
    yield hhlab.simulate(Membrane(nernst=True, ko=5.5), CurrentClamp(amp=0), tstop=300, record=("v",))
    flat = np.array([0, 1, 1, 0, 2, 2, 2, 2, -1, 3, 3, 1, 3, 0.0])
    yield Recording(t=np.arange(14.0), v=30 * flat - 40)


def test_a_spike_is_the_same_in_a_page(tmp_path):
    found = list(recordings())
    rows = [
        {"t": one.t.tolist(), "traces": {name: trace.tolist() for name, trace in one.traces.items()}}
        for one in found
    ]
    for recording, page in zip(found, told(SPIKES, rows, tmp_path), strict=True):
        lab = [*peaks(recording.v), spike_tops(recording), spike_rises_ms(recording)]
        assert page == [row.tolist() for row in lab]
    counts = [len(spike_tops(one)) for one in found]
    assert counts.count(0) > 5 and max(counts) > 3


NUMBERS = (
    *(
        "7.04e-3",
        "7,04e-3",
        "7.04x10^-3",
        "7.04×10⁻³",
        "7.04·10^-3",
        "7.04 * 10**-3",
        "7.04×10^(-3)",
        "10^-3",
    ),
    *("0.00704", "+7.04E-3", "= 0.00704", "7.04x10-3", "704×10⁻⁵", "０.00704", "7.04 ✕ 10⁻³", "-10⁻³", "− 5"),
    *(
        "about half",
        "1,257",
        "1,257.5",
        "1/2",
        "3 4",
        "3.1.2",
        "nan",
        "1e999",
        "",
        "-",
        "12 001",
        "1_000",
        ".5",
    ),
)
UNITS = (
    *("nA", "pA", "amps", "picoamps", "µA", "μA", "uA", "µA/cm²", "uA cm^-2", "µA·cm⁻²", "mA per cm2", "ms"),
    *("µm²", "um^2", "square microns", "sq. um", "cm squared", "MΩ", "MOhm", "Ω cm", "kohm·cm", "Ohm*cm"),
    *("S/cm²", "mS cm⁻²", "mmho/cm2", "nS", "1/ms", "per ms", "Hz", "mV", "millivolts", "MV", "V A", "%"),
    *(
        "percent",
        "per cent",
        "°C",
        "C",
        "degC",
        "mM",
        "mmol/l",
        "molar",
        "µF/cm²",
        "fC",
        "pC",
        "furlongs",
        "",
    ),
    *("[mV]", "m s^-1", "mm/ms", "Kelvin", "^2", "nA nA", "Hz^-1", "MILLIVOLTS", "Seconds", "1 /ms", "min"),
)


def test_a_number_is_read_as_in_the_lab(tmp_path):
    asked = sorted({one.unit for one in BANK.values() if one.unit is not None})
    pairs = [*itertools.product([f"0.25{blank}{unit}" for unit in UNITS for blank in (" ", "")], asked)]
    pairs += [
        *itertools.product([f"{number} {unit}".strip() for number in NUMBERS for unit in ("", "pA")], ("nA",))
    ]

    def read(text, unit):
        try:
            return read_number(text, unit)
        except OtherUnit:
            return "other"

    for (text, unit), page in zip(pairs, told(TYPED, pairs, tmp_path), strict=True):
        lab = read(text, unit)
        assert page == (pytest.approx(lab, rel=1e-14) if isinstance(lab, float) else lab), (text, unit)


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Give what the files of cards hold, as a guest has them, by the exercise's id."""
    found = {}
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("HHLAB_ANSWERS", str(tmp_path_factory.mktemp("cards")))
        for name in WRITTEN:
            found[name] = json.loads(cards.files_of(hhlab.exercise(name), name)[f"{name}.json"])
    return found


def numbers_in(data):
    """Give all numbers of a check: also those in its programs, but not those in sentences."""
    if isinstance(data, dict):
        return [
            x for key, one in data.items() if key not in ("hints", "directionAfter") for x in numbers_in(one)
        ]
    if isinstance(data, list):
        return [x for one in data for x in numbers_in(one)]
    if isinstance(data, str):
        return [float(x) for x in re.findall(r"(?<![\w.])\d+\.?\d*(?:e[-+]?\d+)?", data)]
    return [float(data)] if isinstance(data, (int, float)) and not isinstance(data, bool) else []


@pytest.mark.parametrize("name", sorted(name for name in IN_THE_PAGE if BANK[name].kind == "number"))
def test_no_number_of_a_check_is_its_answer(name):
    one = BANK[name]
    drawn = [variant(one, f"student-{i}", "hhlab") for i in range(30)]
    few = [given for i, given in enumerate(drawn) if given not in drawn[:i]][:4]

    def are_the_answer(given):
        right = float(SOLUTIONS[name].right(**given))
        return {x for x in numbers_in(inferred(one, given, [])) if x == pytest.approx(right, rel=0.03)}

    # a number of every program may be one variant's answer by chance, but not that of each
    assert len(few) > 3 and not all(map(are_the_answer, few))


def test_what_only_the_lab_checks_has_no_more_than_its_question(files):
    for name, data in files.items():
        one, given = BANK[name], variant(BANK[name], "guest", "hhlab")
        assert ("check" in data) == (name in IN_THE_PAGE), name
        if "check" in data:
            continue
        said = [hint for code in one.ladders if code != "start" for hint in one.ladder(code, given)]
        text = json.dumps(data, ensure_ascii=False)
        assert not [hint for hint in said if hint in text and hint not in one.ladder("start", given)], name
        # the name of an option may be the code of a mistake, or stand in a teacher's key
        names = [option for option, _ in data["answer"].get("options", ())]
        assert names == [str(place) for place in range(len(one.options))]


def test_an_option_that_is_checked_is_known_by_a_run_alone(files):
    chosen = [data for data in files.values() if data["answer"]["kind"] == "choice" and "check" in data]
    assert chosen
    for data in chosen:
        assert not set(data["check"]) - {"named", "hints", "directionAfter"}
        # every name that a reading can have, whichever is right
        assert len(data["check"]["named"]["names"]) >= 2


def test_the_mystery_is_kept(files):
    text = json.dumps(files["L15.mystery"])
    assert not {"neuron", "given", "check"} & set(re.findall(r'"(\w+)":', text))


def test_a_sheet_and_a_prediction_have_files_too():
    asked = hhlab.predict("L06.fate", "Which fate?", "once", "for ever")
    (data,) = cards.files_of(asked, "2").values()
    told = {"id": "L06.fate", "question": "Which fate?", "choices": ["once", "for ever"]}
    assert json.loads(data) == {"kind": "prediction"} | told
    files = cards.files_of(hhlab.sheet("L12"), "3")
    sheet = json.loads(files.pop("3.json"))
    assert [one["id"] for one in sheet["cards"]] == [name for name in BANK if name.startswith("L12.")]
    pictures = [one["picture"] for one in sheet["cards"] if "picture" in one]
    assert [one["src"] for one in pictures] == list(files) and files
    assert all(data.startswith(b"\x89PNG") for data in files.values())
    assert all(one["alt"] and one["width"] > one["height"] > 0 for one in pictures)


def planted(name, given):
    """Give answers to a variant, one for each code that it may earn, and numbers around the right one."""
    one, solution = BANK[name], SOLUTIONS[name]
    # what is chosen is always of its kind
    codes = [code for code in one.ladders if code != "start" and (code, one.kind) != ("type", "choice")]
    found = [str(solution.planted(code, given, one.unit)) for code in codes]
    if one.kind == "number":
        right = float(solution.right(**given))
        found += [f"{factor * right:.12g}" for factor in (0.97, 0.99, 1.01, 1.03, 50)]
    return found


def variants_of(name):
    drawn = [
        variant(BANK[name], student, "hhlab") for student in ("guest", *map(str, range(9 if LONG else 0)))
    ]
    return [given for i, given in enumerate(drawn) if given not in drawn[:i]]


@pytest.mark.skipif(NO_NEURON, reason="`make neuron-web` was not run")
def test_a_page_judges_as_the_lab_does(tmp_path):
    asked = [(name, given) for name in sorted(IN_THE_PAGE) for given in variants_of(name)]
    tasks = [
        {"check": inferred(BANK[name], given, []), "answers": planted(name, given)} for name, given in asked
    ]
    file = tmp_path / "tasks.json"
    file.write_text(json.dumps(tasks), encoding="utf-8")
    earned = set()
    for (name, given), task, codes in zip(asked, tasks, run(JUDGED, FOLDER, file), strict=True):
        for answer, code in zip(task["answers"], codes, strict=True):
            lab = judge(name, given, answer).code
            # of a mistake that a page does not know it says something else, but never that it is right
            unknown = lab in BANK[name].ladders and lab not in task["check"]["hints"]
            assert code == lab or (unknown and code != "right"), (name, answer)
            earned.add(code)
    assert {"right", "low", "high", "units", "sign", "type", "other-unit", "empty"} <= earned
