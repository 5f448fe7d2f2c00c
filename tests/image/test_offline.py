"""A lab without any network: a whole lesson, its page, help; and nothing of it has asked for one."""

import os
import socket
import socketserver
import tempfile
import threading
import uuid
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from browsing import failures, open_notebook, run_all, watched

from conftest import IMAGE, Lab, docker, free_port

EXPORT = """() => {
    window.jupyterapp.commands.execute("notebook:export-to-format", { format: "html", label: "HTML" });
}"""
LESSON = os.environ.get("HHLAB_OFFLINE_LESSON", "02_leaky_capacitor")


@pytest.fixture(scope="module")
def offline():
    """A lab in a container that has no network but its own loopback; one reaches it through a file."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o777)
        lab = Lab(f"hhlab-test-{uuid.uuid4().hex[:8]}", free_port())
        door = [
            "--ServerApp.sock=/door/lab",
            "--ServerApp.sock_mode=0666",
            "--LabApp.expose_app_in_browser=True",
        ]
        options = ["--network", "none", "--volume", f"{folder}:/door", "--env", f"HHLAB_PORT={lab.port}"]
        docker("run", "--detach", "--name", lab.name, *options, IMAGE, "lab", *door)
        try:
            lab.wait_for_url()
            with leading_to(f"{folder}/lab", lab.port):
                yield lab
        finally:
            docker("rm", "--force", "--volumes", lab.name)


@contextmanager
def leading_to(file, port):
    """Let a port of this machine lead to a socket that is a file."""

    class Door(socketserver.BaseRequestHandler):
        def handle(self):
            with socket.socket(socket.AF_UNIX) as lab:
                lab.connect(file)
                back = threading.Thread(target=pass_on, args=(lab, self.request))
                back.start()
                pass_on(self.request, lab)
                back.join()

    with socketserver.ThreadingTCPServer(("127.0.0.1", port), Door) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield
        server.shutdown()


def pass_on(source, target):
    with suppress(OSError):
        while content := source.recv(1 << 16):
            target.sendall(content)
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)


def attempts(lab):
    """Give how often a program of the container wanted to send something that had nowhere to go."""
    text = lab.exec("cat", "/proc/net/snmp", "/proc/net/snmp6")
    lines = [line.split() for line in text.splitlines()]
    names, numbers = (line for line in lines if line[0] == "Ip:")
    sixth = next(int(line[1]) for line in lines if line[0] == "Ip6OutNoRoutes")
    # a name to look up goes to a nameserver, or to nobody at the loopback
    udp_names, udp = (line for line in lines if line[0] == "Udp:")
    unanswered = int(udp[udp_names.index("NoPorts")])
    return int(numbers[names.index("OutNoRoutes")]) + sixth + unanswered


def test_an_attempt_is_counted(offline):
    before = attempts(offline)
    ask = "import socket; s = socket.socket(); s.settimeout(1); print(s.connect_ex(('192.0.2.1', 80)))"
    offline.exec("python", "-c", ask)
    by_name = attempts(offline)
    assert by_name > before
    offline.exec(
        "python", "-c", "import urllib.request as u\ntry: u.urlopen('http://a.example')\nexcept OSError: 0"
    )
    assert attempts(offline) > by_name


def test_a_whole_lesson_asks_for_no_network_and_its_page_stands_alone(browser, offline, tmp_path):
    name = f"{LESSON}.ipynb"
    before = attempts(offline)
    # no request of the page to anywhere but the lab
    with watched(browser, offline) as page:
        open_notebook(page, offline, name)
        run_all(page)
        assert failures(page) == []
        page.get_by_role("menuitem", name="Help").click()
        # nothing in this menu leads to a site
        offered = page.locator(".lm-Menu .lm-Menu-itemLabel").all_text_contents()
        assert [label for label in offered if label] == [
            "About JupyterLab",
            "Licenses",
            "Show Keyboard Shortcuts…",
            "Show Contextual Help",
        ]
        page.keyboard.press("Escape")
        with page.expect_download() as download:
            # it asks first, and would be waited for until it is answered
            page.evaluate(EXPORT)
            page.get_by_role("button", name="Ok").click()
        exported = tmp_path / "lesson.html"
        download.value.save_as(exported)
    assert attempts(offline) == before

    with watched(browser, offline, offline=True) as page:
        page.unroute_all()
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        page.set_content(exported.read_text("utf-8"))
        page.wait_for_load_state()
        assert [url for url in asked if not url.startswith("data:")] == []
        formula = page.locator("math mfrac").first.bounding_box()
        # set, as a fraction is, in two rows
        assert formula["height"] > 20
        widths = page.locator(".jp-OutputArea-output img").evaluate_all(
            "all => all.map(one => one.naturalWidth)"
        )
        assert len(widths) > 2
        assert min(widths) > 100
        assert page.pdf().startswith(b"%PDF")


def test_the_menu_offers_only_what_can_be_made(offline):
    cell = {"cell_type": "markdown", "id": "a", "metadata": {}, "source": "$x^2$"}
    book = {
        "cells": [cell],
        "metadata": {"language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    offline.ask("PUT", "contents/menu.ipynb", {"type": "notebook", "content": book})
    offered = set(offline.ask("GET", "nbconvert"))
    assert {"html", "markdown", "script"} <= offered
    assert not {"pdf", "webpdf", "qtpdf", "latex", "rst", "asciidoc", "slides"} & offered
    for form in ("html", "markdown", "script"):
        assert offline.get(f"/nbconvert/{form}/menu.ipynb", offline.token)[0] == 200
    for form in ("pdf", "webpdf", "slides"):
        assert offline.get(f"/nbconvert/{form}/menu.ipynb", offline.token)[0] != 200


@pytest.mark.parametrize("words", ["hhlab export", "jupyter nbconvert --to html"])
def test_a_terminal_exports_the_same_page(offline, words):
    said = offline.exec(
        "bash", "-c", f"cd ~/work && rm -f 00_welcome.html && {words} 00_welcome.ipynb && cat 00_welcome.html"
    )
    assert "Welcome to hhlab" in said
    assert "cdnjs" not in said
    assert "<script" not in said
