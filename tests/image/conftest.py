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
import time
import urllib.error
import urllib.request
import uuid
from dataclasses import dataclass

import pytest
import websocket

IMAGE = os.environ.get("HHLAB_IMAGE", "hhlab")
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

    @contextlib.contextmanager
    def kernel(self):
        """A kernel of this lab: a function that runs code and returns what it prints.

        With wait=False it returns as soon as the code runs.
        """
        headers = {"Authorization": f"token {self.token}"}
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/api/kernels", data=b"{}", headers=headers, method="POST"
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
