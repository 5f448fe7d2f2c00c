"""What guards the build of NEURON for web pages: its source, the signatures of functions, the licences."""

import os
import subprocess
import tarfile

import licences
import pytest
import signatures
from npm import HERE

I32, F64 = b"\x7f", b"\x7c"
FUNCTION, DATA, SECTION = 0, 1, 3
LOCAL, UNDEFINED, OWN_NAME = 2, 16, 64


def some(*parts):
    """Give bytes with their length before them."""
    body = b"".join(parts)
    assert len(body) < 128
    return bytes([len(body)]) + body


def many(*parts):
    return bytes([len(parts)]) + b"".join(parts)


def object_file(path, imports, functions, symbols):
    """Write an object file: (name, result) of what it calls and of what it defines, and its symbols."""
    kinds = [b"\x60" + some(I32) + (some(result) if result else some()) for _, result in imports + functions]
    called = [some(b"env") + some(name) + b"\0" + bytes([i]) for i, (name, _) in enumerate(imports)]
    # a memory stands among the imports of every object file
    called.insert(0, some(b"env") + some(b"__linear_memory") + b"\x02\x00\x01")
    defined = [bytes([len(imports) + i]) for i in range(len(functions))]
    sections = [
        (1, many(*kinds)),
        (2, many(*called)),
        (3, many(*defined)),
        (0, some(b"linking") + b"\x02" + b"\x08" + some(many(*symbols))),
    ]
    path.write_bytes(b"\0asm\1\0\0\0" + b"".join(bytes([number]) + some(body) for number, body in sections))
    return str(path)


def defines(path, name, result, flags=0):
    symbols = [
        bytes([DATA, 0]) + some(b"table") + bytes([0, 0, 8]),
        bytes([SECTION, LOCAL, 4]),
        bytes([FUNCTION, flags, 0]) + some(name),
    ]
    return object_file(path, [], [(name, result)], symbols)


def calls(path, name, result, alias=None):
    flags = bytes([UNDEFINED | (OWN_NAME if alias else 0), 0])
    symbol = bytes([FUNCTION]) + flags + (some(alias) if alias else b"")
    return object_file(path, [(name, result)], [], [symbol])


def test_a_function_that_is_called_as_it_is_defined_passes(tmp_path, capsys):
    objects = [defines(tmp_path / "a.o", b"area", F64), calls(tmp_path / "b.o", b"area", F64)]
    assert not signatures.main(objects)
    assert capsys.readouterr().out == "2 object files, 1 functions, 0 wrong signatures\n"


@pytest.mark.parametrize("alias", [None, b"area"])
def test_one_that_is_called_otherwise_is_found(tmp_path, capsys, alias):
    imported = b"imported" if alias else b"area"
    objects = [calls(tmp_path / "b.o", imported, None, alias), defines(tmp_path / "a.o", b"area", F64)]
    assert signatures.main(objects)
    line, count = capsys.readouterr().out.splitlines()
    assert line == "area: b.o calls it as (i32) -> (), a.o defines it as (i32) -> (f64)"
    assert count == "2 object files, 1 functions, 1 wrong signatures"


def test_a_file_s_own_function_is_nobody_elses(tmp_path):
    objects = [
        defines(tmp_path / "a.o", b"area", F64),
        defines(tmp_path / "c.o", b"area", None, flags=LOCAL),
        calls(tmp_path / "b.o", b"area", F64),
    ]
    assert not signatures.main(objects)


def test_nothing_to_look_at_is_a_failure():
    assert signatures.main([])


HEADS = {
    "ours": "/* Copyright */",
    "lesser": "/* the GNU Library General Public License as published */",
    "bison": "/* the GNU General Public License ... As a special exception, you may */",
    "gpl": "/* the terms of the GNU General Public License as published by */",
    "gpl_in_other_words": "placed under the General GNU Public License, version 2",
    "recipes": "/* (C) Copr. 1986-92 Numerical Recipes Software #.,. */",
}


def test_what_is_under_the_gpl_is_refused(tmp_path):
    files = []
    for name, text in HEADS.items():
        (tmp_path / name).write_text(text)
        files.append(tmp_path / name)
    assert [path.name for path in licences.refused(files)] == ["gpl", "gpl_in_other_words", "recipes"]


def test_each_part_that_was_compiled_has_its_licence_and_no_other(tmp_path):
    known = [("One", "/one/", "its words"), ("Two", "/two/", "others"), ("All", "/src/", "the rest")]
    listing = "a.o: #deps 2, deps mtime 1 (VALID)\n    src/one/a.cpp\n    src/b.h\n\n"
    files = licences.compiled(listing, tmp_path)
    text, strange = licences.written(files, known)
    assert "One\n\nits words" in text
    assert "All\n\nthe rest" in text
    assert "Two" not in text
    assert strange == []
    assert licences.written([tmp_path / "else.h"], known)[1] == [tmp_path / "else.h"]


def test_of_emscripten_only_what_is_linked_is_named():
    text = "\n\n".join(
        [
            "Format: 1.0",
            "Files:\n *\nCopyright:\n 2014 A\nLicense: Expat or NCSA",
            "Files:\n test/a\nLicense: GPL-2+",
            "Files:\n system/lib/libc/*\nLicense: Expat",
            "License: Expat\n Permission",
            "License: GPL-2+\n This program",
            "License: NCSA\n Permission too",
        ]
    )
    found = licences.linked(text)
    assert "GPL" not in found
    assert found.count("Files:") == found.count("\n Permission") == 2


def unpacked(folder):
    """Try to unpack what is in a folder, as the build does."""
    env = {**os.environ, "SOURCE": str(folder), "WORK": str(folder / "work")}
    command = ["bash", str(HERE / "neuron" / "compile"), "unpack"]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=60)


def test_another_source_is_refused(tmp_path):
    release = tmp_path / "nrn-9.0.2"
    for name in ("CMakeLists.txt", "Copyright", "cmake_nrnconf.h.in", "bin/a", "cmake/a", "share/a", "src/a"):
        (release / name).parent.mkdir(parents=True, exist_ok=True)
        (release / name).write_text("changed")
    with tarfile.open(tmp_path / "source.tar.gz", "w:gz") as archive:
        archive.add(release, release.name)
    done = unpacked(tmp_path)
    assert done.returncode == 1
    assert "is not NEURON 9.0.2: the digest of its files is " in done.stderr
    assert not any((tmp_path / "work" / "tree").iterdir())


def test_a_missing_source_is_told(tmp_path):
    done = unpacked(tmp_path)
    assert done.returncode == 1
    assert done.stderr == f"neuron: one archive of NEURON's source belongs into {tmp_path}, not 0\n"
