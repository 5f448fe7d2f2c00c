"""The glossary: its entries, the links that lead to them, and its numbers, which are those of the package."""

import re
from pathlib import Path

import nbformat
import pytest
from reading import LINK, NO_TEXT, unfolded
from test_notebooks import LESSONS
from values._table import parsed

from hhlab import Axon, Membrane

ROOT = Path(__file__).parents[2]
SQUID, SHIPPED, AXON = Membrane.squid_1952(), Membrane(), Axon.squid_1952()
VALUES = parsed((ROOT / "docs" / "values.md").read_text(encoding="utf-8"))
UNIT = r"(?:m?V|ms|per ms|Hz|°C|[µm]m|m/s|M?Ω|nS|n?A|mM|m?S/cm²|µ[AF]/cm²|spikes|µm²|%)(?!\w)"
NUMBER = re.compile(rf"(?<![\w.])[+−]?(?:\d+\.\d+|\d+(?= {UNIT}))")
# where each number of an entry comes from: a line of docs/values.md, a default, or what the entry itself sets
SOURCES = {
    "accommodation": ["L06 spikes of a ramp of 0.05 µA/cm²/ms", 0.05],
    "action potential": ["L10 peak [mV]"],
    "activation": ["L03 half of m∞ [mV]"],
    "anode break": ["L07 anode break after 20 ms [µA/cm²]", 20],
    "axon": [AXON.diam],
    "backward Euler": ["L01 spikes from 50 to 245 ms", "L01 spikes, exactly"],
    "bifurcation": ["L09 lower Hopf point [µA/cm²]"],
    "bistability": ["L09 fold of cycles [µA/cm²]", "L09 lower Hopf point [µA/cm²]"],
    "capacitance": [SQUID.cm],
    "channel": [1000 * SQUID.gnabar],
    "chord conductance": ["L02 chord conductance at rest [mS/cm²]"],
    "chronaxie": ["L06 chronaxie [ms]"],
    "conductance": [1000 * SQUID.gl],
    "Crank-Nicolson": [0.025, "L01 spikes, exactly"],
    "current density": ["L01 density of 0.1 nA [µA/cm²]", 0.1],
    "current-voltage curve": [
        "L05 trough of the I–V, current [µA/cm²]",
        "L05 trough of the I–V, potential [mV]",
    ],
    "CVODE": ["L01 spikes, exactly"],
    "d_lambda rule": [100, 37],
    "dendrite": [1000],
    "depolarise": ["L02 change by 10 pA [mV]"],
    "depolarisation block": ["L09 upper Hopf point [µA/cm²]"],
    "driving force": [-65 - SQUID.ena],
    "electrode": [0.1],
    "EPSP": ["L14 EPSP of 0.1 nS [mV]", 0.1],
    "F-I curve": ["L08 rate at 10 µA/cm² [Hz]", 10],
    "fold of cycles": ["L09 fold of cycles [µA/cm²]"],
    "gate": ["L03 m∞ at −65 mV"],
    "half-width": ["L10 half-width at 6.3 °C [ms]"],
    "Hopf point": ["L09 lower Hopf point [µA/cm²]", "L09 frequency at the lower Hopf point [Hz]"],
    "hyperpolarise": ["L06 undershoot below rest [mV]"],
    "impulse": ["L12 speed [m/s]", 18.5],
    "inactivation": ["L03 h∞ at −65 mV"],
    "input resistance": ["L02 resistance [MΩ]"],
    "inward current": ["L03 I_Na at −65 mV [µA/cm²]"],
    "ion": ["NEURON default nao [mM]"],
    "leak": [1000 * SQUID.gl],
    "length constant": ["L11 λ [µm]", 37],
    "limit cycle": ["L08 period at 8 µA/cm² [ms]", 8],
    "membrane potential": ["L03 rest [mV]"],
    "myelin": ["L12 speed under myelin [m/s]", "L12 speed of an axon of 10 µm [m/s]"],
    "Nernst equation": ["L04 per decade [mV]"],
    "nullcline": ["L09 rest at 8 µA/cm² [mV]", 8],
    "outward current": ["L03 I_K at −65 mV [µA/cm²]"],
    "overshoot": ["L01 first peak [mV]", 0],
    "passive": ["L02 time constant [ms]"],
    "phase plane": ["L09 rest of the reduced model [mV]"],
    "pronase": ["L05 peak g_Na at 0 mV [mS/cm²]", 0],
    "Q10": [10],
    "rate constant": ["L03 β of m at −65 mV [1/ms]", -65],
    "refractory period": ["L07 threshold ratio at 10 ms", 10],
    "rest": ["L03 rest [mV]"],
    "reversal potential": [SQUID.ena, SQUID.ek],
    "rheobase": ["L06 rheobase [µA/cm²]"],
    "saltatory conduction": ["L12 speed under myelin [m/s]", 10],
    "series resistance": [1],
    "slope conductance": ["L02 slope conductance at rest [mS/cm²]"],
    "soma": ["L01 area of the soma [µm²]"],
    "steady state": ["L03 n∞ at −65 mV", -65],
    "supernormal": ["L07 threshold ratio at 19 ms", 19],
    "synapse": ["L14 threshold weight of an ExpSyn, τ 2 ms [nS]"],
    "tail current": ["L05 reversal of the tails [mV]"],
    "TEA": ["L05 steady I_K at 0 mV [µA/cm²]", 0],
    "threshold": ["L06 threshold at 0.5 ms [µA/cm²]"],
    "time constant": ["L02 time constant [ms]", 63],
    "time step": [0.025],
    "TTX": ["L10 peak at half gNa [mV]"],
    "undershoot": ["L06 undershoot below rest [mV]"],
    "voltage clamp": ["L05 the same in the 10 µm soma [nA]", 10],
}


GLOSSARY = nbformat.read(ROOT / "notebooks" / "glossary.ipynb", as_version=4)


def entries():
    """Give {word: its text} of the glossary."""
    text = GLOSSARY.cells[-1].source
    return dict(one.split("\n", 1) for one in re.split(r"^## ", text, flags=re.MULTILINE)[1:])


ENTRIES = entries()


def anchor(word):
    """Give what JupyterLab and a code host call the heading of an entry."""
    return word.replace(" ", "-")


def links(lesson):
    """Give (text, anchor) of every link into the glossary, by where it stands in the lesson's whole text."""
    return [(found.start(), *found.groups()) for found in LINK.finditer(prose(lesson))]


def prose(lesson):
    """Give what a lesson says, after its first cell, without code, formulas, tables and headings."""
    cells = nbformat.read(ROOT / "notebooks" / lesson, as_version=4).cells[1:]
    text = "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    return NO_TEXT.sub("", text)


def agrees(number, source):
    """Say whether a number is a value, to the digits that it has; a size may stand without its sign."""
    digits = len(number.partition(".")[2])
    cells = VALUES[source] if isinstance(source, str) else [source] * 4
    values = [abs(float(cells[i])) for i in (1, 3)]
    return any(f"{value:.{digits}f}" == number.lstrip("+−") for value in values)


def test_the_entries_are_in_the_order_of_the_alphabet_and_short():
    assert len(ENTRIES) >= 60
    assert list(ENTRIES) == sorted(ENTRIES, key=str.casefold)
    for word, text in ENTRIES.items():
        sentences = re.findall(r"[.?](?:\s|$)", text.partition("\n[")[0])
        assert 1 <= len(sentences) <= 3, word


def test_the_page_begins_with_all_its_words():
    # JupyterLab opens the page at its top, and goes to a word only when the page is open already
    index = re.findall(r"\[([^\]]+)\]\(#([^)]+)\)", GLOSSARY.cells[0].source)
    assert index == [(word, anchor(word)) for word in ENTRIES]


def test_every_link_leads_to_an_entry():
    anchors = {anchor(word) for word in ENTRIES}
    for lesson in LESSONS:
        assert {name for _, _, name in links(lesson)} <= anchors, lesson


@pytest.mark.parametrize("word", ENTRIES)
def test_an_entry_names_the_lesson_that_first_links_to_it(word):
    (target,) = re.findall(r"^\[Lesson \d+\]\((.*)\)$", ENTRIES[word], flags=re.MULTILINE)
    assert f"[Lesson {int(target[:2])}](" in ENTRIES[word]
    linking = [lesson for lesson in LESSONS if anchor(word) in {name for _, _, name in links(lesson)}]
    if target in LESSONS:
        assert linking[:1] == [target]
    assert not [lesson for lesson in linking if lesson < target]


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_word_links_to_its_entry_where_a_lesson_first_uses_it(lesson):
    text = prose(lesson)
    for start, shown, name in links(lesson):
        before = LINK.sub("", text[:start])
        assert not re.search(rf"\b{re.escape(shown)}\b", before, flags=re.IGNORECASE), (shown, name)
    assert links(lesson)


@pytest.mark.parametrize("word", ENTRIES)
def test_a_number_in_an_entry_is_that_of_the_package(word):
    text = unfolded(ENTRIES[word])
    numbers = NUMBER.findall(text)
    assert bool(numbers) <= (word in SOURCES)
    for number in numbers:
        assert any(agrees(number, source) for source in SOURCES[word]), number


def test_a_wrong_number_would_be_seen():
    assert agrees("2.240", "L06 rheobase [µA/cm²]")
    assert not agrees("2.250", "L06 rheobase [µA/cm²]")
    assert NUMBER.findall("a cell of 3 lessons, −77 mV, 0.05 µA/cm² and 20 spikes") == ["−77", "0.05", "20"]
