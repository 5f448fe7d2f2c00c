"""The course's pages in real browsers, served by the image, or from HHLAB_SITE, the folder of a built site.

`site` knows the address and all pages that are reached from the first; `chromium` and `firefox` are browsers.
They open the site by a name that is not this machine's own: a phone in a room is not on localhost either, and
there a browser keeps some of its doors shut.
"""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from crawling import crawled
from playwright.sync_api import sync_playwright

IMAGE = os.environ.get("HHLAB_IMAGE", "hhlab")
FOLDER = os.environ.get("HHLAB_SITE", "")
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FIREFOX = os.environ.get("FIREFOX", "/usr/bin/firefox-esr")
ROOM = "course.test"
# root needs --no-sandbox; the rest keeps the browser itself from asking the network
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]


@dataclass
class Site:
    """A site that is served: its port, and its pages as `crawled` gives them."""

    port: int
    pages: dict = field(default_factory=dict)

    @property
    def here(self):
        """The address for this machine."""
        return f"http://127.0.0.1:{self.port}/"

    @property
    def room(self):
        """The address for a browser that has been told of the room."""
        return f"http://{ROOM}:{self.port}/"

    def lessons(self):
        return [name for name in self.pages if name.startswith("lessons/")]


@pytest.fixture(scope="session")
def site():
    with of_a_folder() if FOLDER else of_the_image() as port:
        found = Site(port)
        found.pages = crawled(found.here)
        yield found


@contextmanager
def of_a_folder():
    words = [Path(sys.executable).with_name("hhlab"), "site", FOLDER, "--ip", "127.0.0.1"]
    port = free_port()
    with subprocess.Popen([*words, "--port", str(port)], stdout=subprocess.PIPE, text=True) as process:
        try:
            next(line for line in process.stdout if "Ctrl+C" in line)
            yield port
        finally:
            process.terminate()


@contextmanager
def of_the_image():
    """Run it as anybody, with nothing to write to and no rights."""
    hard = ["--read-only", "--user", "12345:0", "--cap-drop", "ALL", "--security-opt", "no-new-privileges"]
    where = ["-p", "127.0.0.1::8000", "--memory", "256m"]
    name = docker("run", "--detach", *hard, *where, IMAGE, "site")
    try:
        port = int(docker("port", name, "8000").rsplit(":", 1)[1])
        await_answer(f"http://127.0.0.1:{port}/", lambda: docker("logs", name))
        yield port
    finally:
        docker("rm", "--force", name)


def docker(*words):
    done = subprocess.run(["docker", *words], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, f"docker {words}: {done.stderr}"
    return (done.stdout + done.stderr if words[0] == "logs" else done.stdout).strip()


def await_answer(url, log):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            return urllib.request.urlopen(url, timeout=5).status
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"no answer at {url}:\n{log()}")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def playwright():
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def chromium(playwright):
    there = f"--host-resolver-rules=MAP {ROOM} 127.0.0.1"
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, there])
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def firefox(playwright):
    """Debian's Firefox as it is, by the protocol that both browsers are to speak one day."""
    browser = playwright.firefox.launch(
        channel="moz-firefox",
        executable_path=FIREFOX,
        firefox_user_prefs={
            "network.dns.localDomains": ROOM,
            "network.captive-portal-service.enabled": False,
        },
    )
    yield browser
    browser.close()


@pytest.fixture
def browser(request):
    """The browser that a test's parameter names."""
    return request.getfixturevalue(request.param)
