"""Explorers of the lessons that a page makes by itself: at twenty settings they show what the lab shows."""

import json
import os
from pathlib import Path

import described_runs
import npm
import pytest
from each_explorer import NAMES, run

NEURON_WEB = Path(os.environ.get("HHLAB_NEURON_WEB") or "build/neuron").resolve()
LONG = pytest.mark.skipif(not os.environ.get("HHLAB_LONG"), reason="takes minutes: HHLAB_LONG=1")
# so many have a description; a lesson that loses one has lost a page on which all sliders move at once
DESCRIBED = {
    "00_welcome.ipynb": 1, "01_first_spike.ipynb": 3, "02_leaky_capacitor.ipynb": 1,
    "03_gates_and_currents.ipynb": 1, "05_voltage_clamp.ipynb": 2, "06_threshold.ipynb": 1,
    "07_refractoriness.ipynb": 2, "09_phase_plane.ipynb": 2, "10_poisons_and_heat.ipynb": 1,
    "11_cable.ipynb": 1, "12_impulse.ipynb": 2, "14_cells_that_talk.ipynb": 2, "playground.ipynb": 1,
    "examples/calc_hh.ipynb": 1,
}  # fmt: skip
LOOK = """
def _look(explorer, number):
    import json, random, sys

    sys.path[:0] = {paths!r}
    import described_runs
    from hhlab.live.described import described
    del sys.path[:{count}]
    found, differ = described(explorer), None
    if found:
        settings = described_runs.settings_of(explorer, 20)
        differ = described_runs.differences(explorer, found, settings, described_runs.in_page({folder!r}))
    with open({out!r}, "a", encoding="utf-8") as file:
        file.write(json.dumps(differ) + "\\n")
"""


@LONG
@pytest.mark.parametrize("name", NAMES)
def test_what_a_page_makes_is_what_the_lab_shows(name, tmp_path, monkeypatch):
    assert NEURON_WEB.is_dir(), "make neuron-web"
    # by which the lab's NEURON rounds as the page's does
    monkeypatch.setenv("GLIBC_TUNABLES", "glibc.cpu.hwcaps=-FMA,-FMA4,-AVX2")
    out = tmp_path / "found"
    paths = [str(Path(one.__file__).parent) for one in (described_runs, npm)]
    first = LOOK.format(paths=paths, count=len(paths), folder=str(NEURON_WEB), out=str(out))
    assert run(name, first, "_look({explorer}, {number})")
    found = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert [one for one in found if one] == []
    assert sum(one is not None for one in found) == DESCRIBED.get(name, 0)
