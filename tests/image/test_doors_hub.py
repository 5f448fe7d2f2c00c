"""The lab under a JupyterHub: a real hub with its proxy, DockerSpawner, and a student who signs in.

It needs two minutes and packages that nothing else does, so it runs where HHLAB_LONG is set.
"""

import json
import os
import re
import secrets
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from contextlib import contextmanager
from pathlib import Path

import pytest
import websocket

from conftest import IMAGE, ROOT, docker, execute, run, wait_for

FOLDER = ROOT / "tests" / "hub"
BUILD = ROOT / "build"
LONG = pytest.mark.skipif(not os.environ.get("HHLAB_LONG"), reason="takes two minutes: set HHLAB_LONG")
STUDENTS = ["ada", "grace", "alan"]
SPIKE = """
import hhlab
print(len(hhlab.spike_times_ms(hhlab.simulate(clamp=hhlab.CurrentClamp(amp=0.1)))) > 0)
"""


def installed(major):
    """Give the folder of a hub's programs, installed by its lock file."""
    folder, lock = BUILD / f"hub{major}", FOLDER / f"hub{major}.lock"
    done = folder / "done"
    if not done.exists() or done.stat().st_mtime < lock.stat().st_mtime:
        uv = Path(sys.executable).with_name("uv")
        subprocess.run([uv, "venv", "--quiet", "--clear", folder, "--python", sys.executable], check=True)
        install = [uv, "pip", "install", "--quiet", "--python", folder / "bin" / "python", "--require-hashes"]
        subprocess.run([*install, "-r", lock], check=True)
        done.touch()
    return folder / "bin"


def proxy():
    """Give the command that starts the hub's proxy, from npm."""
    sys.path.append(str(ROOT / "browser"))
    import npm

    program = "node_modules/configurable-http-proxy/bin/configurable-http-proxy"
    folder = BUILD / "hub-proxy"
    if not (folder / program).exists():
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json", ".npmrc"):
            shutil.copy(ROOT / "hub" / "proxy" / name, folder)
        npm.npm("--prefix", str(folder), "ci", "--silent")
    return [str(npm.node()), str(folder / program)]


@pytest.fixture(scope="module")
def image():
    name = f"{IMAGE.partition(':')[0]}:hub"
    docker("build", "--quiet", "--target", "hub", "--tag", name, str(ROOT), timeout=900)
    return name


@contextmanager
def hub(folder, major=6, **settings):
    """Run a hub, and give how to ask it."""
    token, prefix = secrets.token_hex(16), f"hhlab-test-{uuid.uuid4().hex[:8]}"
    port = free_ports(3)
    (bridge,) = json.loads(docker("network", "inspect", "bridge"))
    given = {
        "TEST_PORT": str(port),
        "TEST_TOKEN": token,
        "TEST_PREFIX": prefix,
        "TEST_PROXY": "\n".join(proxy()),
        "TEST_GATEWAY": bridge["IPAM"]["Config"][0]["Gateway"],
    }
    log = folder / "hub.log"
    with log.open("w") as file:
        process = subprocess.Popen(
            [installed(major) / "jupyterhub", "-f", FOLDER / "jupyterhub_config.py"],
            env=os.environ | {"PATH": f"{installed(major)}:{os.environ['PATH']}"} | given | settings,
            cwd=folder,
            stdout=file,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_for(lambda: "JupyterHub is now running" in log.read_text() or process.poll() is not None)
        assert process.poll() is None, log.read_text()
        there = Hub(port, token, prefix)
        there.ask("/hub/api/users", "POST", usernames=STUDENTS)
        yield there
    finally:
        process.terminate()
        process.wait(timeout=60)
        left = docker("ps", "--all", "--quiet", "--filter", f"name={prefix}").split()
        if left:
            docker("rm", "--force", "--volumes", *left)
        for volume in docker("volume", "ls", "--quiet", "--filter", f"name={prefix}").split():
            docker("volume", "rm", volume)


def free_ports(count):
    """Give the first of some free ports in a row."""
    import socket

    while True:
        first = secrets.randbelow(20_000) + 20_000
        probes = [socket.socket() for _ in range(count)]
        try:
            for number, probe in enumerate(probes):
                probe.bind(("0.0.0.0", first + number))
            return first
        except OSError:
            continue
        finally:
            for probe in probes:
                probe.close()


class Hub:
    """A hub that runs: its own interface, and the servers of its students."""

    def __init__(self, port, token, prefix):
        self.port, self.token, self.prefix = port, token, prefix
        self.site = f"http://127.0.0.1:{port}"

    def ask(self, path, method="GET", **content):
        """Ask the hub or, through its proxy, a student's server; the text of the answer."""
        headers = {"Authorization": f"token {self.token}"}
        data = json.dumps(content).encode() if method == "POST" else None
        request = urllib.request.Request(self.site + path, data, headers, method=method)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.read().decode()

    def start(self, student):
        """Start a student's server; how long it takes until the hub calls it ready [s]."""
        began = time.monotonic()
        self.ask(f"/hub/api/users/{student}/server", "POST")
        wait_for(lambda: self.is_ready(student), seconds=60)
        return time.monotonic() - began

    def is_ready(self, student):
        servers = json.loads(self.ask(f"/hub/api/users/{student}"))["servers"]
        return servers.get("", {}).get("ready")

    def stop(self, student):
        self.ask(f"/hub/api/users/{student}/server", "DELETE")
        wait_for(lambda: not json.loads(self.ask(f"/hub/api/users/{student}"))["servers"], seconds=30)

    def log(self, student):
        return docker("logs", f"{self.prefix}-{student}")

    def first_page(self, student):
        """The address to which a student's server leads."""

        class Stay(urllib.request.HTTPRedirectHandler):
            def redirect_request(self, *_):
                return None

        request = urllib.request.Request(f"{self.site}/user/{student}/")
        request.add_header("Authorization", f"token {self.token}")
        with pytest.raises(urllib.error.HTTPError) as led:
            urllib.request.build_opener(Stay).open(request, timeout=20)
        led.value.close()
        return led.value.headers["Location"].partition("?")[0]

    def run(self, student, code):
        """What code prints in a kernel of a student's server."""
        kernel = json.loads(self.ask(f"/user/{student}/api/kernels", "POST"))["id"]
        address = f"ws://127.0.0.1:{self.port}/user/{student}/api/kernels/{kernel}/channels?session_id=a"
        header = {"Authorization": f"token {self.token}"}
        channels = websocket.create_connection(address, header=header, timeout=30)
        try:
            return execute(channels, code)
        finally:
            channels.close()


def assert_prints_nothing_false(log, student):
    assert f"The lab of {student} is running" in log
    for wrong in ("http", "token", "Ctrl+C", "Traceback", "NOT KEPT", "127.0.0.1"):
        assert wrong not in log, log


@LONG
def test_a_student_of_a_hub_finds_the_lessons_and_their_work_again(image, tmp_path, browser):
    with hub(tmp_path, TEST_IMAGE=image) as there:
        for student in STUDENTS:
            took = there.start(student)
            print(f"\n{student}: ready after {took:.1f} s")
            assert there.first_page(student) == f"/user/{student}/lab/tree/00_welcome.ipynb"
            assert_prints_nothing_false(there.log(student), student)
            name = f"{there.prefix}-{student}"
            assert "00_welcome.ipynb" in docker("exec", name, "ls", "/home/jovyan/work")
            health = ["inspect", "--format", "{{.State.Health.Status}}", name]
            wait_for(lambda health=health: docker(*health).strip() == "healthy", seconds=20)
        assert there.run("ada", SPIKE + "open('mine.txt', 'w').write('kept')") == "True\n"
        # without a key nobody gets in
        for path in ("/user/ada/api/contents", "/user/ada/api/kernels"):
            with pytest.raises(urllib.error.HTTPError, match="403") as refusal:
                urllib.request.urlopen(there.site + path, timeout=20)
            refusal.value.close()

        signs_in(browser, there, "ada")

        there.stop("ada")
        there.start("ada")
        assert json.loads(there.ask("/user/ada/api/contents/mine.txt"))["content"] == "kept"


def signs_in(browser, there, student):
    """Sign in as a student does, and see the welcome page with a kernel."""
    page = browser.new_page()
    try:
        page.goto(f"{there.site}/user/{student}/")
        page.fill("#username_input", student)
        page.fill("#password_input", "correct horse")
        page.click("#login_submit")
        page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
        assert page.url.startswith(f"{there.site}/user/{student}/lab")
        assert "00_welcome.ipynb" in page.title() or page.get_by_text("00_welcome.ipynb").count()
        page.wait_for_selector(".jp-Toolbar-kernelStatus, .jp-Notebook-ExecutionIndicator", timeout=30_000)
    finally:
        page.close()


@LONG
def test_a_hub_of_another_first_number_is_spoken_of(image, tmp_path):
    with hub(tmp_path, major=5, TEST_IMAGE=image) as there:
        there.start("ada")
        log = there.log("ada")
        found = re.search(r"The hub is JupyterHub (\d+)\.\S+, and this lab brings (\d+)\.", log)
        assert found and found.groups() == ("5", "6"), log


@LONG
def test_a_hub_on_the_machine_itself_starts_a_lab_without_docker(tmp_path):
    """As where JupyterHub, JupyterLab and hhlab are installed side by side."""
    programs = installed(6)
    uv = Path(sys.executable).with_name("uv")
    install = [uv, "pip", "install", "--quiet", "--python", programs / "python"]
    subprocess.run([*install, "--require-hashes", "-r", ROOT / "requirements.lock"], check=True)
    hhlab = ["--no-deps", "--no-build-isolation", "--reinstall-package", "hhlab", ROOT]
    subprocess.run([*install, *hhlab], check=True)
    work = tmp_path / "work"
    command = f"{programs / 'hhlab'}\nlab"
    with hub(tmp_path, TEST_COMMAND=command, TEST_FOLDER=str(work)) as there:
        there.start("ada")
        assert there.first_page("ada") == "/user/ada/lab/tree/00_welcome.ipynb"
        assert there.run("ada", SPIKE) == "True\n"
        assert (work / "00_welcome.ipynb").exists()
        # between the lines of the hub and of its proxy
        printed = re.findall(r"^(?!\[|\d{4}-).*$", (tmp_path / "hub.log").read_text(), re.MULTILINE)
        assert_prints_nothing_false("\n".join(printed), "ada")


@LONG
def test_what_the_hubs_image_has_more_is_small(image):
    plain, more = (
        int(docker("image", "inspect", "--format", "{{.Size}}", name)) / 1e6 for name in (IMAGE, image)
    )
    print(f"\n{IMAGE} {plain:.0f} MB, {image} {more:.0f} MB")
    assert more - plain <= 50
    assert run("python", "-c", "import hhlab")[0] == 0


def test_an_image_without_jupyterhub_says_which_one_a_hub_needs():
    status, said = run(options=["--env", "JUPYTERHUB_API_TOKEN=secret"])
    assert status == 1
    assert "--target hub" in said and "secret" not in said and "Traceback" not in said
