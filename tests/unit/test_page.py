"""An explorer as a page: what its files say is what it would show, and nothing here changes for it."""

import base64
import gzip
import json
import re

import ipywidgets as widgets
import numpy as np
import pytest
from neuron import h
from test_browser_code import run as in_node

import hhlab
from hhlab import CurrentClamp, Curves, Log
from hhlab.live.page.packing import packed
from hhlab.live.page.writing import files_of
from hhlab.live.scope.frames import SINGLE, encode, thin
from hhlab.live.scope.panels import sheet_of

AXES = {"x": "x", "y": "y"}
UNPACK = """
import { readFileSync } from "node:fs";
import { unpacked } from "./page_pack.js";
const bytes = readFileSync(process.argv[1]);
const runs = await unpacked(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
const told = [...runs].map(([key, run]) => {
  if (!run.frame) return [key, { error: run.error }];
  const { arrays, ...header } = run.frame;
  return [key, { header, script: run.script, below: run.below, arrays: arrays.map((one) => [...one]) }];
});
console.log(JSON.stringify(told));
"""
CSV = """
import { readFileSync } from "node:fs";
import { decode } from "./frame.js";
import { csvOf } from "./page_save.js";
const bytes = readFileSync(process.argv[1]);
console.log(JSON.stringify(csvOf(decode(new DataView(bytes.buffer, bytes.byteOffset, bytes.length)))));
"""


def unpacked(data, tmp_path):
    path = tmp_path / "runs.bin"
    path.write_bytes(data)
    return dict(in_node(UNPACK, path))


def arrays_of(frame):
    start = 4 + int.from_bytes(frame[:4], "little")
    ends = np.cumsum(json.loads(frame[4:start])["lengths"])
    return np.split(np.frombuffer(frame, SINGLE, offset=start), ends[:-1])


def frame_of(result, **header):
    usual = {"words": "", "derived": [], "values": {}}
    return encode(sheet_of(result), **usual | header)


def soma(amp=0.1, dur=50.0):
    return hhlab.simulate(clamp=CurrentClamp(amp=amp, delay=10, dur=dur), tstop=40, record=("v", "i_stim"))


def curve(x=1.0, kind="rise", names=("a",)):
    if x > 2.5:
        raise ValueError("beyond what is known")
    t = np.linspace(0, 10, 50)
    rows = {name: (t, np.exp(-t / x) if kind == "fall" else 1 - np.exp(-t / x)) for name in names}
    return Curves(x="time [ms]", y="share", lines=rows), {"x": x}


def test_rows_of_numbers_come_back_within_a_step_and_whole_or_logarithmic_ones_as_they_are(tmp_path):
    rng = np.random.default_rng(1)
    x = np.cumsum(rng.exponential(size=400))
    rough = rng.normal(size=400) * 90 - 65
    gaps = np.where(rng.random(400) < 0.1, np.nan, rough)
    counts = np.arange(400) % 7
    wide = 10 ** rng.uniform(-9, 3, 400)
    results = [
        Curves(
            **AXES, lines={"rough": (x, rough), "gaps": (x, gaps), "counts": (x, counts), "none": ([], [])}
        ),
        Curves(**AXES, lines={"wide": (x, wide), "flat": (x, np.full(400, 3.25))}, log="y"),
        Curves(**AXES, lines={"rough": (x, rough), "one": ([1.5], [2.5])}),
    ]
    frames = [frame_of(result) for result in results]
    told = unpacked(packed({"key": k, "frame": frame} for k, frame in enumerate(frames)), tmp_path)
    for k, frame in enumerate(frames):
        for number, (array, found) in enumerate(zip(arrays_of(frame), told[k]["arrays"], strict=True)):
            found = np.array(found, dtype=float)  # a gap comes as null
            assert (np.isnan(found) == np.isnan(array)).all()
            height = np.ptp(array[np.isfinite(array)]) if len(array) else 0
            step = told[k]["header"]["steps"][number]
            assert np.nanmax(np.abs(found - array), initial=0) <= 0.51 * height / 65534 + 1e-6 * height
            assert step in (0, 1) or step == pytest.approx(height / 65534)
        assert told[k]["header"]["panels"] == sheet_of(results[k]).panels
    assert _drawn(told[0], "counts") == counts.tolist()
    assert _drawn(told[1], "wide") == wide.astype(SINGLE).tolist()
    exact = unpacked(packed([{"key": "", "frame": frames[0]}], exact=True), tmp_path)
    assert _drawn(exact[""], "rough") == rough.astype(SINGLE).tolist()


def _drawn(run, label):
    (series,) = (one for one in run["header"]["panels"][0]["series"] if one["label"] == label)
    return run["arrays"][series["y"]]


def test_rows_that_frames_share_are_there_once():
    x, y = np.linspace(0, 1, 3000), np.random.default_rng(0).random(3000)
    frame = frame_of(Curves(**AXES, lines={"": (x, y)}))
    many = packed({"key": k, "frame": frame} for k in range(20))
    assert len(many) < 1.3 * len(packed([{"key": 0, "frame": frame}]))


@pytest.fixture(scope="module")
def own():
    """An explorer of Python's own, with its files."""
    explorer = hhlab.explore(
        curve,
        x=(0.5, 3.0),
        kind=["rise", "fall"],
        presets={"1952": {"x": 2.0, "kind": "fall"}, "a": {"x": 1.5}},
    )
    before = h.Section(name="mine")
    files = files_of(explorer, "own", budget_s=2)
    assert [section.name() for section in h.allsec()] == [before.name()]
    return explorer, files, json.loads(files["own.json"])


def test_each_stop_has_the_picture_and_the_script_that_the_explorer_would_show(own, tmp_path):
    explorer, files, data = own
    assert data["described"] is None
    assert [label for label, _ in data["presets"]] == ["1952", "a"]
    x, kind = data["controls"]
    assert x["stops"][x["place"]] == x["value"] == 1.0
    assert len(x["stops"]) >= 9
    runs = unpacked(files[x["family"]], tmp_path)
    assert set(runs) == set(range(len(x["stops"]))) - {x["place"]}
    for place, run in runs.items():
        value = x["stops"][place]
        if value > 2.5:
            assert run == {"error": "beyond what is known"}
            continue
        result = curve(value)
        wanted = explorer._small_frame(result, {"x": value, "kind": "rise"})
        for array, found in zip(arrays_of(wanted), run["arrays"], strict=True):
            assert np.allclose(array, found, atol=np.ptp(array) / 60_000)
        assert run["header"]["derived"] == [["x", f"{value:.4g}"]]
        assert run["header"]["values"] == {"x": value, "kind": "rise"}
        lines = data["script"].split("\n")
        for number, line in run["script"].items():
            lines[int(number)] = line
        explorer.x.value = value
        assert "\n".join(lines) == explorer.script()
    explorer.reset()
    assert set(unpacked(files[kind["family"]], tmp_path)) == {1}
    assert set(unpacked(files[data["firsts"]], tmp_path)) == {"1952", "a"}


def test_the_first_picture_is_exact(own, tmp_path):
    explorer, _, data = own
    first = unpacked(base64.b64decode(data["first"]), tmp_path)[""]
    wanted = explorer._small_frame(explorer.result, explorer.values)
    assert [array.tolist() for array in arrays_of(wanted)] == first["arrays"]


def test_a_run_that_is_neurons_alone_needs_no_pictures_and_its_script_has_slots(tmp_path):
    explorer = hhlab.explore(soma, amp=(-0.05, 0.3), dur=(0.1, 80.0), presets={"weak": {"amp": 0.005}})
    files = files_of(explorer, "soma")
    data = json.loads(files["soma.json"])
    assert list(files) == ["soma.json"]
    assert data["described"]
    ((when, pieces),) = [one.values() for one in data["scripts"]]
    assert when == {}
    for amp, dur in [(0.1234, 33.25), (-0.02, 7.5), (0.005, 50.0)]:
        explorer.amp.value, explorer.dur.value = amp, dur
        filled = "".join(
            one if isinstance(one, str) else str({"amp": amp, "dur": dur}[one[0]]) for one in pieces
        )
        assert re.sub(r"\.0\b", "", filled) == explorer.script()
    without = files_of(explorer, "soma", neuron=False, budget_s=1)
    assert json.loads(without["soma.json"])["described"] is None
    assert {"soma-amp.bin", "soma-dur.bin"} <= set(without)


def test_a_sliders_log_range_and_a_set_of_options_have_their_stops(tmp_path):
    names = widgets.SelectMultiple(options=["a", "b"], value=["a"], description="names")
    explorer = hhlab.explore(curve, x=Log(0.1, 2.0), names=names)
    data = json.loads((files := files_of(explorer, "e", budget_s=1))["e.json"])
    x, names = data["controls"]
    assert x["stops"] == sorted(x["stops"])
    assert (x["stops"][0], x["stops"][-1]) == (0.1, 2.0)
    assert (names["kind"], names["place"], names["options"]) == ("many", 1, ["a", "b"])
    runs = unpacked(files[names["family"]], tmp_path)
    assert [series["label"] for series in runs[3]["header"]["panels"][0]["series"]] == ["a", "b"]


def test_a_page_is_one_file_that_asks_for_nothing(own, tmp_path, monkeypatch):
    explorer, *_ = own
    monkeypatch.chdir(tmp_path)
    path = explorer.page(title="Rise & fall")
    assert path.name == "curve.html"
    assert "<h1>Rise &amp; fall</h1>" in path.read_text(encoding="utf-8")
    text = path.read_text(encoding="utf-8")
    without_scripts = re.sub(r"<script.*?</script>", "", text, flags=re.DOTALL)
    assert not re.search(r"""(?:src|href)=["'](?!data:|explorer\.json)""", without_scripts)
    assert "default-src 'none'" in text
    assert 'alt="' in text
    assert "url(http" not in text
    with pytest.raises(FileNotFoundError, match="no folder"):
        explorer.page(tmp_path / "nowhere" / "page.html")
    with pytest.raises(ValueError, match=r"no picture of these values.*beyond what is known"):
        explorer.x.value = 2.9
        explorer.page()
    explorer.reset()


def test_the_button_saves_the_page_and_says_that_it_takes_a_while(own, monkeypatch):
    explorer, *_ = own
    said, sent = [], []
    explorer._scope.observe(lambda change: said.append(change.new), "error")
    monkeypatch.setattr(
        explorer._scope, "send", lambda content, buffers=None: sent.append((content, buffers))
    )
    explorer._asked(None, {"do": "page"}, [])
    ((content, (data,)),) = sent
    assert (content["file"], content["kind"]) == ("curve.html", "text/html")
    assert data.startswith(b"<!doctype html>")
    assert "being made" in said[0]
    assert said[-1] == ""


def test_the_numbers_of_a_page_are_those_of_the_lab(tmp_path):
    rec = thin(soma())
    path = tmp_path / "frame"
    path.write_bytes(frame_of(rec))
    rows = [line.split(",") for line in in_node(CSV, path).strip().split("\n")]
    assert rows[0] == ["time [ms]", "membrane potential [mV]", "electrode current [nA]"]
    assert np.allclose(np.array(rows[1:], dtype=float).T, [rec.t, rec.v, rec.i_stim], rtol=1e-6)
    two = Curves(x="x [mV]", y="y", lines={"a": ([0, 1, 2], [3, 4, 5.5])}, marks={"here, now": (7, 8)})
    path.write_bytes(frame_of(two))
    assert in_node(CSV, path) == (
        'a: x [mV],a: y,"here, now: x [mV]","here, now: y"\n0,3,7,8\n1,4,,\n2,5.5,,\n'
    )


def test_packed_files_are_the_same_each_time(own):
    _, files, data = own
    family = files[data["controls"][0]["family"]]
    assert gzip.compress(gzip.decompress(family), 9, mtime=0) == family
