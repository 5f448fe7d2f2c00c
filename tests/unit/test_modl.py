"""MOD texts in many styles and letters: what nrnivmodl takes is taken, under the name that NEURON uses."""

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import warnings
from pathlib import Path

import modfiles
import pytest
from neuron import h

from hhlab import MechanismError, compile_mechanism
from hhlab.mechanisms import compiling, limits
from hhlab.mechanisms.source import read
from hhlab.mechanisms.text import code, decoded, named, plain, renamed, translatable

ALL = os.environ.get("HHLAB_ALL_MODS")
STEMS = list(modfiles.FILES) if ALL else modfiles.FEW
LEAK = """NEURON { SUFFIX leaky NONSPECIFIC_CURRENT i RANGE g }
PARAMETER { g = 1e-4 }
ASSIGNED { v i }
BREAKPOINT { i = g*(v + 50) }
"""


def by_nrnivmodl(folder):
    """Give, for each MOD file, the name and the run that NEURON has when its own nrnivmodl compiles all."""
    for path in (*(modfiles.FILES[stem] for stem in STEMS), *modfiles.FILES["leak"].parent.glob("*.inc")):
        shutil.copy(path, folder)
    tool = Path(sysconfig.get_path("scripts")) / "nrnivmodl"
    done = subprocess.run([tool], cwd=folder, capture_output=True, text=True, timeout=1800)
    assert done.returncode == 0, done.stderr
    (library,) = folder.glob("*/libnrnmech.*")
    command = [sys.executable, modfiles.__file__, str(library)]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def test_what_nrnivmodl_takes_has_the_same_name_and_runs_the_same(tmp_path):
    assert len(modfiles.FILES) >= 40
    h.load_file("stdrun.hoc")
    wrong = {}
    for stem, (own, v) in by_nrnivmodl(tmp_path).items():
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what is odd in them
            name = compile_mechanism(modfiles.FILES[stem])
        found = modfiles.run(name, stem)
        if name.rpartition("_")[0] != own or found != pytest.approx(v, abs=1e-12):
            wrong[stem] = (name, own, found[-1], v[-1])
    assert not wrong


@pytest.mark.parametrize("stem", modfiles.FILES)
def test_the_name_is_that_which_NEURON_uses(stem):
    # each file says which it is; NEURON agrees, as the test above finds
    model = read(modfiles.FILES[stem])
    own, _ = compiling._names(model)
    assert own == modfiles.OWN_NAMES[stem]
    if named(model.text):
        assert named(renamed(model.text, "other"))[0] == "other"
        assert len(renamed(model.text, own)) == len(model.text)


def test_renaming_changes_the_name_and_what_VERBATIM_calls_by_it():
    text = """NEURON { SUFFIX khh : SUFFIX khh
    RANGE khh_g }
    PARAMETER { khh = 1 khh_g = 2 rate_khh = 3 }
    FUNCTION f(x) { f = khh }
    VERBATIM
    f_khh(1); other_khh(2); rate_khh; call("khh"); call("khh_"); khh;
    ENDVERBATIM
    """
    assert renamed(text, "new") == (
        text.replace("SUFFIX khh :", "SUFFIX new :").replace("f_khh(1)", "f_new(1)").replace('"khh"', '"new"')
    )


def test_each_version_has_functions_and_globals_of_its_own():
    text = """NEURON { SUFFIX twins RANGE g, out GLOBAL scale NONSPECIFIC_CURRENT i }
    PARAMETER { g = 1 scale = 1 }
    ASSIGNED { v i out }
    INITIAL { out = scale * vtrap(2) }
    BREAKPOINT { i = 0 }
    FUNCTION vtrap(x) { vtrap = 1 * x }
    VERBATIM
    double own() { return 1; }
    ENDVERBATIM
    FUNCTION called() {
    VERBATIM
        return own();
    ENDVERBATIM
    }
    """
    one = compile_mechanism(text)
    two = compile_mechanism(text.replace("1 * x", "2 * x").replace("return 1", "return 2"))
    soma = h.Section(name="soma")
    for name in (one, two):
        soma.insert(name)
    setattr(h, f"scale_{two}", 10)
    h.finitialize(-65)
    assert [getattr(soma(0.5), name).out for name in (one, two)] == [2, 40]
    assert [getattr(soma(0.5), name).called() for name in (one, two)] == [1, 2]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1252", "utf-16", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_file_reads_the_same_in_any_encoding_and_with_any_line_ends(encoding, end, tmp_path):
    text = f"TITLE Größe, naïve\nCOMMENT\nÅngström\nENDCOMMENT\n{LEAK}: 5 µm, 20 °C"
    path = tmp_path / "a b, 'ü\".mod"
    path.write_bytes(text.replace("\n", end).encode(encoding))
    assert read(path).text == text
    assert translatable(read(path).text).isascii()
    assert translatable(read(path).text).count("\n") == text.count("\n")


def test_an_accented_letter_in_a_comment_stops_nobody():
    commented = f"TITLE Ein Leck, für später\n: naïve — “so”\n{LEAK}? 5 µm\nCOMMENT é ENDCOMMENT\n"
    commented += "VERBATIM\n// é\n/* ü */\nENDVERBATIM\n: " + "long " * 200
    soma = h.Section(name="soma")
    assert soma.insert(compile_mechanism(commented))


@pytest.mark.parametrize("content", [b"NEURON { SUFFIX a\0 }", b"\0" * 100, bytes(range(256))])
def test_a_file_with_zero_bytes_is_no_text(content, tmp_path):
    path = tmp_path / "a.mod"
    path.write_bytes(content)
    with pytest.raises(MechanismError, match=r"a\.mod is not a text file"):
        compile_mechanism(path)
    with pytest.raises(MechanismError, match="zero byte"):
        compile_mechanism(f"{LEAK}\0")


def test_a_folder_and_a_name_too_long_are_told_so(tmp_path):
    with pytest.raises(FileNotFoundError, match="is a folder; give the name of one file in it"):
        compile_mechanism(tmp_path)
    for name in ("a" * 5000, "a\0b.mod", str(tmp_path / ("x" * 300))):
        with pytest.raises((FileNotFoundError, MechanismError), match=r"There is no file|zero byte"):
            compile_mechanism(name)


def test_a_home_folder_and_odd_file_names_are_found(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    name = "my {leak} 'µ'.mod"
    (tmp_path / name).write_text(LEAK, encoding="utf-8")
    assert read(f"~/{name}").text == read(tmp_path / name).text == LEAK


def test_a_file_without_a_name_is_called_as_its_file(tmp_path):
    text = "NEURON { NONSPECIFIC_CURRENT i }\nASSIGNED { v i }\nBREAKPOINT { i = 0 }\n"
    (tmp_path / "drip.mod").write_text(text)
    assert compiling._names(read(tmp_path / "drip.mod"))[0] == "drip"
    (tmp_path / "my drip.mod").write_text(text)
    with pytest.raises(MechanismError, match=r"the name of its file, 'my drip'.*cannot be one"):
        compile_mechanism(tmp_path / "my drip.mod")


def test_what_is_included_is_part_of_the_text(tmp_path):
    (tmp_path / "parts").mkdir()
    main = tmp_path / "main.mod"
    main.write_text(
        'NEURON { SUFFIX whole NONSPECIFIC_CURRENT i }\nINCLUDE "parts/a.inc"\n: INCLUDE "none"\n'
    )
    (tmp_path / "parts" / "a.inc").write_text('ASSIGNED { v i }\nINCLUDE "b.inc"\n')
    inner = tmp_path / "parts" / "b.inc"
    inner.write_text("BREAKPOINT {\n i = 1e-4*v\n}\n")
    first = compile_mechanism(main)
    inner.write_text("BREAKPOINT {\n i = 2e-4*v\n}\n")
    assert compile_mechanism(main) != first
    inner.write_text("BREAKPOINT {\n i = 2e-4**v\n}\n")
    with pytest.raises(MechanismError, match=r"whole, b\.inc, line 2: A power is written with \^"):
        compile_mechanism(main)
    inner.write_text('INCLUDE "a.inc"')
    with pytest.raises(MechanismError, match="includes itself"):
        compile_mechanism(main)
    inner.unlink()
    with pytest.raises(MechanismError, match=r"a\.inc, line 2: INCLUDE finds no file 'b\.inc'"):
        compile_mechanism(main)


def test_a_header_beside_the_file_is_included_and_counts(tmp_path):
    text = f'{LEAK}VERBATIM\n#include "value.h"\nENDVERBATIM\n'
    text += "FUNCTION val() {\nVERBATIM\nreturn VALUE;\nENDVERBATIM\n}\n"
    (tmp_path / "m.mod").write_text(text)
    for value in (1, 2):
        (tmp_path / "value.h").write_text(f"#define VALUE {value}\n")
        soma = h.Section(name="soma")
        name = compile_mechanism(tmp_path / "m.mod")
        soma.insert(name)
        assert getattr(soma(0.5), name).val() == value


def ion(name, valence="", number=1):
    text = f"NEURON {{ SUFFIX ionic USEION {name} WRITE i{name} {valence} RANGE g }}\n"
    return text + f"PARAMETER {{ g = {number} }}\nASSIGNED {{ v i{name} }}\nBREAKPOINT {{ i{name} = 0 }}\n"


def test_what_would_end_the_process_is_refused_and_the_next_edit_works():
    assert compile_mechanism(ion("zn", "VALENCE 2"))
    for text, reason in (
        (ion("zn", "VALENCE 1"), r"The ion zn has the charge 2 here, and it cannot become 1"),
        (ion("zn", "CHARGE -2"), r"cannot become -2"),
        ("DEFINE Z 3\n" + ion("zn", "VALENCE Z"), r"cannot become 3"),
        ("DEFINE Z 2\n" + ion("zn", "VALENCE -Z"), r"cannot become -2"),
        (ion("k", "VALENCE 2"), r"The ion k has the charge 1"),
        (ion("ca", "VALENCE 1"), r"The ion ca has the charge 2"),
        (ion("cu"), r"does not know the ion cu yet: give its charge"),
        (ion("xp", "VALENCE 1"), r"would need the name exp, which NEURON has already"),
        ("NEURON { POINT_PROCESS p RANGE g, loc }\nPARAMETER { g = 1 loc = 2 }\n", r"a method loc"),
        (
            "NEURON { SUFFIX far EXTERNAL x_away RANGE g }\nASSIGNED { x_away g }\nINITIAL { g = x_away }\n",
            r"uses x_away, which",
        ),
    ):
        for _ in range(2):
            with pytest.raises(MechanismError, match=f"(?s){reason}"):
                compile_mechanism(text)
    soma = h.Section(name="soma")
    assert soma.insert(compile_mechanism(ion("zn", "VALENCE 2", number=2)))
    assert soma.insert(compile_mechanism(ion("cu", "VALENCE 2")))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (LEAK, None),
        (LEAK.replace("RANGE g", "RANGE g, gmax"), "line 1: gmax stands in RANGE and nowhere else"),
        (LEAK.replace("g = 1e-4", "g = 36 (mS/cm2)"), r"line 2: NEURON counts in S/cm2 and converts no unit"),
        (LEAK.replace("g*(v", "1e-3*g*(v").replace("g = 1e-4", "g = 36 (mS/cm2)"), None),
        (LEAK.replace("i = g*(v + 50)", "i = 0.1 exp(v)"), "Between 0.1 and exp a sign such as"),
        (
            LEAK + "STATE { n }\nINITIAL { n = 0 }\nDERIVATIVE states { n' = -n }\n",
            r"line 7: states is never solved.*SOLVE states METHOD cnexp",
        ),
        (LEAK + "STATE { n }\n", "line 5: There is no INITIAL block: n begins at 0"),
        (
            "NEURON { SUFFIX p USEION k WRITE ik }\nASSIGNED { v ek ik }\nBREAKPOINT { ik = 1e-4*(v-ek) }\n",
            "line 3: ek is not that of the ion: USEION k needs READ ek",
        ),
    ],
)
def test_what_compiles_and_is_hardly_meant_is_said(text, sentence):
    found = [f"line {number}: {said}" for said, number in limits.oversights(text)]
    if sentence is None:
        assert not found
    else:
        assert len(found) == 1
        assert re.search(sentence, found[0]), found


def test_the_files_of_the_lesson_have_no_oversight():
    folder = Path(__file__).parents[2] / "notebooks" / "mechanisms"
    for path in folder.glob("*.mod"):
        assert not list(limits.oversights(read(path).text))


def test_an_oversight_is_a_warning():
    text = LEAK.replace("leaky", "unsolved") + "STATE { n }\n"
    with pytest.warns(UserWarning, match="unsolved, line 5: There is no INITIAL block"):
        compile_mechanism(text)


@pytest.mark.parametrize("text", ["", "\ufeffa\r\nb\rc\fd\x1ae", "COMMENT", 'VERBATIM\n"', '"unclosed : x'])
def test_code_keeps_places(text):
    assert len(code(plain(text))) == len(plain(text))
    assert "\x1a" not in plain(text)
    assert decoded(f"\ufeff{text}".encode("utf-16-le")) == text
