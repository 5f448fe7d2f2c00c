"""Run the image for real: nothing here is simulated, and a missing Docker engine is a failure.

`container` is one running lab, shared by every test that leaves it as it was.
`start` starts a lab of the test's own: start("--read-only", command=["--LabApp.x=y"]).
Both give a Lab: .url, .token, .port, .log(), .exec("python", "-c", "..."), .get("/api"), .kernel().
`volume` is the name of a new Docker volume. All of it is removed afterwards.
"""

import contextlib
import functools
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import uuid
from dataclasses import dataclass
from pathlib import Path

import pytest
import websocket
from browsing import CHROMIUM, FLAGS, failures, open_notebook, run_all, watched
from playwright.sync_api import sync_playwright

IMAGE = os.environ.get("HHLAB_IMAGE", "hhlab")
HERE = "here"  # as HHLAB_IMAGE: the browser's tests look at the lab of `make lab`, without Docker
ROOT = Path(__file__).parents[2]
URL = re.compile(r"http://\S+token=\S+")
# how Jupyter, Python and NEURON begin a complaint
COMPLAINT = re.compile(r"WARNING|ERROR|Traceback|^\[[WE] ", re.MULTILINE)


def docker(*arguments, check=True, timeout=60, **options):
    """Run a docker command and return its output, standard error included."""
    result = subprocess.run(
        ["docker", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=timeout,
        check=False,
        **options,
    )
    assert not check or result.returncode == 0, f"docker {arguments}:\n{result.stdout}"
    return result.stdout


def run(*arguments, options=()):
    """Run the image to its end: the exit status and all that it said."""
    command = ["docker", "run", "--rm", *options, IMAGE, *arguments]
    done = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=60, check=False
    )
    return done.returncode, done.stdout


def wait_for(question, seconds=30):
    """Ask until the answer is true, and return it."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if answer := question():
            return answer
        time.sleep(0.1)
    raise AssertionError(f"no answer within {seconds} s")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass
class Lab:
    """A running container and how to reach it."""

    name: str
    port: int
    work = "/home/jovyan/work"

    def log(self):
        return docker("logs", self.name)

    def wait_for_url(self):
        """The first address that the lab prints; a container that ends before that is a failure."""

        def printed():
            log = self.log()
            running = docker("inspect", "--format", "{{.State.Running}}", self.name).strip()
            assert running == "true", log
            return URL.search(log)

        return wait_for(printed).group()

    @property
    def url(self):
        return URL.search(self.log()).group()

    @property
    def token(self):
        return self.url.rpartition("token=")[2]

    def exec(self, *command, options=()):
        return docker("exec", *options, self.name, *command)

    def health(self):
        return docker("inspect", "--format", "{{.State.Health.Status}}", self.name).strip()

    def get(self, path, token=None):
        """The status of a page and its body, or the address that it redirects to."""
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}")
        if token:
            request.add_header("Authorization", f"token {token}")
        opener = urllib.request.build_opener(NoRedirect)
        try:
            with opener.open(request, timeout=10) as reply:
                return reply.status, reply.read().decode()
        except urllib.error.HTTPError as refusal:
            with refusal:
                return refusal.code, refusal.headers.get("Location", "")

    def write(self, name, cells):
        """Write a notebook of code cells into the work folder, as JupyterLab does."""
        code = [
            {"cell_type": "code", "id": f"cell-{i}", "source": cell, "metadata": {}, "outputs": []}
            | {"execution_count": None}
            for i, cell in enumerate(cells)
        ]
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        content = {"cells": code, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
        self.ask("PUT", f"contents/{name}", {"type": "notebook", "content": content})

    def work_of(self, student):
        """What is kept of a student's work."""
        read = f"import json; from hhlab.exercises import store; print(json.dumps(store.load({student!r})))"
        here = f"import os; os.environ['HHLAB_ANSWERS'] = {self.work!r}"
        return json.loads(self.exec("python", "-c", f"{here}; {read}").splitlines()[-1])

    def shut_down(self):
        """End every kernel that a notebook has started."""
        for session in self.ask("GET", "sessions"):
            self.ask("DELETE", f"sessions/{session['id']}")

    def ask(self, method, path, content=None):
        """Ask Jupyter's own interface, and give what it answers."""
        headers = {"Authorization": f"token {self.token}"}
        data = None if content is None else json.dumps(content).encode()
        url = f"http://127.0.0.1:{self.port}/api/{path}"
        request = urllib.request.Request(url, data=data, headers=headers, method=method)
        with urllib.request.urlopen(request, timeout=30) as reply:
            answer = reply.read()
        return json.loads(answer) if answer else None

    @contextlib.contextmanager
    def kernel(self):
        """A kernel of this lab: a function that runs code and returns what it prints.

        With wait=False it returns as soon as the code runs.
        """
        headers = {"Authorization": f"token {self.token}"}
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/api/kernels", data=b'{"path": ""}', headers=headers, method="POST"
        )
        with urllib.request.urlopen(request, timeout=30) as reply:
            kernel_id = json.load(reply)["id"]
        channels = websocket.create_connection(
            f"ws://127.0.0.1:{self.port}/api/kernels/{kernel_id}/channels?session_id=test",
            header=headers,
            timeout=20,  # less than the server's pings are apart, which would put it off for ever
        )
        try:
            yield functools.partial(execute, channels)
        finally:
            channels.close()


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def execute(channels, code, wait=True):
    """Send code to a kernel; return what it has printed when it is done, or at once when it has begun."""
    header = {"msg_id": uuid.uuid4().hex, "msg_type": "execute_request", "username": "", "session": "s"}
    content = {"code": code, "silent": False, "store_history": False, "allow_stdin": False}
    message = {"header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": "shell"}
    channels.send(json.dumps(message))
    printed = ""
    while True:
        reply = json.loads(channels.recv())
        if reply["parent_header"].get("msg_id") != header["msg_id"]:
            continue
        match reply["msg_type"]:
            case "stream":
                printed += reply["content"]["text"]
            case "error":
                raise AssertionError("\n".join(reply["content"]["traceback"]))
            case "status" if reply["content"]["execution_state"] == ("idle" if wait else "busy"):
                return printed


def launch(*options, command=()):
    port = free_port()
    name = f"hhlab-test-{uuid.uuid4().hex[:8]}"
    publish = ["--publish", f"127.0.0.1:{port}:8888", "--env", f"HHLAB_PORT={port}"]
    docker("run", "--detach", "--name", name, *publish, *options, IMAGE, *command)
    return Lab(name, port)


class LabHere(Lab):
    """The lab of `make lab`, in a folder of its own."""

    def __init__(self, folder, *options):
        super().__init__("here", free_port())
        self.work = folder
        places = {"HHLAB_WORK": folder}
        places["JUPYTER_CONFIG_DIR"] = f"{folder}/.config"  # a dark theme, for one, is kept there
        self.printed = Path(folder, "lab.log")
        with self.printed.open("w", encoding="utf-8") as log:
            self.process = subprocess.Popen(
                [Path(sys.executable).with_name("hhlab"), "lab", "--no-browser", *options],
                env=os.environ | places | {"HHLAB_PORT": str(self.port)},
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def log(self):
        return self.printed.read_text(encoding="utf-8")

    def wait_for_url(self):
        return wait_for(lambda: URL.search(self.log())).group()

    def exec(self, *command, options=()):
        return subprocess.run(
            [Path(sys.executable).parent / command[0], *command[1:]],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=True,
        ).stdout


@pytest.fixture(scope="session")
def lab():
    """One lab for every test in a browser."""
    option = "--LabApp.expose_app_in_browser=True"
    if IMAGE != HERE:
        lab = launch(command=[option])
        lab.wait_for_url()
        yield lab
        docker("rm", "--force", "--volumes", lab.name)
        return
    with tempfile.TemporaryDirectory() as folder:
        lab = LabHere(folder, option)
        try:
            lab.wait_for_url()
            yield lab
        finally:
            lab.process.terminate()
            lab.process.wait(timeout=20)


@pytest.fixture(scope="session")
def browser():
    assert Path(CHROMIUM).exists(), f"This test needs Chromium at {CHROMIUM}; CHROMIUM names another place."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser, lab):
    with watched(browser, lab) as page:
        yield page


@pytest.fixture
def opened(page, lab):
    """Write a notebook with these cells, open it and run it."""

    def open_cells(*cells):
        lab.write("live_view.ipynb", cells)
        open_notebook(page, lab, "live_view.ipynb")
        run_all(page)
        assert failures(page) == []

    yield open_cells
    lab.shut_down()


@pytest.fixture(scope="session")
def container():
    lab = launch()
    try:
        lab.wait_for_url()
        yield lab
    finally:
        docker("rm", "--force", "--volumes", lab.name)


@pytest.fixture
def start():
    labs = []

    def start_and_wait(*options, command=()):
        labs.append(launch(*options, command=command))
        labs[-1].wait_for_url()
        return labs[-1]

    yield start_and_wait
    for lab in labs:
        docker("rm", "--force", "--volumes", lab.name)


@pytest.fixture
def volume():
    name = f"hhlab-test-{uuid.uuid4().hex[:8]}"
    docker("volume", "create", name)
    yield name
    docker("volume", "rm", "--force", name)
