"""A campus login: a hub by its own settings, and a server of OAuth 2 in the campus's place."""

import secrets
import urllib.request

import pytest
from browsing import LAPTOP

from conftest import LONG, ROOT, Hub, run, wait_for


@pytest.fixture(scope="module")
def campus_hub(tmp_path_factory):
    """A hub that a campus signs in to, and the campus's address."""
    hub = Hub(tmp_path_factory.mktemp("campus"), subnets="10.215.0.0/24")
    campus, port = f"{hub.name}-campus", hub.port + 1
    settings = {
        "HHLAB_HUB_LOGIN": "oauth",
        "HHLAB_HUB_CLIENT_ID": "hhlab",
        "HHLAB_HUB_CLIENT_SECRET": secrets.token_hex(8),
        # the browser is sent to the first, the hub itself asks the others
        "HHLAB_HUB_AUTHORIZE_URL": f"http://127.0.0.1:{port}/authorize",
        "HHLAB_HUB_TOKEN_URL": f"http://{campus}:9000/token",
        "HHLAB_HUB_USERDATA_URL": f"http://{campus}:9000/userinfo",
        "HHLAB_HUB_OAUTH_CALLBACK_URL": f"{hub.site}/hub/oauth_callback",
        "HHLAB_HUB_STUDENTS": "ada grace",
        "HHLAB_HUB_TEACHERS": "hodgkin",
    }
    with hub.settings.open("a") as file:
        file.writelines(f"{name}={value}\n" for name, value in settings.items())
    try:
        hub.run("up", HHLAB_HUB_BUILD="no")
        image, program = hub.inspect("hub")["Config"]["Image"], ROOT / "tests" / "hub" / "campus.py"
        run("docker", "run", "--detach", "--name", campus, "--network", f"{hub.name}_outside",
            "--publish", f"127.0.0.1:{port}:9000", "--volume", f"{program}:/campus.py:ro",
            image, "python", "/campus.py", settings["HHLAB_HUB_CLIENT_SECRET"])  # fmt: skip
        yield hub, f"http://127.0.0.1:{port}"
    finally:
        run("docker", "rm", "--force", campus)
        hub.remove()


@LONG
def test_a_campus_signs_in_who_is_named_and_nobody_else(campus_hub, browser):
    hub, campus = campus_hub

    def comes(name):
        """Come to the hub as whom the campus takes for this person; the page to which that leads."""
        wait_for(lambda: opens(f"{campus}/be/{name}"))
        context = browser.new_context(viewport=LAPTOP)
        page = context.new_page()
        # a lab is not needed
        page.goto(f"{hub.site}/hub/login?next=%2Fhub%2Ftoken")
        page.get_by_role("button", name="Sign in with").click()
        page.wait_for_load_state()
        return page

    assert comes("ada").url == f"{hub.site}/hub/token"
    page = comes("mallory")
    assert "403" in page.content() and page.goto(f"{hub.site}/hub/token").url != f"{hub.site}/hub/token"
    assert comes("hodgkin").goto(f"{hub.site}/hub/admin").status == 200
    assert comes("grace").goto(f"{hub.site}/hub/admin").status == 403


def opens(url):
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False
