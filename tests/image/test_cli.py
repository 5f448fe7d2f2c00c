"""The command hhlab in a container: its words, what the doctor sees, and labs that meet on a volume."""

import subprocess

import pytest

from conftest import HERE, IMAGE, docker, wait_for

WORK = "/home/jovyan/work"
pytestmark = pytest.mark.skipif(IMAGE == HERE, reason="a container is what is tried")


def hhlab(*options, command):
    """Run a command in a container of its own: its exit status and all it says."""
    command = ["docker", "run", "--rm", *options, IMAGE, *command]
    # on a busy machine a whole installation takes its time to be tried
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=180)
    return done.returncode, done.stdout


def test_the_image_is_whole_and_a_broken_one_is_named():
    status, said = hhlab(command=["test"])
    assert (status, said.splitlines()[-1]) == (0, "This installation is whole.")
    where = "python -c 'import hhlab.live.drag as drag; print(drag.__file__)'"
    harm = f"rm /usr/share/hhlab/notebooks/05_*; echo >>$({where})"
    test = "python -c 'from hhlab.lab import complete; complete.check(None)'"
    status, said = hhlab("--user", "0", command=["sh", "-c", f"{harm}; {test}"])
    assert status == 1
    assert "drag.py was changed" in said and "05_voltage_clamp.ipynb is missing" in said


def test_the_doctor_sees_the_volume_and_the_memory(volume):
    status, said = hhlab("--volume", f"{volume}:{WORK}", command=["doctor"])
    assert status == 0 and f"the Docker volume {volume}" in said
    status, said = hhlab("--volume", f"{volume}:{WORK}:ro", "--memory", "600m", command=["hhlab", "doctor"])
    assert status == 1
    assert "WRONG   memory    the container may use 600 MB" in said and "--memory 2g" in said
    assert (
        "Start it without :ro" in said
        and f"docker run -p 127.0.0.1:8888:8888 -v {volume}:{WORK} hhlab" in said
    )


def test_the_second_lab_on_a_volume_says_that_there_is_another(volume, start):
    mounted = ("--volume", f"{volume}:{WORK}")
    first = start(*mounted)
    second = start(*mounted)
    assert "Another lab is running" in second.log() and "Another lab" not in first.log()
    # one that was killed holds nothing, and starts anew
    docker("kill", first.name, second.name)
    docker("start", first.name)
    wait_for(lambda: first.log().count("token=") == 2)
    assert "Another lab" not in first.log()


def test_a_lab_that_is_started_past_the_entrypoint_has_its_lessons(start):
    lab = start("--entrypoint", "hhlab", command=["lab"])
    assert lab.get("/api/contents/00_welcome.ipynb", token=lab.token)[0] == 200
    wait_for(lambda: lab.health() == "healthy", seconds=20)
