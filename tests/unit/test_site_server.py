"""``hhlab site`` gives the files of the site and nothing else, to real requests over a real socket."""

import gzip
import hashlib
import http.client
import json
import os
import re
import socket
import subprocess
import sys
import time
from base64 import b64encode
from contextlib import contextmanager
from pathlib import Path

import pytest

HHLAB = Path(sys.executable).with_name("hhlab")
SCRIPT = "document.body.dataset.theme = 'é';\n"
PAGE = (
    f"<!doctype html><title>One</title><body><script>{SCRIPT}</script>"
    '<script src="a.js"></script><script type="application/json">{"not": "run"}</script>'
)
OURS = re.compile("HHLAB_")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(settings):
    return {name: value for name, value in os.environ.items() if not OURS.match(name)} | settings


@contextmanager
def serving(folder, *flags, **settings):
    """Start it, and give its port once it says that it is open, and what it said."""
    port = free_port()
    words = [HHLAB, "site", folder, "--port", str(port), *flags]
    with subprocess.Popen(
        words, env=environment(settings), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        try:
            said = ""
            while "Ctrl+C" not in said:
                line = process.stdout.readline()
                assert line, said
                said += line
            yield port, said
        finally:
            process.terminate()


def ask(port, path, method="GET", **headers):
    """Give the status, the headers and the bytes of an answer; the path goes out as it stands here."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.putrequest(method, path, skip_accept_encoding=True)
    for name, value in headers.items():
        connection.putheader(name.replace("_", "-"), value)
    connection.endheaders()
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, answer.headers, body


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    above = tmp_path_factory.mktemp("above")
    (above / "secret.txt").write_text("secret")
    site = above / "site"
    (site / "lessons" / ".hidden").mkdir(parents=True)
    (site / "index.html").write_text(PAGE, encoding="utf-8")
    (site / "404.html").write_text("<!doctype html><title>Lost</title>")
    (site / "lessons" / "index.html").write_text("<!doctype html><title>Lessons</title>")
    (site / "lessons" / "ä b.html").write_text("<!doctype html><title>Umlaut</title>")
    (site / "lessons" / ".hidden" / "key.txt").write_text("secret")
    (site / ".env").write_text("secret")
    (site / "link.txt").symlink_to(above / "secret.txt")
    (site / "linked").symlink_to(above)
    (site / "a.js").write_text("1;\n" * 1000)
    (site / "a.js.gz").write_bytes(gzip.compress((site / "a.js").read_bytes()))
    (site / "a.js.br").write_bytes(b"as if brotli")
    (site / "family.gz").write_bytes(gzip.compress(b"frames"))
    (site / "neuron.wasm").write_bytes(b"\0asm")
    return site


@pytest.fixture(scope="module")
def port(folder):
    with serving(folder, "--ip", "127.0.0.1") as (port, _):
        yield port


def test_the_pages_are_given(port, folder):
    for path, file in [
        ("/", "index.html"),
        ("/index.html", "index.html"),
        ("/lessons/", "lessons/index.html"),
        ("/lessons/%C3%A4%20b.html", "lessons/ä b.html"),
        ("/a.js?v=1", "a.js"),
    ]:
        status, _, body = ask(port, path)
        assert (status, body) == (200, (folder / file).read_bytes()), path
    status, headers, _ = ask(port, "/lessons")
    assert (status, headers["Location"]) == (301, "/lessons/")


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/lessons/../../secret.txt",
        "//secret.txt",
        "/./../secret.txt",
        "/%252e%252e/secret.txt",
        "/..\\secret.txt",
        "/link.txt",
        "/linked/secret.txt",
        "/.env",
        "/lessons/.hidden/key.txt",
        "/lessons/%00",
        "/index.html/",
        "/nothing",
        "/a.js.gz",
    ],
)
def test_nothing_else_is(port, path):
    status, headers, body = ask(port, path)
    assert status == 404 and b"secret" not in body and b"Lost" in body
    assert "default-src 'self'" in headers["Content-Security-Policy"]


def test_a_folder_leads_to_no_other_host(port):
    for path in ("//lessons", "/%2flessons", "///example.org/lessons"):
        _, headers, _ = ask(port, path)
        assert not headers.get("Location", "/").startswith(("//", "http")), path


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PROPFIND"])
def test_it_can_only_be_read(port, method):
    status, headers, _ = ask(port, "/", method)
    assert (status, headers["Allow"]) == (405, "GET, HEAD")


def test_head_is_get_without_its_body(port):
    _, given, _ = ask(port, "/a.js")
    status, headers, body = ask(port, "/a.js", "HEAD")
    assert (status, body, headers["Content-Length"]) == (200, b"", given["Content-Length"])


@pytest.mark.parametrize(
    ("takes", "coding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("gzip;q=0", None),
        ("identity", None),
        ("brief", None),
    ],
)
def test_the_smallest_copy_that_a_browser_takes(port, folder, takes, coding):
    ending = {"br": ".br", "gzip": ".gz", None: ""}[coding]
    status, headers, body = ask(port, "/a.js", Accept_Encoding=takes)
    assert (status, headers["Content-Encoding"]) == (200, coding)
    assert body == (folder / f"a.js{ending}").read_bytes()
    assert headers["Vary"] == "Accept-Encoding" and headers["Content-Type"].startswith("text/javascript")


def test_what_is_packed_by_itself_stays_packed(port, folder):
    _, headers, body = ask(port, "/family.gz", Accept_Encoding="gzip")
    assert headers["Content-Encoding"] is None and body == (folder / "family.gz").read_bytes()


def test_a_browser_is_told_what_a_file_is(port):
    kinds = {"/": "text/html; charset=utf-8", "/neuron.wasm": "application/wasm"}
    assert {path: ask(port, path)[1]["Content-Type"] for path in kinds} == kinds


def test_what_a_browser_has_is_not_sent_again(port):
    _, headers, _ = ask(port, "/a.js", Accept_Encoding="gzip")
    for mark in (headers["Etag"], f"W/{headers['Etag']}", f'"other", {headers["Etag"]}'):
        status, again, body = ask(port, "/a.js", Accept_Encoding="gzip", If_None_Match=mark)
        assert (status, body, again["Etag"]) == (304, b"", headers["Etag"])
    # the bytes of another coding are another thing
    assert ask(port, "/a.js", If_None_Match=headers["Etag"])[0] == 200
    assert ask(port, "/a.js?v=12ab")[1]["Cache-Control"].endswith("immutable")
    assert ask(port, "/a.js")[1]["Cache-Control"] == ask(port, "/")[1]["Cache-Control"] == "no-cache"


def test_a_page_runs_its_own_scripts_and_no_others(port):
    policy = ask(port, "/")[1]["Content-Security-Policy"]
    digest = b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()
    scripts = re.search("script-src ([^;]*)", policy)[1].split()
    assert scripts == ["'self'", "'wasm-unsafe-eval'", f"'sha256-{digest}'"]
    assert "worker-src 'self' blob:" in policy and "default-src 'self'" in policy
    assert "sha256" not in ask(port, "/lessons/")[1]["Content-Security-Policy"]


def test_every_answer_bears_the_headers_of_a_public_page(port):
    for path in ("/", "/a.js", "/nothing", "/lessons", "/address.json"):
        _, headers, _ = ask(port, path)
        assert headers["X-Content-Type-Options"] == "nosniff", path
        assert headers["Referrer-Policy"] == "no-referrer" and "Tornado" not in headers["Server"]


def test_the_first_page_learns_where_phones_find_it(folder):
    with serving(folder, HHLAB_URL="https://lecture.example.org/hh") as (port, said):
        assert json.loads(ask(port, "/address.json")[2]) == {"addresses": ["https://lecture.example.org/hh/"]}
        assert "https://lecture.example.org/hh/" in said
    with serving(folder, "--ip", "127.0.0.1") as (port, said):
        assert json.loads(ask(port, "/address.json")[2]) == {"addresses": []}
        assert f"http://localhost:{port}/" in said and "in the room" not in said


def test_the_pages_learn_where_the_lab_is(folder):
    with serving(folder, "--ip", "127.0.0.1", HHLAB_LAB="https://lab.example.org/") as (port, _):
        status, headers, body = ask(port, "/_static/lab.js?v=1")
        assert (status, body) == (200, b'window.hhlabLab = "https://lab.example.org/";\n')
        assert headers["Content-Type"].startswith("text/javascript")


def test_it_takes_no_uploads_and_waits_for_nobody(port):
    with socket.create_connection(("127.0.0.1", port), timeout=20) as slow:
        slow.sendall(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000000\r\n\r\n")
        # it says so, or hangs up at once
        assert slow.recv(1000)[:12] in (b"HTTP/1.1 400", b"")
    assert ask(port, "/")[0] == 200


def test_what_leaves_early_harms_nobody(port):
    for _ in range(50):
        with socket.create_connection(("127.0.0.1", port)) as one:
            one.sendall(b"GET /a.js HTTP/1.1\r\nHost: a\r\n\r\n")
    assert ask(port, "/")[0] == 200


@pytest.mark.parametrize(
    ("words", "settings", "status", "says"),
    [
        (["--port", "80 80"], {}, 2, "--port is '80 80', which is no port"),
        (["--port", "0"], {}, 2, "--port is '0', which is no port"),
        ([], {"HHLAB_PORT": "x"}, 2, "HHLAB_PORT is 'x', which is no port"),
        (["--lab", "lab.example.org"], {}, 2, "'lab.example.org' is no address"),
        (["--lab", "javascript:alert(1)"], {}, 2, "is no address"),
        (["--lab", 'https://a/";alert(1)//'], {}, 2, "is no address"),
        ([], {"HHLAB_URL": "ftp://a"}, 2, "'ftp://a' is no address"),
        (["--ip", "203.0.113.9"], {}, 1, "Nothing can listen at 203.0.113.9"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(folder, words, settings, status, says):
    done = refused("site", folder, *words, **settings)
    assert done.returncode == status and says in done.stderr and "Traceback" not in done.stderr


def test_a_port_that_is_taken_is_said(folder):
    with serving(folder) as (port, _):
        done = refused("site", folder, "--port", str(port))
    assert done.returncode == 1 and f"Port {port} is taken" in done.stderr


def test_a_folder_without_a_site_is_said(tmp_path):
    done = refused("site", tmp_path)
    assert done.returncode == 1 and "it has no index.html" in done.stderr


def refused(*words, **settings):
    """Run what is to end by itself."""
    return subprocess.run(
        [HHLAB, *words], env=environment(settings), capture_output=True, text=True, timeout=20, check=False
    )


def test_it_ends_when_it_is_told_to(folder):
    with subprocess.Popen(
        [HHLAB, "site", folder, "--port", str(free_port())], stdout=subprocess.PIPE, text=True
    ) as process:
        next(line for line in process.stdout if "Ctrl+C" in line)
        began = time.monotonic()
        process.send_signal(2)
        assert process.wait(timeout=10) == 130 and time.monotonic() - began < 5
