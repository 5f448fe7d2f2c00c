"""Colours of MOD text in JupyterLab's editor: the mode reads every MOD file of the course."""

import json
import subprocess
from pathlib import Path

import pytest
from npm import node

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "container/jupyter/labextensions/hhlab-mod/static/mod.js"
FILES = sorted((ROOT / "notebooks" / "mechanisms").glob("*.mod"))
# a stream as CodeMirror hands it to a mode
TOKENS = """
globalThis.window = {};
const { readFileSync } = require("node:fs");
eval(readFileSync(process.argv[1], "utf-8"));
const { mode } = window._JUPYTERLAB["hhlab-mod"];
class Stream {
    constructor(line) { [this.line, this.pos, this.start] = [line, 0, 0]; }
    next() { return this.line[this.pos++]; }
    eatSpace() {
        const at = this.pos;
        while (/\\s/.test(this.line[this.pos] ?? "")) this.pos++;
        return this.pos > at;
    }
    skipToEnd() { this.pos = this.line.length; }
    skipTo(text) { const at = this.line.indexOf(text, this.pos); if (at >= 0) this.pos = at; return at >= 0; }
    match(what, consume = true) {
        const rest = this.line.slice(this.pos);
        const found = typeof what === "string" ? (rest.startsWith(what) ? [what] : null) : rest.match(what);
        if (found && consume) this.pos += found[0].length;
        return found;
    }
    current() { return this.line.slice(this.start, this.pos); }
}
const state = mode.startState();
const found = [];
for (const line of readFileSync(process.argv[2], "utf-8").split("\\n")) {
    const stream = new Stream(line);
    while (stream.pos < line.length) {
        stream.start = stream.pos;
        const kind = mode.token(stream, state);
        if (stream.pos === stream.start) throw new Error(`stands still at ${line}`);
        if (kind) found.push([stream.current(), kind]);
    }
}
console.log(JSON.stringify({ found, state }));
"""


def read(path):
    """Give [text, kind] of each token, and the mode's state at the end."""
    command = [node(), "--eval", TOKENS, str(SCRIPT), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_file_of_the_course_is_read_to_its_end(path):
    read_to_the_end = read(path)
    assert read_to_the_end["state"]["depth"] == 0
    assert read_to_the_end["state"]["until"] == ""
    kinds = {kind for _, kind in read_to_the_end["found"]}
    assert {"keyword", "number", "operator", "comment", "string", "atom"} <= kinds


def test_words_numbers_units_and_remarks_are_told_apart(tmp_path):
    path = tmp_path / "some.mod"
    path.write_text(
        "TITLE of it\nNEURON { SUFFIX it }\nPARAMETER { g = 1e-3 (S/cm2) : how much\n}\nCOMMENT\ng = 1\n"
        'ENDCOMMENT\nINCLUDE "x.inc"\nBREAKPOINT { ik = g * f(v) ? so }\nE0 = 2\n'
    )
    found = read(path)["found"]
    assert [text for text, kind in found if kind == "comment"] == [
        *("TITLE of it", ": how much", "COMMENT", "g = 1", "ENDCOMMENT", "? so }"),
    ]
    assert [text for text, kind in found if kind == "number"] == ["1e-3", "2"]
    assert [text for text, kind in found if kind == "string"] == ["(S/cm2)", '"x.inc"']
    assert ["f", "variableName.function"] in found
    assert ["v", "atom"] in found
    assert ["E0", "variableName"] in found
    assert [text for text, kind in found if kind == "keyword"] == [
        *("NEURON", "SUFFIX", "PARAMETER", "INCLUDE", "BREAKPOINT"),
    ]
