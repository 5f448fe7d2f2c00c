"""Every default is written once: whatever one is changed to, all signatures, runs and scripts follow."""

import ast
import inspect
import json
import shutil
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

import hhlab
from hhlab.descriptions import defaults, neurons
from hhlab.descriptions.labels import DESCRIPTIONS
from hhlab.descriptions.parameters import Settings
from hhlab.simulator.networks import Ring

PACKAGE = Path(hhlab.__file__).parent
SETTINGS = {item.name: item.default for item in fields(Settings)}
TABLE = {
    name.lower(): value
    for name, value in vars(defaults).items()
    if name.isupper() and isinstance(value, (float, str, tuple))
}


# --- in the source ---------------------------------------------------------------------------------------


def signatures(folder):
    """Give (file, function, parameter, default's node) for every default of every function."""
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                given = node.args
                names = [*given.posonlyargs, *given.args]
                pairs = [*zip(names[::-1], given.defaults[::-1], strict=False)]
                pairs += zip(given.kwonlyargs, given.kw_defaults, strict=True)
                for name, default in pairs:
                    if default is not None:
                        yield path.relative_to(folder).as_posix(), node.name, name.arg, default


def held_elsewhere(name, value):
    """Say whether a description, or the table of defaults, holds this literal under this name."""
    if name in SETTINGS or name == "record":
        return value is not None
    described = [item.default for kind in (*DESCRIPTIONS, Ring) for item in fields(kind) if item.name == name]
    return value in [x for x in described if x] or (name in TABLE and value == TABLE[name])


def literals(folder):
    """Give where a signature holds what is written elsewhere, or what its neighbour in the file holds too."""
    found, seen = [], {}
    for path, function, name, default in signatures(folder):
        try:
            value = ast.literal_eval(default)
        except ValueError:
            continue  # a name
        if held_elsewhere(name, value):
            found.append(f"{path}: {function}({name}={value!r})")
        if value not in (None, True, False, 0, "", ()):
            if (path, name, value) in seen:
                found.append(f"{path}: {function} and {seen[path, name, value]}({name}={value!r})")
            seen[path, name, value] = function
    return found


def test_no_signature_holds_what_is_written_elsewhere():
    assert literals(PACKAGE) == []


@pytest.mark.parametrize(
    "slip",
    [
        "celsius=6.3",
        "celsius=20.0",
        "rel=1e-4",
        'method="cvode"',
        "gnabar=0.12",
        'record=("v",)',
        "*, dt=0.01",
    ],
)
def test_such_a_literal_is_found(slip, tmp_path):
    (tmp_path / "module.py").write_text(f"def run(x=None, {slip}):\n    pass\n", "utf-8")
    assert len(literals(tmp_path)) == 1


# --- in the signatures -----------------------------------------------------------------------------------

# a module of its own process: it changes one default after the other in a copy of the package
CHANGING = """
import importlib, inspect, json, sys
from pathlib import Path

# what the package stands on is imported once
import anywidget, ipywidgets, loky, matplotlib.pyplot, neuron, scipy.integrate, scipy.optimize

folder, changes = Path(sys.argv[1]), json.loads(Path(sys.argv[2]).read_text("utf-8"))
sys.path.insert(0, str(folder))
sys.dont_write_bytecode = True


def plain(value):
    return value if isinstance(value, (int, float, str, tuple)) else repr(value)


def seen():
    for name in [name for name in sys.modules if name.split(".")[0] == "hhlab"]:
        del sys.modules[name]
    importlib.invalidate_caches()
    import hhlab
    from hhlab.scripts.neuron_script import neuron_script
    from hhlab.simulator.engine import simulate

    assert Path(hhlab.__file__).parent.parent == folder
    signatures = {}
    for name in hhlab.__all__:
        if inspect.isroutine(getattr(hhlab, name)) or hasattr(getattr(hhlab, name), "__dataclass_fields__"):
            known = inspect.signature(getattr(hhlab, name)).parameters.values()
            signatures[name] = {one.name: plain(one.default) for one in known if one.default is not one.empty}
    from hhlab.live.playground import run
    from hhlab.simulator.engine import calc_hh

    known = inspect.signature(run).parameters.values()
    signatures["the playground's"] = {one.name: plain(one.default) for one in known}
    script = neuron_script(hhlab.Membrane(), hhlab.CurrentClamp(), hhlab.Settings(), ("v",))
    return signatures, script, simulate(tstop=1.0).configuration, calc_hh()[1].max()


found = [seen()]
for path, before, after in changes:
    source = folder / "hhlab" / path
    text = source.read_text("utf-8")
    assert text.count(before) == 1, before
    source.write_text(text.replace(before, after), "utf-8")
    found.append(seen())
    source.write_text(text, "utf-8")
print(json.dumps(found))
"""


def line_of(path, start):
    """Give the one line of a module that starts with some words."""
    (line,) = [x for x in (PACKAGE / path).read_text("utf-8").split("\n") if x.strip().startswith(start)]
    return line


SOURCE, OTHERS, OWN = (f"descriptions/{name}.py" for name in ("parameters", "defaults", "neurons"))
# (where, the line, what is changed in it, to what, parameter, the old value, the new value)
CHANGES = {
    "celsius": (SOURCE, "celsius: float", "6.3", "18.5", "celsius", 6.3, 18.5),
    "dt": (SOURCE, "dt: float", "0.025", "0.0125", "dt", 0.025, 0.0125),
    "tstop": (SOURCE, "tstop: float", "300.0", "250.0", "tstop", 300.0, 250.0),
    "v_init": (SOURCE, "v_init: float", "-65.0", "-70.0", "v_init", -65.0, -70.0),
    "method": (SOURCE, "method: Method", '"cn"', '"neuron"', "method", "cn", "neuron"),
    "rel": (OTHERS, "REL =", "1e-4", "2e-4", "rel", 1e-4, 2e-4),
    "search": (OTHERS, "SEARCH_METHOD", '"cvode"', '"neuron"', "method", "cvode", "neuron"),
    "record": (OTHERS, "RECORD =", '("v",)', '("v", "m")', "record", ["v"], ["v", "m"]),
    "axon's end": (OTHERS, "AXON =", "tstop=5.0", "tstop=6.0", "tstop", 5.0, 6.0),
    "axon's step": (OTHERS, "AXON =", "dt=0.005", "dt=0.01", "dt", 0.005, 0.01),
    "axon's warmth": (OTHERS, "AXON =", "AXON_CELSIUS_1952", "20.0", "celsius", 18.5, 20.0),
    "ring's end": (OTHERS, "RING =", "tstop=100.0", "tstop=90.0", "tstop", 100.0, 90.0),
    "gnabar": (SOURCE, "gnabar: float", "0.12", "0.13", "gnabar", 0.12, 0.13),
    "el": (SOURCE, "el: float", "-54.3", "-54.4", "el", -54.3, -54.4),
    "ko": (SOURCE, "ko: float", "2.5", "3.5", "ko", 2.5, 3.5),
    "NEURON's warmth": (OWN, '"celsius": (', "6.3", "18.5", None, 6.3, 18.5),
    "NEURON's gl": (OWN, '"gl":', "0.0003", "0.0004", None, 0.0003, 0.0004),
}
NEURONS_OWN = [name for name in CHANGES if name.startswith("NEURON")]
# the lines that a script says where the default differs from NEURON's own, and not where it does not
SAID = {
    "celsius": "h.celsius = 18.5  # °C",
    "dt": "h.dt, h.steps_per_ms = 0.0125, 1 / 0.0125  # ms, 1/ms",
    "gnabar": "soma.gnabar_hh = 0.13  # S/cm²",
    "el": "soma.el_hh = -54.4  # mV",
    "ko": "soma.ko = 3.5  # mM",
    "NEURON's warmth": "h.celsius = 6.3  # °C",
    "NEURON's gl": "soma.gl_hh = 0.0003  # S/cm²",
}


@pytest.fixture(scope="module")
def changed(tmp_path_factory):
    """Give by the name of a change what the package then shows: signatures, a script, a run's description."""
    folder = tmp_path_factory.mktemp("changed")
    leave_out = shutil.ignore_patterns("__pycache__", "static")
    shutil.copytree(PACKAGE, folder / "hhlab", ignore=leave_out)
    shutil.copytree(PACKAGE / "browser/static", folder / "hhlab/browser/static")
    changes = []
    for path, start, before, after, *_ in CHANGES.values():
        line = line_of(path, start)
        assert line.count(before) == 1, line
        changes.append((path, line, line.replace(before, after)))
    plan = folder / "changes.json"
    plan.write_text(json.dumps(changes), "utf-8")
    command = [sys.executable, "-c", CHANGING, folder, plan]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return dict(zip(("nothing", *CHANGES), json.loads(done.stdout), strict=True))


@pytest.mark.parametrize("name", [name for name in CHANGES if name not in NEURONS_OWN])
def test_every_signature_follows_a_changed_default(changed, name):
    *_, parameter, old, new = CHANGES[name]
    (before, *_), (after, *_) = changed["nothing"], changed[name]
    holders = {f for f in before if before[f].get(parameter) == old} - {"calc_hh"}
    assert holders
    assert {f for f in holders if after[f][parameter] != new} == set()
    moved = {(f, x) for f in before for x in before[f] if before[f][x] != after[f][x]}
    along = {"hold"} if name == "v_init" else set()  # a clamp holds from the start
    assert {(f, x) for f, x in moved if f not in holders and x not in along} <= {("calc_hh", "tstop")}


@pytest.mark.parametrize("name", CHANGES)
def test_a_copied_script_says_a_default_exactly_where_neuron_has_another(changed, name):
    usual, script = changed["nothing"][1].splitlines(), changed[name][1].splitlines()
    said = [line for line in script if line not in usual]
    if name in SAID:
        assert said == [SAID[name]]
    elif name in ("tstop", "v_init", "method"):  # their lines are always there, or go
        assert len(said) <= 1
    else:
        assert said == []


@pytest.mark.parametrize("name", CHANGES)
def test_what_a_run_says_of_itself_follows(changed, name):
    words = changed[name][2]
    told = {"celsius": "18.5 °C", "dt": "dt 0.0125 ms", "method": "backward Euler", "el": "el -54.4 mV"}
    assert all((one in words) == (name == key) for key, one in told.items())


@pytest.mark.parametrize("name", NEURONS_OWN)
def test_neurons_own_defaults_are_not_ours(changed, name):
    assert changed[name][0] == changed["nothing"][0]
    assert changed[name][2] == changed["nothing"][2]


def test_calc_hh_keeps_to_neurons_own(changed):
    assert changed["v_init"][0]["calc_hh"] == changed["nothing"][0]["calc_hh"]
    peaks = {name: changed[name][3] for name in ("nothing", *CHANGES)}
    ours = {name for name, peak in peaks.items() if peak != peaks["nothing"]} - set(NEURONS_OWN)
    assert ours == set()
    assert peaks["NEURON's warmth"] < peaks["nothing"] - 5  # mV; in warmth the spike is lower


# --- what a worker does ----------------------------------------------------------------------------------

RUNS = """
import sys
sys.path.insert(0, sys.argv[1])
import hhlab

assert hhlab.__file__.startswith(sys.argv[1])
short = {"tstop": 2.0}
print(hhlab.simulate(**short).configuration)
print(hhlab.sweep("amp", [0.1], **short)[0].configuration)
print(hhlab.clamp_family(None, [0.0], dur=1.0).recordings[0].configuration)
print(hhlab.explore(lambda celsius=hhlab.Settings.celsius: hhlab.simulate(celsius=celsius, **short))
      .recording.configuration)
print(hhlab.shock_threshold_mV(rel=0.1) == hhlab.shock_threshold_mV(celsius=18.5, rel=0.1))
"""


def test_with_one_line_changed_every_run_follows(tmp_path):
    shutil.copytree(PACKAGE, tmp_path / "hhlab", ignore=shutil.ignore_patterns("__pycache__"))
    source = tmp_path / "hhlab" / SOURCE
    source.write_text(source.read_text("utf-8").replace("quantity(6.3,", "quantity(18.5,"), "utf-8")
    command = [sys.executable, "-W", "error", "-c", RUNS, tmp_path]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    *runs, same = done.stdout.splitlines()
    assert [run.split(", ")[-2] for run in runs] == ["18.5 °C"] * 4
    assert same == "True"


# --- NEURON's own ----------------------------------------------------------------------------------------

OF_NEURON = """
import json, sys
from neuron import h

h.load_file("stdrun.hoc")
tables = json.loads(sys.argv[1])
soma, leak = h.Section(), h.Section()
soma.insert("hh")
leak.insert("pas")
solver = h.CVode()
print(json.dumps([
    {name: getattr(h, name, None) for name in tables["globals"]},
    {name: getattr(soma, name) for name in tables["size"]},
    {name: getattr(soma, f"{name}_hh" if name[0] == "g" or name == "el" else name) for name in tables["hh"]},
    {"g": leak.g_pas, "e": leak.e_pas},
    {name: getattr(solver, name)() for name in tables["cvode"]},
]))
"""


def test_neurons_own_defaults_are_those_of_a_neuron_just_started():
    tables = {"globals": neurons.GLOBALS, "size": neurons.SIZE, "hh": neurons.HH, "cvode": neurons.CVODE}
    command = [sys.executable, "-c", OF_NEURON, json.dumps({name: list(one) for name, one in tables.items()})]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    found = json.loads(done.stdout)
    known = {name: value for name, (value, _) in neurons.GLOBALS.items()}
    # calcium's are there once a mechanism uses it
    assert {name: value for name, value in found[0].items() if value is not None} == {
        name: value for name, value in known.items() if found[0][name] is not None
    }
    assert {name for name, value in found[0].items() if value is None} <= {"cai0_ca_ion", "cao0_ca_ion"}
    assert found[1:] == [neurons.SIZE, neurons.HH, neurons.PAS, neurons.CVODE]


# --- one membrane where none is given --------------------------------------------------------------------


def test_none_means_one_membrane():
    rest = hhlab.rest_mV()
    assert rest == pytest.approx(hhlab.equilibria()[0].v_mV, abs=1e-6)
    assert rest == pytest.approx(hhlab.rest_mV(hhlab.Membrane()), abs=1e-9)
    assert hhlab.ReducedModel().membrane == hhlab.Membrane()
    slow = hhlab.limit_cycle()
    assert slow.rate_hz == hhlab.limit_cycle(hhlab.Membrane()).rate_hz
    assert hhlab.hopf_points() == hhlab.hopf_points(hhlab.Membrane()) != hhlab.hopf_points(SQUID)


SQUID = hhlab.Membrane.squid_1952()
AXON = hhlab.Axon(gnabar=0.1, cm=1.3, diam=100)
LATER = {
    "f_i_curve": {"densities": [5.0], "dur": 50.0},
    "first_spike_latency_ms": {"density": 10.0, "dur": 50.0},
    "clamp_family": {"potentials_mV": [0.0]},
    "inactivation_curve": {"potentials_mV": [-100.0]},
    "tail_currents": {"potentials_mV": [-80.0, -40.0]},
    "strength_duration": {"durations_ms": [0.5]},
    "refractory_curve": {"intervals_ms": [20.0]},
    "sweep": {"name": "amp", "values": [0.1]},
}
OF_DENSITIES = {"rest_mV"}
SPACE_CLAMPED = [
    name
    for name in hhlab.__all__
    if inspect.isfunction(getattr(hhlab, name))
    and "membrane" in inspect.signature(getattr(hhlab, name)).parameters
    and not getattr(hhlab, name).__module__.startswith("hhlab.dynamics")
    and name not in OF_DENSITIES
]


@pytest.mark.parametrize("name", SPACE_CLAMPED)
def test_an_axon_where_one_membrane_is_wanted_is_refused_with_the_way_out(name):
    with pytest.raises(TypeError, match=r"hhlab\.propagate\(axon\).*axon\.patch\(\)"):
        getattr(hhlab, name)(membrane=AXON, **LATER.get(name, {}))


def test_the_patch_of_an_axon_is_its_membrane():
    patch = AXON.patch(L=20.0)
    assert type(patch) is hhlab.Membrane
    assert (patch.L, patch.diam, patch.gnabar, patch.cm) == (20.0, hhlab.Membrane.diam, 0.1, 1.3)
    assert hhlab.rest_mV(patch) == hhlab.rest_mV(AXON)
    assert hhlab.equilibria(AXON)[0].v_mV == hhlab.equilibria(patch)[0].v_mV
    hhlab.simulate(patch, tstop=1.0)
