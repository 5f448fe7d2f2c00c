"""MOD text becomes a mechanism in this process, again after every edit, or its error names the line."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from neuron import h

from hhlab import MechanismError, check_units, compile_mechanism
from hhlab.descriptions.parameters import Settings
from hhlab.mechanisms import compiling
from hhlab.simulator.integration import advance, configured

FILE = Path(__file__).parents[2] / "notebooks" / "mechanisms" / "khh.mod"
TEXT = FILE.read_text(encoding="utf-8")


def test_an_edited_text_is_a_new_mechanism_and_an_unchanged_one_the_same():
    first = compile_mechanism(TEXT)
    assert first.startswith("khh_")
    assert compile_mechanism(FILE) == compile_mechanism(str(FILE)) == first
    second = compile_mechanism(TEXT.replace("gkbar = 0.036", "gkbar = 0.018"))
    soma = h.Section(name="soma")
    for name, gkbar in ((first, 0.036), (second, 0.018)):
        soma.insert(name)
        assert getattr(soma(0.5), name).gkbar == gkbar
    assert compile_mechanism(TEXT) == first


def potential(potassium):
    """Give v of a soma whose K⁺ current is that of a mechanism, under exact rates."""
    soma = h.Section(name="soma")
    soma.L = soma.diam = 10
    soma.insert("hh")
    if potassium != "hh":
        soma.gkbar_hh = 0
        soma.insert(potassium)
    stim = h.IClamp(soma(0.5))
    stim.delay, stim.dur, stim.amp = 50, 200, 0.1
    v = h.Vector().record(soma(0.5)._ref_v)
    settings = Settings(method="cn")
    with configured(settings):
        advance(settings)
    return np.array(v)


def test_a_channel_of_ones_own_is_the_built_in_one():
    # curriculum.md, L13: 2.6e-11 mV was reached
    own = compile_mechanism(TEXT)
    assert np.abs(potential(own) - potential("hh")).max() < 1e-9
    half = compile_mechanism(TEXT.replace("n^4", "n^3"))
    assert np.abs(potential(half) - potential("hh")).max() > 1


def test_the_singular_potential_of_its_rate_is_its_limit():
    own = compile_mechanism(TEXT)
    soma = h.Section(name="soma")
    soma.insert(own)
    h.finitialize(-55)
    alpha, beta = 0.1, 0.125 * np.exp(-10 / 80)
    assert getattr(soma(0.5), own).n == pytest.approx(alpha / (alpha + beta), rel=1e-12)


def test_a_point_process_is_renamed_too():
    leak = """NEURON {
        POINT_PROCESS Hole : SUFFIX other
        NONSPECIFIC_CURRENT i
        RANGE g
    }
    PARAMETER { g = 0.001 (microsiemens) }
    ASSIGNED { v (millivolt) i (nanoamp) }
    BREAKPOINT { i = g * v }
    """
    name = compile_mechanism(leak)
    assert name.startswith("Hole_")
    assert getattr(h, name)(h.Section(name="soma")(0.5)).g == 0.001


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("n' = (", "n = (", r"line 45: No derivative equations in DERIVATIVE block.*44 .*n = \(ninf"),
        ("n' = (", "n' = 3^2 * (", r"line 44: NEURON cannot solve this equation.*\n +44 \|     n' = 3"),
        ("cnexp", "cnexp +", r"line 38: Illegal statement.*\n +38 \|     SOLVE states METHOD cnexp \+"),
        ("gkbar * n^4", "gkbarr * n^4", r"line 39: gkbarr is not declared.*\n +39 \|     ik = gkbarr"),
        ("READ ek ", "READ kk ", r"kk is not a valid ionic variable for k.*\n +5 \|     USEION"),
        ("    n\n}", "    n\n", r"khh, line 3\d: "),
    ],
)
def test_an_error_names_its_line(old, new, message):
    assert TEXT.count(old) >= 1
    with pytest.raises(MechanismError, match=f"(?s){message}") as caught:
        compile_mechanism(TEXT.replace(old, new, 1))
    assert "Traceback" not in str(caught.value)


def test_units_that_disagree_are_found():
    check_units(FILE)
    with pytest.raises(MechanismError, match=r"(?s)line 39: .*not conformable.*ik = gkbar.*ERROR"):
        check_units(TEXT.replace("(v - ek)", "v * ek"))


@pytest.mark.parametrize(
    ("source", "error", "message"),
    [
        (None, TypeError, "source must be MOD text or the name of a file, but it is None"),
        (b"NEURON {}", TypeError, "source must be"),
        ("", ValueError, "source is empty"),
        ("missing.mod", FileNotFoundError, "There is no file 'missing.mod'"),
        ("~nobody0/khh.mod", FileNotFoundError, "There is no file '~nobody0/khh.mod'"),
        (Path("missing.mod"), FileNotFoundError, "There is no file 'missing.mod'"),
        ("NEURON { }", MechanismError, "names no mechanism"),
        (": SUFFIX khh\nNEURON { }", MechanismError, "names no mechanism"),
        ("COMMENT\nSUFFIX khh\nENDCOMMENT", MechanismError, "names no mechanism"),
        ("NEURON {\nSUFFIX nothing\n}", MechanismError, "SUFFIX nothing"),
        ('NEURON {\nSUFFIX a\n}\nINCLUDE "b.inc"', MechanismError, r"Line 4: INCLUDE finds no file 'b\.inc'"),
        (Path(np.__file__).parent / "_core" / "nothing", FileNotFoundError, "There is no file"),
        (sys.executable, MechanismError, "not a text file"),
    ],
)
def test_what_is_no_mechanism_is_told_so(source, error, message):
    for function in (compile_mechanism, check_units):
        with pytest.raises(error, match=message):
            function(source)


def test_a_missing_compiler_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("PATH", "")
    with pytest.raises(RuntimeError, match=r"NEURON needs perl to compile.*apt install"):
        compile_mechanism(TEXT.replace("0.036", "0.035"))


def test_where_the_home_cannot_execute_the_work_folder_keeps_the_code(monkeypatch, tmp_path):
    closed, work = tmp_path / "closed", tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    monkeypatch.setenv("XDG_CACHE_HOME", str(closed))
    found = os.statvfs(tmp_path)

    class Stat:
        def __init__(self, folder):
            no = os.ST_NOEXEC if closed in Path(folder).parents else 0
            self.f_flag = found.f_flag & ~os.ST_NOEXEC | no

    monkeypatch.setattr(compiling.os, "statvfs", Stat)
    assert work in compiling._cache().parents
    (work / ".hhlab").rename(work / "elsewhere")
    (work / ".hhlab").write_text("a file in the way")
    with pytest.raises(RuntimeError, match="No folder to compile in"):
        compiling._cache()


def test_two_processes_that_compile_at_once_do_not_meet(tmp_path):
    code = f"import hhlab; print(hhlab.compile_mechanism({str(FILE)!r}))"
    environment = os.environ | {"XDG_CACHE_HOME": str(tmp_path)}
    both = [
        subprocess.Popen([sys.executable, "-c", code], cwd=tmp_path, env=environment, stdout=subprocess.PIPE)
        for _ in range(2)
    ]
    names = {process.communicate(timeout=120)[0].decode().strip() for process in both}
    assert names == {compile_mechanism(TEXT)}
    assert [path.suffix for path in tmp_path.rglob("khh*")] == [".so"]
