"""Notebooks such as students write, each a list of cells that ends with an explorer."""

import contextlib
import os
import pickle
import sys
import traceback
from pathlib import Path

from flat import flat, main

START = """import numpy as np
from neuron import h

import hhlab
from hhlab import Recording, explore

h.load_file("stdrun.hoc")"""
SOMA = """soma = h.Section(name="soma")
soma.L = soma.diam = 10  # µm
soma.insert("hh")
stim = h.IClamp(soma(0.5))
stim.delay, stim.dur, stim.amp = 5, 1, 0.2  # ms, ms, nA
t, v = h.Vector().record(h._ref_t), h.Vector().record(soma(0.5)._ref_v)


def go(tstop=20):
    h.finitialize(-65)
    h.continuerun(tstop)
    return Recording(t=t, v=v)"""
RUN = """def run(amp=0.3):
    stim.amp = amp
    return go()


explore(run, amp=(0.0, 0.5))"""
NOTEBOOKS = {
    "state changed since": [
        START,
        SOMA,
        "soma.gnabar_hh = 0.1\nstim.dur = 2\nh.celsius = 10\nsoma.nseg = 3",
        "soma(0.1).hh.gkbar = 0.04\nsoma.ena = 45",
        RUN,
    ],
    "a global that counts": [
        START,
        SOMA,
        "calls, log = 3, []",
        """def run(amp=0.3):
    global calls
    calls += 1
    log.append(amp)
    stim.amp = amp + 0.01 * calls + 0.001 * len(log)
    return go()


explore(run, amp=(0.0, 0.5))""",
    ],
    "two functions share an object": [
        START,
        SOMA,
        "settings = {'scale': 0.5}\nsame = settings",
        """def prepare(amp):
    settings["scale"] += 0.1
    return amp


def run(amp=0.3):
    stim.amp = prepare(amp) * same["scale"]
    return go()


explore(run, amp=(0.0, 0.5))""",
    ],
    "sections made in a loop": [
        START,
        SOMA,
        """dends = []
for i in range(3):
    dend = h.Section(name="dend")
    dend.L, dend.diam, dend.nseg, dend.Ra = 50 + 10 * i, 2, 3, 100
    dend.connect(dends[-1](1) if dends else soma(1))
    dend.insert("pas")
    dends.append(dend)""",
        """def run(amp=0.3):
    stim.amp = amp
    far = h.Vector().record(dends[-1](0.9)._ref_v)
    go()
    return Recording(t=t, v=far)


explore(run, amp=(0.0, 0.5))""",
    ],
    "a section made again under its name": [
        START,
        "soma = h.Section(name='soma')\nsoma.L = 77\nh.delete_section(sec=soma)",
        SOMA,
        RUN,
    ],
    "a template class": [
        START,
        """class BallAndStick:
    cells = 0

    def __init__(self, i, length=200):
        BallAndStick.cells += 1
        self.i = i
        self.soma = h.Section(name="soma", cell=self)
        self.dend = h.Section(name="dend", cell=self)
        self.dend.connect(self.soma)
        self.soma.L = self.soma.diam = 12.6157
        self.dend.L, self.dend.diam, self.dend.nseg = length, 1, 5
        self.soma.insert("hh")
        self.dend.insert("pas")
        self.dend.e_pas = -65
        self.syn = h.ExpSyn(self.dend(0.5))
        self.syn.tau = 2
        self.v = h.Vector().record(self.soma(0.5)._ref_v)

    def __repr__(self):
        return f"BallAndStick[{self.i}]"

    def peak(self):
        return self.v.max()""",
        """cells = [BallAndStick(i) for i in range(3)]
t = h.Vector().record(h._ref_t)
stim = h.NetStim()
stim.number, stim.start = 1, 9
wires = [h.NetCon(stim, cells[0].syn, 0, 1, 0.04)]
for one, other in zip(cells, cells[1:]):
    wires.append(h.NetCon(one.soma(0.5)._ref_v, other.syn, sec=one.soma))
    wires[-1].weight[0], wires[-1].delay = 0.01, 5""",
        """def run(weight=0.01):
    for wire in wires[1:]:
        wire.weight[0] = weight
    h.finitialize(-65)
    h.continuerun(40)
    return Recording(t=t, v=cells[-1].v), {"peak": cells[0].peak()}


explore(run, weight=(0.0, 0.05))""",
    ],
    "defaults that are objects": [
        START,
        SOMA,
        "factor = 2.0\nbag = [1, 2]",
        """def run(amp=0.1, where=soma(0.5), by=factor, bag=bag, *, clamp=stim):
    clamp.amp = amp * by * len(bag)
    far = h.Vector().record(where._ref_v)
    go()
    return Recording(t=t, v=far)


factor = 7.0
bag.append(3)
explore(run, amp=(0.0, 0.5))""",
    ],
    "names that shadow modules and builtins": [
        START,
        SOMA,
        "max = 0.25\nmath = {'pi': 3}\nimport numpy as list",
        """def run(amp=0.1):
    stim.amp = list.sqrt(amp) * max * math["pi"]
    return go()


explore(run, amp=(0.0, 0.5))""",
    ],
    "comprehensions, f-strings, letters": [
        START,
        SOMA,
        "größe, Δ, x, k = 0.2, {'α': 0.5}, 99, 'name'",
        """def run(amp=0.1):
    parts = [x * größe for x in (1, 2)] + [Δ["α"] for k in range(2)]
    label = f"{größe:.1f} of {Δ['α']!r} {k}"
    stim.amp = amp * sum(parts) + len(label) / 1000
    return go()


explore(run, amp=(0.0, 0.5))""",
    ],
    "redefined after": [
        START,
        SOMA,
        """def scaled(amp):
    return 2 * amp


def run(amp=0.1):
    stim.amp = scaled(amp)
    return go()


explorer = explore(run, amp=(0.0, 0.5))""",
        "def run(amp=0.1):\n    return None",
        "def scaled(amp):\n    return 3 * amp",
        "explorer",
    ],
    "closures, lambdas, partials": [
        START,
        SOMA,
        """import functools


def times(k):
    def by(x):
        return k * x

    return by


double, triple = times(2), times(3)
shift = lambda x, y=0.01: x + y
moved = functools.partial(shift, y=0.02)
steps = {"a": (lambda x: x + 0.001), "b": (lambda x: x * 1.01)}
k = 50""",
        """def run(amp=0.05):
    stim.amp = moved(double(amp) + triple(amp)) + steps["a"](amp) + steps["b"](amp) + k / 1e4
    return go()


explore(run, amp=(0.0, 0.5))""",
    ],
    "decorators": [
        START,
        SOMA,
        """import functools


def twice(function):
    @functools.wraps(function)
    def inner(*args, **kwargs):
        function(*args, **kwargs)
        return function(*args, **kwargs)

    return inner


@functools.lru_cache
def known(x):
    return x + 0.01""",
        """@twice
def run(amp=0.1):
    stim.amp = known(amp)
    return go()


explore(run, amp=(0.0, 0.5))""",
    ],
    "a method": [
        START,
        SOMA,
        """class Lab:
    def __init__(self, scale):
        self.scale, self.stim = scale, stim

    def run(self, amp=0.1):
        self.stim.amp = amp * self.scale
        return go()


lab = Lab(2.5)
explore(lab.run, amp=(0.0, 0.5))""",
    ],
    "data": [
        START,
        SOMA,
        """import collections
import dataclasses
import enum
import math as m


@dataclasses.dataclass
class Step:
    amp: float
    more: dict = dataclasses.field(default_factory=dict)


class Kind(enum.Enum):
    HIGH = 1
    LOW = 2


Point = collections.namedtuple("Point", "x y")
step, kind, point = Step(0.1, {"a": np.float64(0.02)}), Kind.LOW, Point(1, np.array([1.5, np.nan]))
grid, noise = np.linspace(0, 1, 7), np.sin(np.arange(500)) / 10
table = {("a", 1): [np.int64(3), None, True, 1e-7, float("inf")], "b": {1, 2}}
generator = np.random.default_rng(3)
membrane = hhlab.Membrane(gnabar=0.1)
counted = collections.Counter("aab")""",
        """def run(amp=0.1):
    total = step.amp + step.more["a"] + (kind is Kind.LOW) * 0.01 + point.x / 100 + point.y[0] / 100
    total += grid.sum() / 100 + noise[3] + table[("a", 1)][0] / 100 + len(table["b"]) / 1000
    total += m.floor(1.5) / 1000 + membrane.gnabar / 10 + counted["a"] / 1000 + generator.random() / 100
    stim.amp = amp + total
    return go()


explore(run, amp=(0.0, 0.5))""",
    ],
    "played and wired": [
        START,
        SOMA,
        """times, amps = h.Vector([0, 5, 10]), h.Vector([0, 0.1, 0])
ramp = h.IClamp(soma(0.5))
ramp.dur = 1e9
amps.play(ramp._ref_amp, times, True)
spikes = h.Vector()
detector = h.NetCon(soma(0.5)._ref_v, None, sec=soma)
detector.threshold = -20
detector.record(spikes)
h.ion_style("na_ion", 1, 2, 1, 1, 0, sec=soma)
soma.nao = 120""",
        """def run(amp=0.2):
    stim.amp = amp
    return go(), {"spikes": len(spikes), "first": spikes[0] if len(spikes) else 0}


explore(run, amp=(0.0, 0.5))""",
    ],
    "a shape of points": [
        START,
        SOMA,
        """dend = h.Section(name="dend")
for point in ((0, 0, 0, 2), (30, 0, 0, 1.5), (60, 20, 5, 1)):
    dend.pt3dadd(*point)
dend.nseg = 3
dend.connect(soma(1))
dend.insert("pas")
for seg in dend:
    seg.pas.g = 0.001 * (1 + seg.x)""",
        RUN,
    ],
    "a pointer and a mechanism of a segment": [
        START,
        SOMA,
        "here = soma(0.5)\nhh, ref, quiet = here.hh, here._ref_m_hh, h.ref(0.02)\nfinish = h.continuerun",
        """def run(amp=0.2):
    stim.amp = amp + quiet[0]
    m = h.Vector().record(ref)
    h.finitialize(-65)
    finish(20)
    return Recording(t=t, v=v, m=m), {"n": hh.n}


explore(run, amp=(0.0, 0.5))""",
    ],
    "a table and derived numbers": [
        START,
        SOMA,
        """def peak(rec):
    return {"peak": rec.v.max(), "scale": scale}


scale = 3


def run(amp=0.2):
    stim.amp = amp
    return go()


explore(run, derived=peak, amp=(0.0, 0.5))""",
    ],
    "what was recorded before": [
        START,
        SOMA,
        "stim.amp = 0.4\ngo()\nkept = np.array(v)",
        """def run(shift=1.0):
    return Recording(t=t, v=np.array(v) + shift, m=kept / 100)


explore(run, shift=(0.0, 5.0))""",
    ],
    "a recording at intervals": [
        START,
        SOMA,
        "slow_t, slow = h.Vector().record(h._ref_t, 0.5), h.Vector().record(soma(0.5)._ref_v, 0.5)",
        """def run(amp=0.2):
    stim.amp = amp
    go()
    return Recording(t=slow_t, v=slow)


explore(run, amp=(0.0, 0.5))""",
    ],
    "variable steps": [
        START,
        SOMA,
        "other = h.Section(name='other')\nother.insert('pas')",
        "cvode = h.CVode()\ncvode.active(True)\ncvode.atol(1e-5)",
        RUN,
    ],
    "NEURON's other name": [
        START.replace("from neuron import h", "from neuron import h, n"),
        SOMA,
        """def run(amp=0.2):
    stim.amp = amp
    n.finitialize(-60)
    n.continuerun(20)
    return Recording(t=t, v=v)


explore(run, amp=(0.0, 0.5))""",
    ],
    "a function of a file beside": [
        START,
        SOMA,
        """import pathlib

lines = ["k = 3", "", "", "def thrice(x):", "    return k * x"]
pathlib.Path("beside.py").write_text("\\n".join(lines))""",
        "import sys\nsys.path.insert(0, '')\nfrom beside import thrice\nk = 4",
        """def run(amp=0.05):
    stim.amp = thrice(amp) + k / 1000
    return go()


explore(run, amp=(0.0, 0.5))""",
    ],
    "results of hhlab and of libraries": [
        START,
        SOMA,
        """from scipy.interpolate import CubicSpline

spline = CubicSpline([0, 1, 2], [0, 1, 4])
rec = hhlab.simulate(tstop=5)
family = hhlab.Family("amp [nA]", [1, 2], [rec, rec])
curves = hhlab.Curves(x="x", y="y", lines={"a": ([1, 2], [3, 4])}, marks={"m": (1, 2)})
profile = hhlab.Profile(x_um=[0, 1], t=[0, 1], v=[[0, 1], [2, 3]], at_ms=1)
axon = hhlab.Axon.squid_1952(diam=200)""",
        """def run(amp=0.05):
    total = spline(1.5) + family.recordings[1].v[3] + curves.lines["a"][1][1] + profile.v[1, 1] + axon.diam
    stim.amp = amp + float(total) / 10000 + rec.v[-1] / 10000
    return go()


explore(run, amp=(0.0, 0.5))""",
    ],
    "a channel of one's own": [
        START,
        SOMA,
        """mod = '''NEURON { SUFFIX lk NONSPECIFIC_CURRENT i RANGE g, e }
PARAMETER { g = 0.0001 (S/cm2) e = -60 (mV) }
ASSIGNED { v (mV) i (mA/cm2) }
BREAKPOINT { i = g * (v - e) }
'''
lk = hhlab.compile_mechanism(mod)
soma.insert(lk)
setattr(soma, f"g_{lk}", 0.0005)""",
        RUN,
    ],
    "a state that nothing resets": [
        START,
        SOMA,
        "h.finitialize(-50)\nsoma.v = -40",
        """def run(shift=1.0):
    here = soma(0.5)
    return hhlab.Curves(x="x", y="y", marks={"now": (here.v + shift, here.hh.m + here.hh.n)})


explore(run, shift=(0.0, 5.0))""",
    ],
    "a closure that counts": [
        START,
        SOMA,
        """def counter():
    count = 0

    def step():
        nonlocal count
        count += 1
        return count / 1000

    return step


step = counter()
step(), step()""",
        """def run(amp=0.2):
    stim.amp = amp + step()
    return go()


explore(run, amp=(0.0, 0.5))""",
    ],
    "class attributes changed since, and inheritance": [
        START,
        SOMA,
        """class Base:
    scale = 1.0
    table = {"a": 1}

    @property
    def double(self):
        return 2 * self.scale

    @staticmethod
    def half(x):
        return x / 2


class Other(Base):
    __slots__ = ("own",)

    def __init__(self):
        self.own = np.float32(0.5)


Base.scale, Base.table["b"] = 0.1, 2
other = Other()""",
        """def run(amp=0.2):
    stim.amp = other.half(amp) * other.double * other.own * len(Base.table) + Other.scale
    return go()


explore(run, amp=(0.0, 0.5))""",
    ],
    "another name for NEURON": [
        "import numpy as np\nfrom neuron import h as nrn\nimport hhlab\nh = 3\nnrn.load_file('stdrun.hoc')",
        SOMA.replace("h.", "nrn.").replace("Recording", "hhlab.Recording"),
        """def run(amp=0.2):
    stim.amp = amp * h
    return go()


hhlab.explore(run, amp=(0.0, 0.5))""",
    ],
}
# what a function of the notebook may hold that no script can: the cell that makes it
HELD = {
    "a lock": "import threading\nheld = threading.Lock()",
    "an open file": "held = open('numbers.txt', 'w')",
    "a widget": "import ipywidgets\nheld = ipywidgets.IntSlider()",
    "a generator": "held = (x for x in range(9))",
    "a file beside the notebook": "open('beside.py', 'w').close()\nimport beside as held",
    "a class made by a call": "held = type('Held', (), {'x': 1})()",
    "a figure": "import matplotlib.pyplot as plt\nheld, _ = plt.subplots()",
}


def copied(cells, path):
    """Run a notebook in a shell of IPython, and leave its script and what it shows beside each other."""
    from IPython.core.interactiveshell import InteractiveShell

    os.chdir(path.parent)
    shell = InteractiveShell.instance()
    for cell in cells:
        ran = shell.run_cell(cell, store_history=True)
        ran.raise_error()
    explorer = ran.result
    assert explorer._scope.tools["script"], "there is no button"
    path.write_text(explorer.script(), encoding="utf-8")
    path.with_suffix(".pickle").write_bytes(pickle.dumps(flat(explorer.result)))


def copy_all(folder):
    """Copy the script of each notebook in a process of its own, forked from one that has only imported."""
    import IPython.core.interactiveshell  # noqa: F401
    import neuron  # noqa: F401

    import hhlab.live.explorer  # noqa: F401

    for name, cells in NOTEBOOKS.items():
        child = os.fork()
        if not child:
            path = Path(folder) / f"{name}.py"
            with Path(os.devnull).open("w") as nowhere, contextlib.redirect_stdout(nowhere):
                try:
                    copied(cells, path)
                except BaseException:
                    path.write_text(f"raise RuntimeError({traceback.format_exc()!r})", encoding="utf-8")
                    path.with_suffix(".pickle").write_bytes(pickle.dumps([]))
            os._exit(0)
        os.waitpid(child, 0)


if __name__ == "__main__":
    copy_all(sys.argv[1])
    main(sys.argv[1])
