"""NEURON in a web page: the numbers of the lab's own NEURON, and no run knows of another.

`make neuron-web` compiles it in some minutes. Where that was not done these tests are left out, but not by
`make test-neuron-web`.
"""

import json
import os
import platform
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from npm import node

ASKED_FOR = os.environ.get("HHLAB_NEURON_WEB")
FOLDER = Path(ASKED_FOR or "build/neuron").resolve()
pytestmark = pytest.mark.skipif(
    not ASKED_FOR and not (FOLDER / "neuron.js").exists(), reason="`make neuron-web` was not run"
)

# without fused multiply and add, which WebAssembly does not have, glibc computes what every machine computes
NO_FMA = {"GLIBC_TUNABLES": "glibc.cpu.hwcaps=-FMA,-FMA4,-AVX2"}
CAN_DO_WITHOUT_FMA = platform.machine() == "x86_64" and platform.libc_ver()[0] == "glibc"

SOMA = """
create soma
access soma
soma { L = 20 diam = 20 nseg = 1 insert hh }
objref clamp, t_vec, v_vec
clamp = new IClamp(0.5)
{ clamp.del = 5 clamp.dur = 100 clamp.amp = 0.5 }
{ t_vec = new Vector() v_vec = new Vector() t_vec.record(&t) v_vec.record(&v(0.5)) }
{ celsius = 6.3 dt = 0.025 finitialize(-65) }
"""
PROGRAMS = {
    "membrane": SOMA + "continuerun(120)\n",
    "warm": SOMA + "{ celsius = 20 finitialize(-65) continuerun(60) }\n",
    "passive": SOMA.replace("insert hh", "insert pas g_pas = 1e-4 e_pas = -70") + "continuerun(60)\n",
    "adaptive": SOMA
    + "objref cvode\ncvode = new CVode()\n{ cvode.active(1) cvode.atol(1e-5) }\n"
    + "{ finitialize(-65) continuerun(120) }\n",
    "voltage clamp": SOMA.replace("IClamp", "SEClamp")
    .replace(
        "clamp.del = 5 clamp.dur = 100 clamp.amp = 0.5",
        "clamp.dur1 = 5 clamp.amp1 = -65 clamp.dur2 = 20 clamp.amp2 = 0 clamp.dur3 = 10 clamp.rs = 1e-3",
    )
    .replace("v_vec.record(&v(0.5))", "v_vec.record(&clamp.i)")
    + "continuerun(35)\n",
    "axon": """
create axon
access axon
axon { L = 50000 diam = 500 nseg = 101 Ra = 35.4 insert hh }
objref clamp, t_vec, v_vec, records[2]
clamp = new IClamp(0)
{ clamp.del = 1 clamp.dur = 1 clamp.amp = 5000 }
{ t_vec = new Vector() v_vec = new Vector() t_vec.record(&t) v_vec.record(&v(0.9)) }
for i = 0, 1 { records[i] = new Vector() records[i].record(&m_hh(0.25 + i / 2)) }
{ celsius = 18.5 dt = 0.01 steps_per_ms = 100 finitialize(-65) continuerun(12) }
""",
    "noise through a synapse": SOMA.replace("clamp.amp = 0.5", "clamp.amp = 0")
    + """
objref noise, synapse, contact
noise = new NetStim()
{ noise.interval = 5 noise.number = 1e9 noise.start = 2 noise.noise = 1 noise.noiseFromRandom123(1, 2, 3) }
synapse = new Exp2Syn(0.5)
{ synapse.tau1 = 0.5 synapse.tau2 = 3 synapse.e = 0 }
contact = new NetCon(noise, synapse)
{ contact.weight = 0.03 contact.delay = 1 finitialize(-65) continuerun(300) }
""",
    "noisy current": SOMA
    + """
objref chance, samples
{ chance = new Random() chance.Random123(7, 1) chance.normal(0.1, 0.04) }
{ samples = new Vector(8001) samples.setrand(chance) }
{ samples.play(&clamp.amp, 0.025) clamp.del = 0 clamp.dur = 1e9 finitialize(-65) continuerun(200) }
""",
    "two cells": SOMA
    + """
create other
other { L = 20 diam = 20 insert hh }
objref synapse, contact
other synapse = new ExpSyn(0.5)
{ synapse.tau = 2 }
soma contact = new NetCon(&v(0.5), synapse)
{ contact.threshold = 0 contact.weight = 0.05 contact.delay = 2 }
{ v_vec = new Vector() v_vec.record(&other.v(0.5)) finitialize(-65) continuerun(120) }
""",
}
VECTORS = ["t_vec", "v_vec"]

# each program has a NEURON of its own: a fork of one that has run nothing
NATIVE = """
import json, os, sys
from neuron import h
h.load_file("stdrun.hoc")
programs, vectors = json.load(sys.stdin)
for program in programs:
    if os.fork():
        assert os.wait()[1] == 0
        continue
    assert h(program), program
    print(json.dumps([getattr(h, name).to_python() for name in vectors]), flush=True)
    os._exit(0)
"""
IN_NODE = """
const { readFileSync } = require("node:fs");
const [folder] = process.argv.slice(1);
const { openNeuron } = require(`${folder}/neuron.js`);
const jobs = JSON.parse(readFileSync(0, "utf-8"));
openNeuron(readFileSync(`${folder}/neuron.wasm`)).then(async (neuron) => {
  const answers = [];
  for (const [hoc, vectors] of jobs)
    answers.push(await neuron.run(hoc, vectors).then(
      (arrays) => ({ arrays: arrays.map((array) => [...array]) }),
      (error) => ({ error: error.message }),
    ));
  console.log(JSON.stringify({ answers, memory: neuron.simulator?.instance.HEAPU8.length }));
});
"""


def solved(jobs):
    """Give what NEURON in a page answers to (program, vectors), one after the other."""
    command = [node(), "--eval", IN_NODE, FOLDER]
    done = subprocess.run(
        command, input=json.dumps(jobs), capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def arrays_of(answer):
    assert "arrays" in answer, answer
    return [np.array(array) for array in answer["arrays"]]


def native(**env):
    """Give the arrays of every program by the lab's own NEURON."""
    jobs = json.dumps([list(PROGRAMS.values()), VECTORS])
    done = subprocess.run(
        [sys.executable, "-c", NATIVE],
        input=jobs,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env=os.environ | env,
    )
    assert done.returncode == 0, done.stderr
    answers = map(json.loads, done.stdout.splitlines()[-len(PROGRAMS) :])
    return {
        name: [np.array(array) for array in arrays] for name, arrays in zip(PROGRAMS, answers, strict=True)
    }


@pytest.fixture(scope="module")
def in_page():
    answers = solved([(program, VECTORS) for program in PROGRAMS.values()])["answers"]
    return dict(zip(PROGRAMS, map(arrays_of, answers), strict=True))


@pytest.fixture(scope="module")
def without_fma():
    return native(**NO_FMA)


@pytest.fixture(scope="module")
def as_shipped():
    return native()


@pytest.mark.parametrize("name", PROGRAMS)
@pytest.mark.skipif(not CAN_DO_WITHOUT_FMA, reason="only glibc on x86-64 can be told to do without FMA")
def test_every_bit_is_the_labs(in_page, without_fma, name):
    for here, there in zip(in_page[name], without_fma[name], strict=True):
        assert len(there) > 100
        np.testing.assert_array_equal(here, there, strict=True)


# where the lengths of steps follow from the numbers, the lab with FMA differs as much from the lab without
@pytest.mark.parametrize("name", [name for name in PROGRAMS if name != "adaptive"])
def test_as_shipped_the_lab_differs_by_rounding_alone(in_page, as_shipped, name):
    (t, v), (t_lab, v_lab) = in_page[name], as_shipped[name]
    assert np.ptp(v) > 1
    np.testing.assert_allclose(t, t_lab, rtol=0, atol=1e-9)
    np.testing.assert_allclose(v, v_lab, rtol=0, atol=1e-9)


def test_a_run_knows_nothing_of_the_ones_before():
    spoiled = [
        "{ celsius = 36 secondorder = 2 usetable_hh = 0 }\ncreate soma, more[20]\nforall insert hh\n"
        "objref cvode\ncvode = new CVode()\n{ cvode.active(1) finitialize(-40) continuerun(50) }",
        "proc continuerun() { }\nbegintemplate Cell\nendtemplate Cell",
        "foo(",
        "create soma\nsoma insert nothing",
        "{ x = sqrt(-1) }",
        "quit()",
    ]
    jobs = [(PROGRAMS["axon"], ["v_vec"]), *((text, []) for text in spoiled), (PROGRAMS["axon"], ["v_vec"])]
    first, *errors, last = solved(jobs)["answers"]
    assert ["error" in one for one in errors] == [False, False, True, True, True, True]
    np.testing.assert_array_equal(*arrays_of(first), *arrays_of(last))


def test_memory_does_not_grow():
    few, many = (solved([(PROGRAMS["warm"], ["v_vec"])] * times) for times in (2, 60))
    assert many["memory"] == few["memory"] < 32 * 2**20


WRONG = {
    "soma { insert hh }": "syntax error",
    "create soma\nsoma insert nothing": "nothing",
    "{ x = sqrt(-1) }": "sqrt argument out of domain",
    "{ x = 1 / 0 }": "division by zero",
    "objref one\none = new IClamp(3)": "",
    "objref one\none = new Vector(1e8)": "bad_alloc",
    "proc deep() { deep() }\ndeep()": "",
    "objref one, two\n{ one = new Vector(8) two = new Vector() two.fft(one, 1) }": "no Fourier transform",
    "objref one\n{ one = new Random() one.MCellRan4(1) one.uniform(0, 1) }": "no MCellRan4",
}


def test_a_wrong_program_is_told():
    answers = solved([(program, []) for program in WRONG])["answers"]
    for words, answer in zip(WRONG.values(), answers, strict=True):
        assert words in answer["error"]
        assert answer["error"].strip()


def test_what_is_no_vector_is_told():
    names = ["nothing", "clamp", "soma", "v_vec[1]", "v_vec[x]", "t"]
    answers = solved([(PROGRAMS["membrane"], [name]) for name in names])["answers"]
    assert answers == [{"error": f"{name} is no Vector of this program"} for name in names]


def test_one_of_several_objects_has_its_index():
    (answer,) = solved([(PROGRAMS["axon"], ["records[0]", "records[1]"])])["answers"]
    first, second = arrays_of(answer)
    assert np.argmax(first) < np.argmax(second)
