"""The command hhlab, without Docker: what each word does, and what is said when it cannot."""

import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
import servers

from hhlab.lab import command, complete, doctor, folder, machine, places, ports, premises, start, trials
from hhlab.lab.no_start import NoStart

HHLAB = Path(sys.executable).with_name("hhlab")


def run(*words, cwd=None, **settings):
    """Run the command: exit status, and all it said."""
    done = subprocess.run(
        [HHLAB, *map(str, words)],
        cwd=cwd,
        env=os.environ | {"BROWSER": "true"} | settings,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=120,
    )
    return done.returncode, done.stdout


@pytest.fixture
def taken():
    """A port of this machine that a program listens to."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


@pytest.mark.parametrize("name", command.COMMANDS)
def test_every_command_says_in_words_what_it_is_for(name):
    status, said = run(name, "--help")
    assert status == 0
    assert "hhlab" in said or name == "python"
    assert "Traceback" not in said and len(said) > 100
    assert f"  {name} " in command.help_text()


def test_a_word_that_is_none_is_answered_with_the_one_that_is_like_it():
    assert run("docter") == (
        2,
        "hhlab: there is no command 'docter'. Did you mean doctor? hhlab --help lists them.\n",
    )
    assert run("xyzzy")[0] == 2


@pytest.mark.parametrize("name", ["test", "doctor"])
def test_words_that_a_command_does_not_take_are_not_passed_over(name):
    status, said = run(name, "everything")
    assert status == 2
    assert said.startswith(f"hhlab {name}\n")


def test_the_version_is_that_of_the_package_and_the_labs_that_of_jupyterlab():
    assert run("--version")[1].startswith("hhlab 0.")
    assert run("lab", "--version")[1].startswith("4.")


def test_python_is_the_one_of_the_lessons_and_finds_their_programs():
    script = "import os, sys, shutil, hhlab; print(sys.prefix, shutil.which('nrnivmodl')); sys.exit(7)"
    status, said = run("python", "-c", script, PATH="/usr/bin:/bin")
    assert status == 7
    assert said == f"{sys.prefix} {sys.prefix}/bin/nrnivmodl\n"


# --- the folder of the work


def test_work_lies_where_it_is_named_or_where_a_lab_has_been_or_below(tmp_path, monkeypatch):
    monkeypatch.delenv("HHLAB_WORK", raising=False)
    monkeypatch.setattr(places, "checkout", lambda: None)
    monkeypatch.chdir(tmp_path)
    assert places.work() == tmp_path / "work"
    deep = tmp_path / "course" / "examples"
    deep.mkdir(parents=True)
    (tmp_path / "course" / ".hhlab").mkdir()
    monkeypatch.chdir(deep)
    assert places.work() == tmp_path / "course"
    monkeypatch.setenv("HHLAB_WORK", "mine")
    assert places.work() == deep / "mine"


def test_a_work_folder_that_cannot_be_is_refused_with_what_to_do(tmp_path):
    (tmp_path / "file").write_text("")
    for work in (tmp_path / "file", tmp_path / "file" / "below", "/proc/none"):
        status, said = run("lab", "--work", work)
        assert status == 1
        assert f"Nothing can be saved in {work} (" in said and "hhlab lab --work FOLDER" in said
    assert run("lab", "--work")[0] == 2


@pytest.mark.skipif(os.getuid() != 0, reason="to give up root takes root")
def test_a_folder_of_another_user_is_refused(public_path):
    work = public_path / "work"
    work.mkdir(mode=0o755)

    def refusal():
        os.setuid(4321)
        try:
            folder.made(work)
        except NoStart as problem:
            os.write(1, str(problem).encode())
        os._exit(0)

    reader, writer = os.pipe()
    if os.fork() == 0:
        os.dup2(writer, 1)
        refusal()
    os.close(writer)
    os.wait()
    assert b"Permission denied" in os.read(reader, 1000)


def test_two_labs_on_one_folder_are_one_and_its_address(tmp_path):
    work = tmp_path / "work"
    with servers.lab(HHLAB, "lab", "--no-browser", "--work", work) as address:
        status, said = run("lab", "--work", work)
        assert status == 1
        assert f"A lab is running on {work} already" in said
        assert address.partition("token=")[2] in said
        assert premises.is_claimed(work)
        assert "one is running" in run("doctor", HHLAB_WORK=str(work))[1]
    assert not premises.is_claimed(work)


def test_a_lab_that_was_killed_leaves_its_folder_free(tmp_path):
    child = os.fork()
    if child == 0:
        folder.claim(folder.made(tmp_path / "work"))
        time.sleep(60)
        os._exit(0)
    until = time.monotonic() + 30
    while not premises.is_claimed(tmp_path / "work") and time.monotonic() < until:
        time.sleep(0.02)
    assert not folder.claim(tmp_path / "work")
    os.kill(child, 9)
    os.wait()
    assert not premises.is_claimed(tmp_path / "work")


# --- the port


@pytest.mark.parametrize("flag", ["--port={}", "--ServerApp.port={}", "HHLAB_PORT"])
def test_a_port_that_is_asked_for_and_taken_is_said(flag, taken, tmp_path):
    setting = {flag: str(taken)} if flag == "HHLAB_PORT" else {}
    words = [] if setting else [flag.format(taken)]
    status, said = run("lab", "--no-browser", "--work", tmp_path, *words, **setting)
    assert status == 1
    assert f"Port {taken} is taken by another program" in said
    assert "Traceback" not in said


def test_without_a_port_the_next_is_taken_and_a_flag_wins(monkeypatch, taken):
    monkeypatch.delenv("HHLAB_PORT", raising=False)
    ports.settle([])
    assert (os.environ.pop("JUPYTER_PORT"), os.environ.pop("JUPYTER_PORT_RETRIES")) == ("8888", "50")
    monkeypatch.setenv("HHLAB_PORT", str(taken))
    ports.settle(["--port", "0"])
    assert os.environ.pop("JUPYTER_PORT_RETRIES") == "0"
    del os.environ["JUPYTER_PORT"]


@pytest.mark.parametrize("text", ["abc", "88a8", "-1", "80 80", "0", "65536", "８８８８"])
def test_a_port_that_is_none_is_refused(text):
    with pytest.raises(NoStart, match="which is no port"):
        ports.number(text)


def test_what_is_not_installed_is_said_before_anything_is_made(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(start, "find_spec", lambda name: None if name == "neuron" else 1)
    assert start.lab(["--work", str(tmp_path / "work")]) == 1
    assert "NEURON is not installed. Type: pip install 'hhlab[lab]'" in capsys.readouterr().err
    assert not (tmp_path / "work").exists()


# --- hhlab test


def test_the_known_times_are_those_of_the_equations_without_neuron():
    from values.first_spike import ROWS

    known = {row.name: row.value for row in ROWS}
    assert known["spikes, exactly"] == trials.SPIKES
    assert abs(known["first spike, exactly"] - trials.FIRST_MS) < 1e-6
    assert abs(known["20th spike, exactly"] - trials.TWENTIETH_MS) < 1e-6


def test_a_simulation_that_is_off_is_broken(tmp_path, monkeypatch):
    assert trials.spike_train(tmp_path).startswith("21 spikes")
    monkeypatch.setattr(trials, "TRAIN", trials.TRAIN.replace('"cvode"', '"neuron"'))
    with pytest.raises(NoStart, match="where there are 21"):
        trials.spike_train(tmp_path)


def test_a_mechanism_that_computes_something_else_is_broken(tmp_path, monkeypatch):
    monkeypatch.setattr(trials, "LEAK", trials.LEAK.replace("-70", "-71"))
    with pytest.raises(NoStart, match="where its formula gives"):
        trials.mechanism(tmp_path)
    monkeypatch.setattr(trials, "LEAK", trials.LEAK.replace("i = g", "i = = g"))
    with pytest.raises(NoStart):
        trials.mechanism(tmp_path)


def test_a_file_that_is_missing_or_was_changed_is_named(tmp_path, monkeypatch):
    lessons = tmp_path / "notebooks"
    lessons.mkdir()
    for name in ("00.ipynb", "01.ipynb", "02.ipynb"):
        (lessons / name).write_text(name)
    digests = subprocess.run(
        ["sha256sum", *sorted(f"notebooks/{one.name}" for one in lessons.iterdir())],
        cwd=tmp_path,
        capture_output=True,
    )
    (tmp_path / complete.DIGESTS).write_bytes(digests.stdout)
    monkeypatch.setattr(places, "checkout", lambda: None)
    monkeypatch.setattr(places, "lessons", lambda: lessons)
    monkeypatch.setattr(complete, "recorded", list)
    assert complete.check(tmp_path) == "3 files, 3 lessons among them, are as they were shipped"
    (lessons / "01.ipynb").unlink()
    (lessons / "02.ipynb").write_text("02.ipynb ")
    with pytest.raises(NoStart, match=r"01\.ipynb is missing; .*02\.ipynb was changed"):
        complete.check(tmp_path)


# --- hhlab doctor


def looked(look):
    return {one.subject: one for one in look()}


def test_the_doctor_names_what_is_wrong_and_the_line_that_mends_it(tmp_path, monkeypatch, capsys, taken):
    work = tmp_path / "work"
    (work / ".hhlab").mkdir(parents=True)
    (work / "random.py").write_text("")
    (work / "mine.py").write_text("")
    monkeypatch.setenv("HHLAB_WORK", str(work))
    monkeypatch.setenv("HHLAB_PORT", str(taken))
    monkeypatch.setenv("PYTHONPATH", "/somewhere")
    assert doctor.main([]) == 1
    said = capsys.readouterr().out
    assert f"mv {work}/random.py {work}/my_random.py" in said and "mine.py" not in said
    assert f"WRONG   port      {taken} is taken" in said and "hhlab lab\n" in said
    assert "unset PYTHONPATH" in said
    assert sorted(one.name for one in work.iterdir()) == [".hhlab", "mine.py", "random.py"]


def test_the_doctor_finds_nothing_where_nothing_is_wrong(tmp_path):
    status, said = run("doctor", HHLAB_WORK=str(tmp_path / "new"), HHLAB_PORT="", PYTHONPATH="")
    assert "WRONG" not in said
    assert status == 0
    assert not (tmp_path / "new").exists()


def test_the_doctor_knows_too_little_memory(monkeypatch):
    monkeypatch.setattr(machine.memory, "limit_bytes", lambda: 600 * 2**20)
    monkeypatch.setattr(machine, "of_the_machine", lambda: (8000 * 2**20, 300 * 2**20))
    limit, free = machine.room()
    assert "600 MB" in limit.said and "--memory" in limit.remedy
    assert "300 MB of 8,000 MB" in free.said and free.remedy
    monkeypatch.setattr(machine.memory, "limit_bytes", lambda: None)
    monkeypatch.setattr(machine, "of_the_machine", lambda: (8_000_000_000, 4_000_000_000))
    assert not any(one.remedy for one in machine.room())


def test_the_doctor_knows_a_clock_that_is_behind(tmp_path, monkeypatch):
    monkeypatch.setenv("HHLAB_WORK", str(tmp_path))
    assert not looked(machine.clock)["clock"].remedy
    (tmp_path / "01.ipynb").write_text("{}")
    os.utime(tmp_path / "01.ipynb", (time.time() + 86_400,) * 2)
    found = looked(machine.clock)["clock"]
    assert "01.ipynb" in found.said and found.remedy


def test_the_doctor_knows_what_compiles(monkeypatch):
    assert not looked(machine.compiler)["compiler"].remedy
    monkeypatch.setenv("PATH", "/nowhere")
    found = looked(machine.compiler)["compiler"]
    assert "perl and make and a C++ compiler missing" in found.said and found.remedy


@pytest.mark.parametrize("version", [(3, 10), (3, 14)])
def test_the_doctor_knows_a_python_that_is_too_old_or_too_new(version, monkeypatch):
    monkeypatch.setattr(
        machine.sys, "version_info", type("Version", (tuple,), {"major": 3, "minor": version[1]})(version)
    )
    found = looked(machine.python)["Python"]
    assert f"3.{version[1]}, but hhlab needs 3.11 to 3.13" in found.said and "pip install" in found.remedy


def test_where_a_running_lab_says_it_is_a_dead_one_is_passed_over(tmp_path, monkeypatch):
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path))
    server = {"pid": 2**22 + 1, "root_dir": str(tmp_path), "url": "http://localhost:1/", "token": "abc"}
    (tmp_path / "jpserver-1.json").write_text(json.dumps(server))
    (tmp_path / "jpserver-2.json").write_text("{")
    assert folder.address_of(tmp_path) is None
    (tmp_path / "jpserver-3.json").write_text(json.dumps(server | {"pid": os.getpid()}))
    assert folder.address_of(tmp_path) == "http://localhost:1/?token=abc"
