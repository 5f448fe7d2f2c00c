"""A real hub with a room beside it, each a process; what stands before them in a class is left out.

The hub runs without its proxy: whoever asks for ``/hub/…`` asks it, and for ``/services/room/…`` the room.
"""

import json
import os
import secrets
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from http.cookiejar import CookieJar, DefaultCookiePolicy
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, ProxyHandler, Request, build_opener

HUB = """
import os
from jupyterhub.proxy import Proxy
from traitlets import Bool

class NoProxy(Proxy):
    should_start = Bool(False)
    async def add_route(self, spec, target, data): pass
    async def delete_route(self, spec): pass
    async def get_all_routes(self): return {}

c.JupyterHub.proxy_class = NoProxy
c.JupyterHub.bind_url = "http://127.0.0.1:%(hub)d"
c.JupyterHub.hub_port = %(hub)d
c.JupyterHub.authenticator_class = "dummy"
c.DummyAuthenticator.password = "correct horse"
c.Authenticator.allow_all = True
c.JupyterHub.db_url = "sqlite:///:memory:"
c.JupyterHub.cookie_secret = os.urandom(32)
c.JupyterHub.load_groups = {"teachers": {"users": ["hodgkin"]}}
c.JupyterHub.custom_scopes = {
    "custom:hhlab:teach": {"description": "See what the class is doing."},
    "custom:hhlab:lead": {"description": "Lead a lecture from an explorer."},
}
c.JupyterHub.load_roles = [
    {"name": "user", "scopes": ["self", "access:services!service=room"]},
    {"name": "teacher", "groups": ["teachers"], "scopes": ["custom:hhlab:teach", "custom:hhlab:lead"]},
    {
        "name": "maker",
        "services": ["maker"],
        "scopes": ["admin:users", "tokens", "access:services!service=room"],
    },
]
c.JupyterHub.services = [
    {
        "name": "room",
        "url": "http://127.0.0.1:%(room)d",
        "api_token": "%(token)s",
        "oauth_no_confirm": True,
        "oauth_client_allowed_scopes": ["custom:hhlab:teach"],
    },
    {"name": "maker", "api_token": "%(maker)s"},
]
"""


class Answer:
    """What came back: `status`, `text`, `headers`, and `url`, the last one asked."""

    def __init__(self, status, text, headers, url):
        self.status, self.text, self.headers, self.url = status, text, headers, url

    def json(self):
        return json.loads(self.text)


class Place:
    """A hub and a room that run; `database` is the room's."""

    def __init__(self, folder, database, **environment):
        self.folder, self.database, self.environment = Path(folder), database, environment
        self.hub_port, self.room_port = _free_port(), _free_port()
        self.token, self.maker = secrets.token_hex(16), secrets.token_hex(16)
        self.room = None
        values = {"hub": self.hub_port, "room": self.room_port, "token": self.token, "maker": self.maker}
        config = self.folder / "jupyterhub_config.py"
        config.write_text(HUB % values)
        self.hub = self._started(["-m", "jupyterhub", "-f", str(config)], {})

    @property
    def address(self):
        return f"http://127.0.0.1:{self.room_port}/services/room/"

    def start_room(self):
        """Start the service, and wait until it answers."""
        self.room = self._started(["-m", "hhlab.room"], self.room_environment())
        self.wait(lambda: self.ask("/services/room/static/room.css").status == 200)

    def room_environment(self):
        return {
            "JUPYTERHUB_API_TOKEN": self.token,
            "JUPYTERHUB_API_URL": f"http://127.0.0.1:{self.hub_port}/hub/api",
            "JUPYTERHUB_BASE_URL": "/",
            "JUPYTERHUB_CLIENT_ID": "service-room",
            "JUPYTERHUB_SERVICE_NAME": "room",
            "JUPYTERHUB_SERVICE_PREFIX": "/services/room/",
            "JUPYTERHUB_SERVICE_URL": f"http://127.0.0.1:{self.room_port}",
            "JUPYTERHUB_OAUTH_ACCESS_SCOPES": '["access:services!service=room", "access:services"]',
            "JUPYTERHUB_OAUTH_CLIENT_ALLOWED_SCOPES": '["custom:hhlab:teach"]',
            "HHLAB_ROOM_DATABASE": self.database,
            **self.environment,
        }

    def kill_room(self):
        self.room.kill()
        self.room.wait()

    def command(self, *words):
        """Run a command of the room; the finished process."""
        return subprocess.run(
            [sys.executable, "-m", "hhlab.room", *words],
            env=os.environ | self.room_environment(),
            capture_output=True,
            text=True,
            timeout=60,
        )

    def token_of(self, student):
        """Give a token as a student's server has it: that of the student, without what makes a teacher."""
        who = {"Authorization": f"token {self.maker}"}
        self.ask(f"/hub/api/users/{student}", "POST", headers=who)
        body = json.dumps({"scopes": ["access:services!service=room"]})
        return self.ask(f"/hub/api/users/{student}/tokens", "POST", body, headers=who).json()["token"]

    def ask(self, path, method="GET", body=None, headers=None, opener=None):
        """Ask the hub or the room; redirects are followed, from one to the other too."""
        opener = opener or _opener(CookieJar())
        for _ in range(10):
            port = self.room_port if path.startswith("/services/room/") else self.hub_port
            url = path if path.startswith("http") else f"http://127.0.0.1:{port}{path}"
            data = body.encode() if isinstance(body, str) else body
            try:
                with opener.open(Request(url, data, headers or {}, method=method), timeout=30) as one:
                    return Answer(one.status, one.read().decode(), one.headers, url)
            except HTTPError as error:
                with error:
                    text = error.read().decode()
                if error.code not in (301, 302, 303):
                    return Answer(error.code, text, error.headers, url)
                path, method, body = error.headers["Location"], "GET", None
            except (URLError, ConnectionError, TimeoutError):
                return Answer(0, "", {}, url)
        raise AssertionError("too many redirects")

    def wait(self, is_so, seconds=120):
        end = time.monotonic() + seconds
        while not is_so():
            assert time.monotonic() < end, (self.folder / "log").read_text()[-3000:]
            assert self.hub.poll() is None, (self.folder / "log").read_text()[-3000:]
            time.sleep(0.05)

    def _started(self, words, environment):
        with (self.folder / "log").open("a") as log:
            return subprocess.Popen(
                [sys.executable, *words],
                cwd=self.folder,
                env=os.environ | environment,
                stdout=log,
                stderr=log,
            )


class Browser:
    """Somebody who has signed in at the hub, with the cookies that this gave."""

    def __init__(self, place, name):
        self._place, self._jar = place, CookieJar(DefaultCookiePolicy())
        self._opener = _opener(self._jar)
        self.get("/hub/login")
        form = {"username": name, "password": "correct horse", "_xsrf": self._xsrf("/hub/")}
        self.post("/hub/login?next=%2Fhub%2Fhome", form)

    def get(self, path, **headers):
        return self._place.ask(path, headers={"Accept": "text/html"} | headers, opener=self._opener)

    def post(self, path, fields, **headers):
        return self._place.ask(path, "POST", urlencode(fields), headers, self._opener)

    def open(self, path, seconds):
        """Give what comes bit by bit, each within some seconds."""
        port = self._place.room_port
        return self._opener.open(Request(f"http://127.0.0.1:{port}{path}"), timeout=seconds)

    def submit(self, path, **fields):
        """Send a form of the room's own."""
        return self.post(path, fields | {"_xsrf": self._xsrf("/services/room/")})

    def _xsrf(self, path):
        return next((one.value for one in self._jar if one.name == "_xsrf" and one.path == path), "")


@contextmanager
def place(folder, database=None, **environment):
    """Give a Place that runs, and end it."""
    there = Place(folder, database or f"sqlite:///{folder}/room.sqlite", **environment)
    try:
        there.wait(lambda: there.ask("/hub/api/").status == 200)
        there.start_room()
        yield there
    finally:
        for one in (there.room, there.hub):
            if one:
                one.kill()
                one.wait()


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def _opener(jar):
    return build_opener(ProxyHandler({}), HTTPCookieProcessor(jar), _Stay)


def _free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]
