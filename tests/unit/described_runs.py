"""A described explorer against the lab: the page's program, NEURON's samples, the picture of them."""

import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from npm import HERE, node

from hhlab.live.controls import Control

# what the page does before and after NEURON
BEFORE = """
import { readFileSync } from "node:fs";
import { hocOf } from "./described.js";
const { described, settings } = JSON.parse(readFileSync(process.argv[1], "utf-8"));
console.log(JSON.stringify(settings.map((values) => hocOf(described, values))));
"""
AFTER = """
import { readFileSync } from "node:fs";
import { frameOf } from "./described.js";
import { decode } from "./frame.js";
const { described, settings, lengths } = JSON.parse(readFileSync(process.argv[1], "utf-8"));
const numbers = new Float64Array(Uint8Array.from(readFileSync(process.argv[2])).buffer);
let at = 0;
const hex = (array) => Buffer.from(array.buffer, array.byteOffset, array.byteLength).toString("hex");
const frames = settings.map((values, i) => {
  const recorded = lengths[i].map((length) => numbers.slice(at, (at += length)));
  try {
    const { arrays, ...header } = decode(frameOf(described, values, recorded));
    return { header, arrays: arrays.map(hex) };
  } catch (error) {
    return { error: error.message };
  }
});
console.log(JSON.stringify(frames));
"""
# a NEURON that nothing else lives in; one process for all settings, as in a page
NATIVE = """
import json, sys
import numpy as np
from neuron import h
h.load_file("stdrun.hoc")
found = []
for one in json.load(open(sys.argv[1])):
    assert h(one["hoc"])
    found.append([np.array(getattr(h, name)) for name in one["vectors"]])
np.concatenate([row for rows in found for row in rows]).tofile(sys.argv[2])
print(json.dumps([[len(row) for row in rows] for rows in found]))
"""


# NEURON in a page, in one that goes on living
IN_PAGE = """
const { readFileSync, writeFileSync } = require("node:fs");
const [folder, programs, samples] = process.argv.slice(1);
const { openNeuron } = require(`${folder}/neuron.js`);
(async () => {
  const neuron = await openNeuron(readFileSync(`${folder}/neuron.wasm`));
  const found = [];
  for (const { hoc, vectors } of JSON.parse(readFileSync(programs, "utf-8")))
    found.push(await neuron.run(hoc, vectors));
  writeFileSync(samples, Buffer.concat(
    found.flat().map((row) => Buffer.from(row.buffer, row.byteOffset, row.byteLength))));
  console.log(JSON.stringify(found.map((rows) => rows.map((row) => row.length))));
})();
"""


def settings_of(explorer, count, seed=1):
    """Give values of the controls as a hand sets them: at stops, and typed into the box."""
    chance, found = random.Random(seed), [explorer.values]
    while len(found) < count:
        values = {}
        for name, control in explorer.controls.items():
            if isinstance(control, Control):
                values[name] = control.at(chance.choice(control.places))
                if chance.random() < 0.3 and type(control.value) is float:
                    low, high = control._range.low, control._range.high
                    values[name] = chance.uniform(low, high)
            elif hasattr(control, "options"):
                values[name] = chance.choice([value for _, value in control._options_full])
            else:
                values[name] = chance.random() < 0.5
        found.append(values)
    return found


def frames_in_page(described, settings, native=None):
    """Give what the page shows for some settings, with the samples of native NEURON or what stands for it."""
    with tempfile.TemporaryDirectory() as folder:
        asked, samples = Path(folder) / "asked.json", Path(folder) / "samples"
        asked.write_text(json.dumps({"described": described, "settings": settings}))
        programs = _node(BEFORE, asked)
        (Path(folder) / "programs.json").write_text(programs)
        lengths = (native or _native)(Path(folder) / "programs.json", samples)
        asked.write_text(json.dumps({"described": described, "settings": settings, "lengths": lengths}))
        return json.loads(_node(AFTER, asked, samples))


def differences(explorer, described, settings, native=None):
    """Give in what the page differs from the lab, as texts; nothing where all is equal."""
    found = []
    for values, page in zip(settings, frames_in_page(described, settings, native), strict=True):
        explorer._set(values)
        if explorer.error:
            if "error" not in page:
                found.append(f"{values}: the lab says {explorer.error}, the page shows a picture")
            continue
        if "error" in page:
            found.append(f"{values}: {page['error']}")
            continue
        lab = decoded(explorer._scope.frame)
        for name in ("words", "derived", "values", "panels", "lengths"):
            if page["header"][name] != lab["header"][name]:
                found.append(f"{values}: {name}: {page['header'][name]} is not {lab['header'][name]}")
        if page["arrays"] != lab["arrays"]:
            found.append(f"{values}: the samples differ")
    return found


def decoded(frame):
    """Give the header and the arrays of a frame of the lab."""
    size = int.from_bytes(frame[:4], "little")
    header, at, arrays = json.loads(frame[4 : 4 + size]), 4 + size, []
    for length in header["lengths"]:
        arrays.append(np.frombuffer(frame[at : at + 4 * length], "<f4").tobytes().hex())
        at += 4 * length
    return {"header": header, "arrays": arrays}


def in_page(folder):
    """Give what makes programs by the page's NEURON, which lies in a folder."""

    def make(programs, samples):
        command = [node(), "-e", IN_PAGE, folder, programs, samples]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return make


def _node(script, *arguments):
    command = [node(), "--input-type=module", "-e", script, *map(str, arguments)]
    done = subprocess.run(command, cwd=HERE / "src", capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def _native(programs, samples):
    command = [sys.executable, "-c", NATIVE, programs, samples]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


if __name__ == "__main__":  # in a process that may be told what glibc does
    import hhlab
    from hhlab.live.described import described as of

    playground = hhlab.playground()
    print(
        *differences(playground, of(playground), settings_of(playground, 20), in_page(sys.argv[1])), sep="\n"
    )
