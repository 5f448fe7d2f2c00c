"""NEURON in a web page, in Chromium: from a server, and out of one file that needs none."""

import base64
import contextlib
import functools
import http.server
import operator
import threading

import pytest
import test_neuron_web
from npm import HERE

pytestmark = test_neuron_web.pytestmark
FOLDER = test_neuron_web.FOLDER
FACE = (HERE / "src" / "neuron.js").read_text()
POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; "
    "worker-src 'self'; connect-src 'self'"
)
SERVED = """<!doctype html><script type="module">{face}
window.neuron = new Neuron({{ script: "neuron.js", wasm: "neuron.wasm" }});</script>"""
ALONE = """<!doctype html><script id="code" type="text/plain">{code}</script><script type="module">{face}
const wasm = Uint8Array.from(atob("{wasm}"), (letter) => letter.charCodeAt(0)).buffer;
const script = addressOf(document.getElementById("code").textContent);
window.neuron = new Neuron({{ script, wasm }});</script>"""
SUM = "async ([hoc, name]) => (await neuron.run(hoc, [name]))[0].reduce((sum, one) => sum + one, 0)"

TOLD = "() => neuron.open().catch((error) => error.message)"


class Handler(http.server.SimpleHTTPRequestHandler):
    """The files of a folder, under a strict policy."""

    def end_headers(self):
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def served(folder):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module", params=["from a server", "out of a file"])
def page(request, chromium, tmp_path_factory):
    folder = tmp_path_factory.mktemp("page")
    page = chromium.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda line: errors.append(line.text) if line.type == "error" else None)
    with contextlib.ExitStack() as stack:
        if request.param == "from a server":
            for name in ("neuron.js", "neuron.wasm"):
                (folder / name).symlink_to(FOLDER / name)
            (folder / "index.html").write_text(SERVED.format(face=FACE))
            page.goto(stack.enter_context(served(folder)))
        else:
            wasm = base64.b64encode((FOLDER / "neuron.wasm").read_bytes()).decode()
            text = ALONE.format(code=(FOLDER / "neuron.js").read_text(), face=FACE, wasm=wasm)
            (folder / "alone.html").write_text(text)
            page.goto(f"file://{folder}/alone.html")
        yield page
        page.close()
    assert errors == []


def test_its_numbers_are_those_of_node(page):
    hoc = test_neuron_web.PROGRAMS["membrane"]
    (answer,) = test_neuron_web.solved([(hoc, ["v_vec"])])["answers"]
    (v,) = answer["arrays"]
    assert page.evaluate(SUM, [hoc, "v_vec"]) == functools.reduce(operator.add, v, 0)


def test_the_newest_request_of_an_owner_wins_and_others_keep_theirs(page):
    hoc = test_neuron_web.PROGRAMS["warm"]
    found = page.evaluate(
        """async (hoc) => {
            const ask = (owner) => neuron.run(hoc, ["v_vec"], owner);
            const found = await Promise.all(["a", "a", "a", "b", "a"].map(ask));
            return found.map((arrays) => arrays !== null && arrays[0].length > 100);
        }""",
        hoc,
    )
    # the first runs already
    assert found == [True, False, False, True, True]


def test_a_wrong_program_is_told_and_the_next_one_runs(page):
    words = page.evaluate(
        "() => neuron.run('create soma\\nsoma insert nothing', []).catch((error) => error.message)"
    )
    assert "nothing" in words
    assert page.evaluate(SUM, [test_neuron_web.PROGRAMS["passive"], "v_vec"]) != 0


def test_a_run_without_end_is_given_up(page):
    words = page.evaluate(
        """async (hoc) => {
            const neuron = new window.neuron.constructor(window.neuron.parts, 500);
            await neuron.open();
            const words = await neuron.run("while (1) { x = 1 }", []).catch((error) => error.message);
            const [v] = await neuron.run(hoc, ["v_vec"]);
            neuron.close();
            return [words, v.length > 100];
        }""",
        test_neuron_web.PROGRAMS["warm"],
    )
    assert words == ["NEURON needed more than 0.5 s", True]


def test_what_cannot_be_loaded_is_told(page):
    words = page.evaluate(
        """() => {
            const { constructor: Neuron, parts } = window.neuron;
            return new Neuron({ ...parts, wasm: new ArrayBuffer(8) }).open().catch((error) => error.message);
        }"""
    )
    assert words.startswith("NEURON could not be loaded: ")


def test_a_script_that_is_not_there_is_told(chromium, tmp_path):
    (tmp_path / "index.html").write_text(SERVED.format(face=FACE))
    with served(tmp_path) as address, contextlib.closing(chromium.new_page()) as page:
        page.goto(address)
        assert page.evaluate(TOLD) == "NEURON could not be loaded"
        # what came late is tried again
        for name in ("neuron.js", "neuron.wasm"):
            (tmp_path / name).symlink_to(FOLDER / name)
        assert page.evaluate(SUM, [test_neuron_web.PROGRAMS["warm"], "v_vec"]) != 0
