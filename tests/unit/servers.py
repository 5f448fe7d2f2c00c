"""A Jupyter server with the lab's settings, really started, for tests of its doors."""

import http.client
import os
import re
import socket
import ssl
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).parents[2]
SETTINGS = ROOT / "container" / "jupyter"
# where the settings lie that a test gives; none of whoever runs the tests
OURS = re.compile("HHLAB_|JUPYTER")


def command(folder, *flags, **settings):
    """Give the words and the environment that start JupyterLab in a folder."""
    kept = {name: value for name, value in os.environ.items() if not OURS.match(name)}
    places = {"JUPYTER_CONFIG_PATH": str(SETTINGS), "JUPYTER_PATH": str(SETTINGS)}
    for name in ("CONFIG", "DATA", "RUNTIME"):
        places[f"JUPYTER_{name}_DIR"] = str(folder / name.lower())
    words = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", *flags]
    return words, kept | places | settings


def refusal(folder, *flags, **settings):
    """Give the exit status of a lab that does not start, and all that it says."""
    words, environment = command(folder, *flags, **settings)
    done = subprocess.run(
        words,
        env=environment,
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=60,
    )
    return done.returncode, done.stdout


@contextmanager
def started(folder, *flags, **settings):
    """Start a lab on a free port or at a socket, and give a Server once it has printed where it is."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    where = [] if any(".sock=" in flag for flag in flags) else [f"--ServerApp.port={port}"]
    words, environment = command(folder, *where, *flags, **settings)
    log = folder / "log"
    with log.open("w") as file:
        process = subprocess.Popen(words, env=environment, cwd=folder, stdout=file, stderr=subprocess.STDOUT)
    try:
        deadline = time.monotonic() + 40
        while "The lab is running" not in log.read_text():
            assert process.poll() is None and time.monotonic() < deadline, log.read_text()
            time.sleep(0.1)
        yield Server(port, process, log)
    finally:
        process.terminate()
        process.wait(timeout=20)


class Server:
    """A server that runs, and how to ask it; `cookies` are kept as a browser keeps them."""

    def __init__(self, port, process, log):
        self.port, self.process, self._log = port, process, log
        self.host, self.tls = "127.0.0.1", False
        self.cookies = {}

    @property
    def said(self):
        return self._log.read_text()

    def ask(self, path, method="GET", body=None, **headers):
        """Give the status, the headers and the text of an answer."""
        if self.tls:
            trusting = ssl._create_unverified_context()
            connection = http.client.HTTPSConnection(self.host, self.port, timeout=20, context=trusting)
        else:
            connection = http.client.HTTPConnection(self.host, self.port, timeout=20)
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urlencode(body)
        connection.request(
            method, path, body, {name.replace("_", "-"): value for name, value in headers.items()}
        )
        answer = connection.getresponse()
        text = answer.read().decode()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        connection.close()
        return answer.status, answer.headers, text

    def sign_in(self, password, base="/", **headers):
        """Send the form of the login page."""
        if "_xsrf" not in self.cookies:
            self.ask(f"{base}login", **headers)
        return self.ask(
            f"{base}login", "POST", {"password": password, "_xsrf": self.cookies["_xsrf"]}, **headers
        )


@contextmanager
def lab(*command):
    """Start a lab by its command, and give its address once it has said it."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        try:
            yield next(line.strip() for line in process.stdout if "token=" in line)
        finally:
            process.terminate()
            try:
                process.communicate(timeout=30)
            finally:
                process.kill()
