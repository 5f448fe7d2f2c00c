"""The health check tells a lab that answers from one that does not."""

import json
import os
import socket
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest

CHECK = Path(__file__).parents[2] / "container" / "healthcheck"


def checked(runtime):
    """Run it as the image does: its exit status, and what it says."""
    done = subprocess.run(
        [sys.executable, "-IS", CHECK],
        env=os.environ | {"JUPYTER_RUNTIME_DIR": str(runtime)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    return done.returncode, done.stderr


@contextmanager
def server(answer):
    """Give the port of a server that sends one answer to all, and a list of what it is asked for."""
    asked = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve():
            while True:
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                with connection:
                    if answer is not None:
                        asked.append(connection.recv(4096).split(b"\r\n")[0].decode())
                        connection.sendall(answer)
                    else:
                        held.append(connection.dup())

        held = []
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield listening.getsockname()[1], asked
        listening.shutdown(socket.SHUT_RDWR)
        thread.join(timeout=10)
        for connection in held:
            connection.close()


@pytest.fixture
def runtime(tmp_path):
    folder = tmp_path / "runtime"
    folder.mkdir()
    return folder


def tells(runtime, port, **more):
    about = {"hostname": "127.0.0.1", "port": port, "secure": False, "base_url": "/", **more}
    (runtime / f"jpserver-{port}.json").write_text(json.dumps(about), encoding="utf-8")


@pytest.mark.parametrize("base", ["/", "/user/ada/"])
def test_a_lab_that_answers_is_healthy(runtime, base):
    with server(b"HTTP/1.1 200 OK\r\n\r\n") as (port, asked):
        tells(runtime, port, base_url=base)
        assert checked(runtime) == (0, "")
        assert asked == [f"GET {base}api HTTP/1.0"]


@pytest.mark.parametrize(
    "answer", [b"HTTP/1.1 500 No\r\n\r\n", b"HTTP/1.1 404 No\r\n\r\n", b"", b"no HTTP at all"]
)
def test_a_lab_that_answers_anything_else_is_ill(runtime, answer):
    with server(answer) as (port, _):
        tells(runtime, port)
        assert checked(runtime) == (1, "Jupyter does not answer\n")


def test_a_lab_that_is_gone_is_ill(runtime):
    with server(b"") as (port, _):
        pass
    tells(runtime, port)
    status, said = checked(runtime)
    assert status != 0 and said


def test_a_lab_that_hangs_is_ill_before_docker_loses_its_patience(runtime):
    with server(None) as (port, _):
        tells(runtime, port)
        status, said = checked(runtime)
        assert status != 0 and "timed out" in said


def test_a_lab_that_was_begun_and_says_nothing_is_ill(runtime):
    assert checked(runtime) == (1, "Jupyter does not answer\n")


def test_a_container_that_runs_another_program_is_healthy(tmp_path):
    assert checked(tmp_path / "never-made") == (0, "")
