"""What is killed comes back by itself, and no work is lost with it."""

import json
import os
import random
import signal
import time
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
import websocket

from conftest import LONG, Hub, run, wait_for


def kill(there, name):
    """Kill a container's first process, as a machine that runs out of memory does."""
    os.kill(there.inspect(name)["State"]["Pid"], signal.SIGKILL)


def is_back(there, student="ada"):
    """Say whether the hub, the room and a lab answer."""
    pages = ("/hub/health", "/services/room/static/room.js", f"/user/{student}/api/contents?content=0")
    return all(there.ask(page)[0] == 200 for page in pages)


def new_kernel(there, student):
    return json.loads(there.ask(f"/user/{student}/api/kernels", "POST")[1])["id"]


@contextmanager
def channels(there, student, kernel):
    address = f"ws://127.0.0.1:{there.port}/user/{student}/api/kernels/{kernel}/channels?session_id=a"
    connection = websocket.create_connection(
        address, header={"Authorization": f"token {there.token}"}, timeout=30
    )
    yield connection
    connection.close()


def request(code):
    header = {"msg_id": str(random.random()), "msg_type": "execute_request", "username": "", "session": "s"}
    content = {"code": code, "silent": False, "store_history": False, "allow_stdin": False}
    message = {"header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": "shell"}
    return json.dumps(message)


def printed(connection, code):
    """Run code in a kernel, and give what it prints."""
    asked = request(code)
    connection.send(asked)
    said, asked_id = "", json.loads(asked)["header"]["msg_id"]
    while True:
        reply = json.loads(connection.recv())
        if reply["parent_header"].get("msg_id") != asked_id:
            continue
        if reply["msg_type"] == "stream":
            said += reply["content"]["text"]
        if reply["msg_type"] == "status" and reply["content"]["execution_state"] == "idle":
            return said


@pytest.mark.parametrize("part", ["hub", "proxy", "room", "door"])
def test_a_part_that_is_killed_comes_back_and_a_lab_goes_on(there, part):
    kernel = new_kernel(there, "ada")
    with channels(there, "ada", kernel) as connection:
        printed(connection, "kept = 42")
    kill(there, part)
    began = time.monotonic()
    wait_for(lambda: there.inspect(part)["RestartCount"] and is_back(there), seconds=90)
    print(f"\n{part}: back after {time.monotonic() - began:.1f} s")
    with channels(there, "ada", kernel) as connection:
        assert printed(connection, "print(kept)") == "42\n"
    there.ask(f"/user/ada/api/kernels/{kernel}", "DELETE")


def test_a_hub_and_a_proxy_that_are_made_anew_find_the_labs_that_run(there):
    """As after an update of the hub, or of the course."""
    before = there.inspect("ada")["State"]["StartedAt"]
    run("docker", "rm", "--force", there.container("hub"), there.container("proxy"))
    there.run("up", HHLAB_HUB_BUILD="no")
    wait_for(lambda: is_back(there))
    assert there.inspect("ada")["State"]["StartedAt"] == before
    assert there.answers("grace")


def test_a_lab_that_is_killed_comes_back_with_its_work_at_its_address(there):
    there.python("ada", "open('/home/jovyan/work/mine.txt', 'w').write('kept')")
    kill(there, "ada")
    wait_for(lambda: there.inspect("ada")["RestartCount"] and there.answers("ada"), seconds=90)
    assert json.loads(there.ask("/user/ada/api/contents/mine.txt")[1])["content"] == "kept"


def test_all_of_it_is_saved_and_comes_back_elsewhere(there, tmp_path):
    there.python("ada", "open('/home/jovyan/work/mine.txt', 'w').write('kept')")
    folder = tmp_path / "saved"
    there.run("backup", TO=str(folder))
    files = {file.name for file in folder.iterdir()}
    assert {"settings.env", "service-hub.tar.gz", "service-room.tar.gz", "work-ada.tar.gz"} <= files
    assert folder.stat().st_mode & 0o077 == 0
    other = Hub(tmp_path, subnets="10.214.0.0/24")
    try:
        other.run("restore", FROM=str(folder))
        # what is there already is never written over
        assert "nothing was changed" in other.run("restore", check=False, FROM=str(folder))
        other.run("up", HHLAB_HUB_BUILD="no")
        assert "ada,student" in other.run("users") and "hodgkin,teacher" in other.run("users")
        other.start("ada")
        assert json.loads(other.ask("/user/ada/api/contents/mine.txt")[1])["content"] == "kept"
    finally:
        other.remove()


def test_the_doctor_says_what_is_well_and_what_is_not(there):
    there.settings.chmod(0o644)
    said = there.run("doctor", check=False)
    assert "NOT" in said and f"chmod 600 {there.settings}" in said
    there.settings.chmod(0o600)
    assert "labs run, each on a network of its own" in there.run("doctor", check=False)


def test_who_is_taken_off_the_roster_is_out_and_the_work_stays(there, tmp_path):
    (tmp_path / "late.csv").write_text("huxley\n")
    assert "huxley," in there.run("users", FROM=str(tmp_path / "late.csv"))
    there.start("huxley")
    said = there.run("users", REMOVE="huxley")
    assert f"{there.prefix}-huxley" in said and "huxley" not in there.run("users")
    assert there.inspect("huxley")["State"]["Status"] == "exited"
    assert f"{there.prefix}-huxley" in run("docker", "volume", "ls")


@LONG
def test_a_lab_that_computes_in_silence_is_not_idle(there):
    """By what the lab tells the hub, which stops the idle ones; this takes a minute."""
    kernel = new_kernel(there, "ada")
    with channels(there, "ada", kernel) as connection:
        connection.send(request("import time; time.sleep(100)"))
        time.sleep(90)
        status = json.loads(there.ask("/user/ada/api/status")[1])
        age = datetime.now(UTC) - datetime.fromisoformat(status["last_activity"])
    there.ask(f"/user/ada/api/kernels/{kernel}", "DELETE")
    assert age.total_seconds() < 65


@LONG
def test_fifty_kills_lose_nothing(there):
    dice = random.Random(7)
    for number in range(50):
        there.python("ada", f"open('/home/jovyan/work/{number}.txt', 'w').write('{number}')")
        part = dice.choice(["hub", "proxy", "room", "door", "ada"])
        kill(there, part)
        began = time.monotonic()
        wait_for(lambda: is_back(there), seconds=120)
        print(f"{number}: {part} back after {time.monotonic() - began:.1f} s")
        # Docker waits longer before each new start of what did not run for ten seconds
        time.sleep(12)
    work = there.python("ada", "import glob; print(len(glob.glob('/home/jovyan/work/[0-9]*.txt')))")
    assert int(work) == 50
