"""A class on a hub, for real: `hub/run up` on this engine, under names and a port of its own.

`there` is the hub, with Ada and Grace, and Hodgkin, who teaches. HHLAB_IMAGE names the lab's image.
"""

import json
import os
import re
import secrets
import subprocess
import sys
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[2]
sys.path.append(str(ROOT / "tests" / "image"))
from browsing import CHROMIUM, FLAGS, LAPTOP  # noqa: E402

IMAGE = os.environ.get("HHLAB_IMAGE", "hhlab")
PARTS = ("hub", "proxy", "door", "room")
# what Python and Node write of an error that nobody caught
TRACE = re.compile(r"Traceback \(most recent call last\)|^ +at .+:\d+:\d+\)?$", re.MULTILINE)
LONG = pytest.mark.skipif(
    not os.environ.get("HHLAB_LONG"), reason="all such take a quarter of an hour: set HHLAB_LONG"
)
# a name for the hub as a class would open it: the browser alone knows where it leads
NAME = "lab.example.org"
ROSTER = "name,role\nada\ngrace\nhodgkin,teacher\n"


def run(*command, check=True, timeout=120, **options):
    """Run a command, and give all that it said."""
    done = subprocess.run(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=timeout,
        check=False,
        **options,
    )
    assert not check or done.returncode == 0, f"{command}:\n{done.stdout}"
    return done.stdout


def wait_for(question, seconds=60):
    """Ask until the answer is true, and return it."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if answer := question():
            return answer
        time.sleep(0.1)
    raise AssertionError(f"no answer within {seconds} s")


class Hub:
    """A hub that runs, and how whoever runs it asks it."""

    def __init__(self, folder, name=None, port=None, subnets="10.213.128.0/17"):
        self.name, self.folder = name or f"hhlab-test-{secrets.token_hex(3)}", folder
        self.port = port or secrets.randbelow(10_000) + 20_000
        self.site, self.token = f"http://127.0.0.1:{self.port}", secrets.token_hex(16)
        self.prefix = f"{self.name}-student"
        self.settings = folder / f"{self.name}.env"
        self.passwords = {}
        own = {
            "CONFIGPROXY_AUTH_TOKEN": secrets.token_hex(16),
            "HHLAB_ROOM_TOKEN": secrets.token_hex(16),
            "HHLAB_HUB_TOKEN": self.token,
            "HHLAB_HUB_PROJECT": self.name,
            "HHLAB_HUB_PREFIX": self.prefix,
            "HHLAB_HUB_LAB": f"{IMAGE.partition(':')[0]}:hub",
            "HHLAB_HUB_IMAGE": f"{IMAGE.partition(':')[0]}-hub",
            "HHLAB_HUB_PORT": str(self.port),
            "HHLAB_HUB_SUBNETS": subnets,
            "HHLAB_HUB_IDLE_S": "3600",
        }
        self.settings.write_text("".join(f"{key}={value}\n" for key, value in own.items()))

    def run(self, word, *arguments, check=True, **given):
        """Do what `make hub-WORD` does."""
        env = os.environ | {"HHLAB_HUB_SETTINGS": str(self.settings)} | given
        return run("hub/run", word, *arguments, check=check, cwd=ROOT, env=env, timeout=900)

    def up(self, **given):
        said = self.run("up", **given)
        roster = self.folder / "roster.csv"
        roster.write_text(ROSTER)
        new = self.run("users", FROM=str(roster))
        self.passwords |= dict(line.split(",") for line in new.splitlines() if "-" in line and "," in line)
        return said

    def remove(self):
        self.run("down")
        for volume in run("docker", "volume", "ls", "--quiet", "--filter", f"name={self.name}").split():
            run("docker", "volume", "rm", volume)

    def ask(self, path, method="GET", token=None, **content):
        """Ask the hub or a lab through the proxy: status and text of the answer."""
        headers = {"Authorization": f"token {token or self.token}"}
        data = json.dumps(content).encode() if method == "POST" else None
        request = urllib.request.Request(self.site + path, data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refusal:
            with refusal:
                return refusal.code, refusal.read().decode()
        except OSError as broken:
            return 0, str(broken)

    def start(self, student):
        """Start a lab; how long it takes until the hub calls it ready [s]."""
        self.ask(f"/hub/api/users/{student}", "POST")
        began = time.monotonic()
        status, said = self.ask(f"/hub/api/users/{student}/server", "POST")
        assert status in (201, 202) or "already running" in said, said
        wait_for(lambda: self.is_ready(student), seconds=90)
        return time.monotonic() - began

    def is_ready(self, student):
        status, said = self.ask(f"/hub/api/users/{student}")
        return status == 200 and json.loads(said)["servers"].get("", {}).get("ready")

    def stop(self, student):
        self.ask(f"/hub/api/users/{student}/server", "DELETE")
        wait_for(lambda: not self.is_ready(student))

    def container(self, name):
        """Give a container's name: a student's, or a part of the hub's."""
        return f"{self.name}-{name}-1" if name in PARTS else f"{self.prefix}-{name}"

    def inspect(self, name):
        (found,) = json.loads(run("docker", "inspect", self.container(name)))
        return found

    def python(self, name, code, check=True):
        """What a program prints in a container."""
        return run(
            "docker", "exec", "--interactive", self.container(name), "python", "-", input=code, check=check
        )

    def answers(self, student):
        """Say whether a student's lab answers through the proxy."""
        return self.ask(f"/user/{student}/api/contents?content=0")[0] == 200


@pytest.fixture(scope="session")
def there(tmp_path_factory):
    hub = Hub(tmp_path_factory.mktemp("hub"))
    try:
        hub.up()
        with ThreadPoolExecutor() as both:
            seconds = max(both.map(hub.start, ("ada", "grace")))
        print(f"\nboth labs: ready after {seconds:.1f} s")
        yield hub
        logs = {part: run("docker", "logs", hub.container(part)) for part in PARTS}
    finally:
        hub.remove()
    # of whatever the tests did, killing the parts included
    found = {part: TRACE.search(log) for part, log in logs.items()}
    around = {part: one.string[max(0, one.start() - 500) :] for part, one in found.items() if one}
    traces = [f"{part}: {text[:3000]}" for part, text in around.items()]
    assert not traces, "\n".join(traces)


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        flags = [*FLAGS, f"--host-resolver-rules=MAP {NAME} 127.0.0.1"]
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield chromium
        chromium.close()


def sign_in(page, name, password):
    """Fill in the hub's form and send it."""
    page.fill("#username_input", name)
    page.fill("#password_input", password)
    page.click("#login_submit")


@pytest.fixture
def person(browser, there):
    """How somebody signs in, in a browser of their own."""
    contexts = []

    def signs_in(name, password=None, to="/"):
        contexts.append(browser.new_context(viewport=LAPTOP))
        page = contexts[-1].new_page()
        page.set_default_timeout(60_000)
        page.goto(there.site + to)
        sign_in(page, name, password or there.passwords[name])
        return page

    yield signs_in
    for context in contexts:
        context.close()
