"""Whether JupyterLab starts with the lab's settings, and a kernel of it runs a lesson."""

import json
import os
import subprocess
import time
import urllib.request
import uuid
from contextlib import closing, contextmanager

from . import environment, places
from .no_start import NoStart

START_S, CELL_S = 60, 60
LESSON = "00_welcome.ipynb"
# where a lab is found and who gets in is the business of the lab that is started for somebody
NOT_FOR_THIS_ONE = ("HHLAB_", "JUPYTERHUB_", "JUPYTER_TOKEN", "JUPYTER_PORT")


def lesson(folder):
    """Give in words that a lesson has run, cell by cell, in a kernel of a JupyterLab that was started for it.

    Raises
    ------
    NoStart
        The server did not answer, or a cell raised an error.
    """
    cells = code_of(places.lessons() / LESSON)
    with server(folder) as found, kernel(found) as channels:
        for source in cells:
            run(channels, source)
    return f"JupyterLab answers, and a kernel has run the {len(cells)} cells of {LESSON}"


def code_of(path):
    """Give the code cells of a notebook that have text."""
    cells = json.loads(path.read_text("utf-8"))["cells"]
    sources = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    return [source for source in sources if source.strip()]


@contextmanager
def server(folder):
    """Start a JupyterLab on a folder of its own, at a free port; give what it says of itself."""
    runtime, work = folder / "runtime", folder / "work"
    for one in (runtime, work / ".hhlab"):
        one.mkdir(parents=True)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(NOT_FOR_THIS_ONE)}
    own = {"JUPYTER_RUNTIME_DIR": str(runtime), "HHLAB_TOKEN_KEPT": str(work / ".hhlab" / "token")}
    command = [*environment.python(), "-m", "jupyterlab", "--no-browser", "--ServerApp.port=0"]
    command += ["--allow-root"] if os.getuid() == 0 else []
    with (folder / "server.log").open("w+", encoding="utf-8") as log:
        process = subprocess.Popen(command, cwd=work, env=kept | own, stdout=log, stderr=subprocess.STDOUT)
        try:
            yield listening(process, runtime, log)
        finally:
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def listening(process, runtime, log):
    """Wait for a server; give the dict in which it says where it listens."""
    until = time.monotonic() + START_S
    while process.poll() is None and time.monotonic() < until:
        for file in runtime.glob("jpserver-*.json"):
            try:
                found = json.loads(file.read_text("utf-8"))
                request(found, "api/status")
                return found
            except (OSError, ValueError):
                continue  # not yet
        time.sleep(0.05)
    log.seek(0)
    said = log.read().strip().splitlines() or ["it says nothing"]
    raise NoStart(f"JupyterLab does not answer: {said[-1].strip()}")


def request(found, path, content=None):
    """Give what a server answers."""
    asked = urllib.request.Request(
        f"{found['url']}{path}",
        headers={"Authorization": f"token {found['token']}"},
        data=None if content is None else json.dumps(content).encode(),
    )
    with urllib.request.urlopen(asked, timeout=START_S) as answer:
        return json.load(answer)


@contextmanager
def kernel(found):
    """Start the lab's kernel, and give a websocket to its channels."""
    import websocket

    kernel_id = request(found, "api/kernels", {"name": "python3"})["id"]
    address = f"{found['url'].replace('http', 'ws', 1)}api/kernels/{kernel_id}/channels?session_id=test"
    headers = {"Authorization": f"token {found['token']}"}
    with closing(websocket.create_connection(address, header=headers, timeout=CELL_S)) as channels:
        yield channels


def run(channels, source):
    """Run a cell and wait for its end.

    Raises
    ------
    NoStart
        The cell raised an error, or was not done in time.
    """
    from websocket import WebSocketException

    header = {"msg_id": uuid.uuid4().hex, "msg_type": "execute_request", "username": "", "session": "test"}
    content = {"code": source, "silent": False, "store_history": False, "allow_stdin": False}
    message = {"header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": "shell"}
    try:
        channels.send(json.dumps(message))
        while True:
            received = channels.recv()
            if isinstance(received, bytes):
                continue  # a widget's numbers
            reply = json.loads(received)
            if reply["parent_header"].get("msg_id") != header["msg_id"]:
                continue
            if reply["msg_type"] == "error":
                said = reply["content"]
                raise NoStart(f"a cell of {LESSON} raised {said['ename']}: {said['evalue']}")
            if reply["msg_type"] == "status" and reply["content"]["execution_state"] == "idle":
                return
    except (WebSocketException, OSError) as problem:
        raise NoStart(f"a notebook's kernel does not answer: {problem}") from problem
