"""The half that runs in the browser, run by Node on what Python really sends it."""

import json
import subprocess

import numpy as np
import pytest
from npm import HERE, node

import hhlab
from hhlab import Curves, Family, Log, Profile, Recording
from hhlab.browser import bundled
from hhlab.live.controls import watched
from hhlab.live.scope.frames import encode
from hhlab.live.scope.panels import sheet_of

DECODE = """
import { readFileSync } from "node:fs";
import { decode } from "./frame.js";
const [path, before] = process.argv.slice(1);
const bytes = new Uint8Array(readFileSync(path));
// where the bytes begin is not the view's to choose
const moved = new Uint8Array(bytes.length + Number(before));
moved.set(bytes, Number(before));
const { arrays, ...header } = decode(new DataView(moved.buffer, Number(before)));
console.log(JSON.stringify({ header, arrays: arrays.map((array) => [...array]) }));
"""
STOPS = """
import { readFileSync } from "node:fs";
import { doubles } from "./frame.js";
import { same, stopOf } from "./slider.js";
const { control, stops, values } = JSON.parse(readFileSync(process.argv[1], "utf-8"));
const at = (value) => ({ ...control, model: { get: () => value } });
const numbers = doubles(new DataView(Uint8Array.from(stops).buffer));
console.log(JSON.stringify({
    numbers: [...numbers],
    at: values.map((value) => stopOf(at(value), numbers)),
    same: values.map((value) => same(at(value), values[0])),
}));
"""
RENDER = """
import { readFileSync } from "node:fs";
const text = readFileSync(process.argv[1], "utf-8");
const { default: widget } = await import(`data:text/javascript,${encodeURIComponent(text)}`);
const el = { setAttribute() {} };
widget.render({ el });
console.log(JSON.stringify(el.textContent));
"""


def run(code, *arguments):
    """Give what a piece of JavaScript prints, as JSON."""
    command = [node(), "--input-type=module", "--eval", code, *map(str, arguments)]
    done = subprocess.run(command, cwd=HERE / "src", capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def some_results():
    rec = hhlab.simulate(record=("v", "i_stim", "m", "h", "n"))
    yield rec
    yield hhlab.simulate(method="cvode", tstop=30, record=("v", "ina"))
    yield Family("amp [nA]", [0.0, 0.1], [rec, hhlab.simulate(record=tuple(rec.traces))])
    gap = [
        1.0,
        np.nan,
        -1e-40,
        3.5e38,
        -1e300,
        0.1,
    ]  # single precision holds the first, second, third and last
    yield Curves(x="v [mV]", y="n", lines={"n nullcline": (range(6), gap)}, marks={"rest −65": (0, 0.3)})
    x, t = np.linspace(0, 1000, 41), np.arange(0, 5, 0.1)
    yield Profile(x_um=x, t=t, v=np.sin(x[:, None] / 100 + t[None]))
    yield (rec, Recording(t=[0, 1], v=[-65, 0]))
    yield {"rate [Hz]": 3.0}


@pytest.mark.parametrize("before", [0, 1, 3])
def test_every_number_of_a_frame_arrives_wherever_its_bytes_begin(before, tmp_path):
    path = tmp_path / "frame"
    for more, result in enumerate(some_results()):
        sheet = sheet_of(result)
        # letters of several bytes, and headers of every length
        said = {"words": "−65 mV, 3 µm" + "." * more, "derived": [["peak [mV]", "42.1"]], "seen": {"1": 0.1}}
        path.write_bytes(encode(sheet, **said))
        found = run(DECODE, path, before)
        assert found["header"] == json.loads(json.dumps(said | {"panels": sheet.panels})) | {
            "lengths": [len(values) for values in sheet.arrays]
        }
        assert len(found["arrays"]) == len(sheet.arrays)
        for numbers, values in zip(found["arrays"], sheet.arrays, strict=True):
            expected = np.array(values, dtype=float)
            expected[np.abs(expected) > np.finfo(np.float32).max] = np.nan
            arrived = np.array(numbers, dtype=float)  # null is nan
            assert np.array_equal(arrived, expected.astype(np.float32).astype(float), equal_nan=True)


@pytest.mark.parametrize(
    "choice", [(0.0, 0.3, 0.002), (0.0, 1.0, 0.3), (1, 10, 2), (0.5, 20.0), Log(0.5, 1000)], ids=str
)
def test_the_page_and_the_kernel_agree_where_a_handle_stands(choice, tmp_path):
    explorer = hhlab.explore(lambda x: Recording(t=[0, 1], v=[0, x]), x=choice)
    sent = []
    explorer._scope.send = lambda content, buffers=None: sent.append((content, buffers))
    explorer._begin("x", 1.0)
    explorer._drag.stop()
    (begun, (stops,)), *_ = sent
    assert begun["name"] == "x"
    control = explorer.x
    (watch,) = (one for one in watched(explorer.controls) if one["slider"])
    along = np.concatenate([control.stops, control.stops[:-1] + 0.3 * np.diff(control.stops)])
    values = (10**along if isinstance(choice, Log) else along).tolist()
    asked = {
        "control": {k: v for k, v in watch.items() if k != "widget"},
        "stops": list(stops),
        "values": values,
    }
    path = tmp_path / "asked.json"
    path.write_text(json.dumps(asked))
    found = run(STOPS, path)
    assert found["numbers"] == control.stops.tolist()
    assert found["at"] == [*control.places, *control.places[:-1]]
    step = control.slider.step
    assert found["same"] == [bool(abs(x - along[0]) < 0.501 * step) for x in along]


@pytest.mark.parametrize("name", ["scope", "card"])
def test_where_a_widget_is_not_built_the_page_says_what_to_type(name, tmp_path, monkeypatch):
    assert "make lab" not in bundled.script(name), "it is built here"
    assert bundled.style(name)
    monkeypatch.setattr(bundled, "BUNDLES", tmp_path)
    path = tmp_path / "widget.js"
    path.write_text(bundled.script(name), encoding="utf-8")
    assert run(RENDER, path).endswith("not built here. In the folder of hhlab, type: make lab")
    assert bundled.style(name) == ""
