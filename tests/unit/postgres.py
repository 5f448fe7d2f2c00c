"""A real PostgreSQL for tests: Debian's package `postgresql`, in a folder and at a port of its own."""

import os
import shutil
import socket
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
# it refuses to run as root
ACCOUNT = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.getuid() == 0 else []


class Server:
    """A server that runs; `url` leads to its one database."""

    def __init__(self, folder):
        with socket.socket() as one:
            one.bind(("127.0.0.1", 0))
            self._port = one.getsockname()[1]
        self._data = folder / "data"
        if ACCOUNT:
            shutil.chown(folder, "postgres", "postgres")
        self._run("initdb", "--username=room", "--auth=trust", "--encoding=UTF8", "--no-sync")
        self.url = f"postgresql://room@127.0.0.1:{self._port}/postgres"
        self.start()

    def start(self):
        options = f"-p {self._port} -c listen_addresses=127.0.0.1 -c unix_socket_directories="
        self._run("pg_ctl", "--wait", f"--log={self._data}.log", f"--options={options}", "start")

    def stop(self):
        self._run("pg_ctl", "--mode=immediate", "stop")

    def _run(self, program, *words):
        command = [*ACCOUNT, PROGRAMS[-1] / program, f"--pgdata={self._data}", *words]
        subprocess.run(command, check=True, cwd="/", timeout=120, stdout=subprocess.DEVNULL)


@contextmanager
def server():
    """Give a Server, and end it."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        there = Server(Path(folder))
        try:
            yield there
        finally:
            there.stop()
