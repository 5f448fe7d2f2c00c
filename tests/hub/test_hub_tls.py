"""Caddy before the hub, as docs/hub.md has it: TLS, a lab, a kernel and the address to vote at."""

import re
import socket

import pytest
from browsing import LAPTOP
from playwright.sync_api import expect
from test_hub_class import EXPLORER, run_all, write

from conftest import NAME, ROOT, run, sign_in, wait_for

CADDY = "hhlab-test-caddy"
DOCKERFILE = """
FROM debian:trixie-slim
RUN apt-get update && apt-get install -y --no-install-recommends caddy && rm -rf /var/lib/apt/lists/*
"""


@pytest.fixture(scope="module")
def site(there, tmp_path_factory):
    """Give the hub's address behind Caddy, which runs on the machine itself."""
    run("docker", "build", "--quiet", "--tag", CADDY, "-", input=DOCKERFILE, timeout=300)
    documented = re.search(
        r"^lab\.example\.org \{\n.*?^\}\n", (ROOT / "docs/hub.md").read_text(), re.M | re.S
    )[0]
    # no name of ours is known outside, so Caddy makes its own certificate, at ports of its own
    assert "127.0.0.1:8000" in documented
    changed = documented.replace(f"{NAME} {{", f"{NAME}:{there.port + 2} {{\n    tls internal")
    changed = changed.replace("127.0.0.1:8000", f"127.0.0.1:{there.port}")
    file = tmp_path_factory.mktemp("caddy") / "Caddyfile"
    file.parent.chmod(0o755)
    file.write_text(f"{{\n    auto_https disable_redirects\n    admin off\n}}\n{changed}")
    name = f"{there.name}-caddy"
    run("docker", "run", "--detach", "--name", name, "--network", "host",
        "--volume", f"{file}:/etc/caddy/Caddyfile:ro", CADDY,
        "caddy", "run", "--config", "/etc/caddy/Caddyfile")  # fmt: skip
    address = f"https://{NAME}:{there.port + 2}"
    try:
        wait_for(lambda: is_open(there.port + 2))
        there.up(HHLAB_HUB_BUILD="no", HHLAB_HUB_URL=f"{address}/")
        yield address
    finally:
        run("docker", "rm", "--force", "--volumes", name)
        there.up(HHLAB_HUB_BUILD="no")


def is_open(port):
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture
def secure(browser):
    """Give a browser's window that takes Caddy's own certificate."""
    context = browser.new_context(viewport=LAPTOP, ignore_https_errors=True)
    yield context
    context.close()


def test_a_lab_works_behind_a_server_with_a_certificate(there, site, secure):
    there.start("ada")
    write(there, "ada", "secure.ipynb", [EXPLORER])
    page = secure.new_page()
    page.set_default_timeout(60_000)
    page.goto(f"{site}/user/ada/lab/tree/secure.ipynb?reset")
    sign_in(page, "ada", there.passwords["ada"])
    # by a WebSocket, and a picture with it
    run_all(page)
    expect(page.get_by_role("slider").first).to_be_visible()
    assert page.url.startswith(site)
    kept = {one["name"]: one["secure"] for one in secure.cookies() if one["httpOnly"]}
    assert {"jupyterhub-user-ada", "jupyterhub-hub-login", "jupyterhub-session-id"} <= set(kept)
    assert all(kept.values()), kept


def test_the_room_gives_the_address_that_a_phone_can_open(there, site, secure):
    page = secure.new_page()
    page.set_default_timeout(60_000)
    page.goto(f"{site}/services/room/lead")
    sign_in(page, "hodgkin", there.passwords["hodgkin"])
    expect(page.locator(".address")).to_have_text(f"{site}/services/room/v")
