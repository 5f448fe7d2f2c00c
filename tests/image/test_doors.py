"""Whoever has no token gets nothing; whoever has the playground's gets its sliders, and no code.

The requests are made from the server's own list of routes, always the same ones.
"""

import collections
import json
import os
import random
import re
import socket
import uuid
from dataclasses import dataclass, field

import pytest
import websocket

from conftest import docker, launch, run

REQUESTS = 5000 if os.environ.get("HHLAB_LONG") else 2500
LOG_LINES = 10  # at most, for all of them
MARK = f"planted-{uuid.uuid4().hex}"
NAMES = ["fig.png", "fig.svg", "notes.txt", "page.html", "mine.ipynb", "data.json", "run.py", ".hidden.png"]
FOLDERS = ["/home/jovyan/work", "/home/jovyan/work/sub", "/home/jovyan/work/.secret", "/home/jovyan", "/tmp"]
PLANT = f"""
for folder in {" ".join(FOLDERS)}; do
  mkdir -p $folder
  for name in {" ".join(NAMES)}; do echo '{{"cells": [], "metadata": {{"a": "{MARK}"}}}}' >$folder/$name; done
done
"""
# the same application again, only to ask it for its list
ROUTES = """
import json
import os
from jupyterlab.labapp import LabApp

server = LabApp.initialize_server(["--ServerApp.port=0", "--no-browser"])
rules = [rule for host in server.web_app.default_router.rules for rule in getattr(host.target, "rules", ())]
print("routes:" + json.dumps([rule.matcher.regex.pattern for rule in rules]))
"""
# what may be seen without a token: the parts that pages are made of, and the way in
OPEN = r"/(api|login|logout|robots\.txt|favicon\.ico|(static|custom|lab/extensions|lab/api/themes)/.+)"
APP_OPEN = r"/(api|login|favicon\.ico|(static|voila/(static|templates/hhlab|labextensions|api/themes))/.+)"
# of these none may be forgotten, whatever the list of routes says
CLOSED = [
    *(
        "/lab",
        "/doc",
        "/tree",
        "/files/notes.txt",
        "/metrics",
        "/api/contents",
        "/api/sessions",
        "/api/kernels",
    ),
    *("/api/terminals", "/voila", "/voila/tree", "/voila/files/fig.png", "/voila/api/contents"),
    *("/voila/render/mine.ipynb", "/voila/render/sub/../playground.ipynb", "/voila/render//playground.ipynb"),
]
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "get"]
UPGRADE = {
    "Upgrade": "websocket",
    "Connection": "Upgrade",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}


@dataclass
class Request:
    """One request, as it goes over the wire."""

    path: str
    method: str = "GET"
    headers: dict = field(default_factory=dict)
    body: str = ""

    def __bytes__(self):
        headers = {"Host": "localhost", "Connection": "close"} | self.headers
        if self.body:
            headers |= {
                "Content-Length": str(len(self.body)),
                "Content-Type": "application/json",
            } | self.headers
        lines = [
            f"{self.method} {self.path} HTTP/1.1",
            *(f"{k}: {v}" for k, v in headers.items()),
            "",
            self.body,
        ]
        return "\r\n".join(lines).encode("latin-1", "replace")


def answer(lab, request):
    """The status and all that came, or 0 if the connection was closed without a word."""
    with socket.create_connection(("127.0.0.1", lab.port), timeout=60) as connection:
        connection.sendall(bytes(request))
        came = b""
        while not complete(came, request.method) and (piece := connection.recv(1 << 16)):
            came += piece
    return int(came.split(b" ", 2)[1]) if came else 0, came


def complete(came, method):
    """Whether all of an answer is there that leaves the connection open, as after a failed upgrade."""
    head, end, body = came.partition(b"\r\n\r\n")
    size = re.search(rb"(?i)\ncontent-length: (\d+)", head)
    bodiless = method == "HEAD" or head[9:12] in (b"101", b"204", b"304")
    return bool(end) and (bodiless or (size is not None and len(body) >= int(size[1])))


# --- the requests


def routes(lab, mode):
    said = lab.exec("python", "-c", ROUTES, options=["--env", f"HHLAB_APP={mode}"])
    return json.loads(re.search("^routes:(.*)$", said, re.MULTILINE)[1])


def filled(pattern, values):
    """An address that a route's pattern matches, or nearly: each outermost group takes a value."""
    address, depth = "", 0
    for sign in re.sub(r"\\(.)", r"\1", pattern.removesuffix("$")):
        if sign == "(" and not depth:
            address += values()
        depth += (sign == "(") - (sign == ")")
        address += "" if depth or sign in "()?" else sign
    return address.replace("//", "/").replace(".*", values())


def targets(dice):
    """What an attacker asks for."""
    folder = dice.choice(
        ["", "sub/", ".secret/", "../", "../../../tmp/", "/tmp/", "/home/jovyan/", ".hhlab/"]
    )
    return dice.choice(
        [
            folder + dice.choice(NAMES),
            folder + dice.choice(NAMES),
            str(uuid.UUID(int=dice.getrandbits(128))),
            dice.choice(["token", "lab", "html", "python3", "1", "playground.ipynb", "@jupyterlab/a:b"]),
        ]
    )


def bent(path, dice):
    """The same address, said in another way."""
    tricks = [
        lambda p: p.upper(),
        lambda p: (
            p + dice.choice(["/", "//", "/.", "/..", "/..;/", "%2f", "%20", "?", "#", ";a=b", ".json", "~"])
        ),
        lambda p: p.replace("/", "%2f"),
        lambda p: p.replace("/", "%252F"),
        lambda p: p.replace("/", "\\"),
        lambda p: p.replace("/", "%5c"),
        lambda p: p.replace("..", "%2e%2e"),
        lambda p: p.replace("..", "%252e%252e"),
        lambda p: p.replace(".", "%c0%ae"),
        lambda p: p.replace(".", "%uff0e"),
        lambda p: p.replace("a", "%61"),
        lambda p: p + dice.choice(["%00", "%00.png", "%0d%0aX: y", "%ff", "\xff", "%", "%zz"]),
        lambda p: dice.choice(["/static/..", "/voila/static/../..", "/lab/extensions/..", "/custom/.."]) + p,
        lambda p: (
            dice.choice(["/", "/.", "/..", "//evil", "/lab", "/voila", "/user/a", "/proxy/8888", "/hub"]) + p
        ),
        lambda p: (
            dice.choice(["http://evil", "http://127.0.0.1:8888", "https://localhost", "file://", "*"]) + p
        ),
        lambda p: (
            p + "?" + dice.choice(["token=%c0%ae", "template=../..", "_xsrf=a", "next=//evil", "a[]=b&%ff"])
        ),
    ]
    for trick in dice.sample(tricks, dice.choice([0, 1, 1, 2])):
        path = trick(path)
    return path.replace(" ", "%20") or "/"


def credentials(dice, near):
    """No token, in many ways; `near` is almost the right one. Gives what the query and the headers hold."""
    wrong = dice.choice(["", "0" * 48, near, near.upper(), near + "%20", "*", "null", "%00", "' or 1=1"])
    query = dice.choice(["", f"token={wrong}", f"token={wrong}&token=", f"Token={wrong}", f"token[]={wrong}"])
    word = dice.choice(["token", "Token", "Bearer", "Basic", "", "token token"])
    headers = [
        {},
        {"Authorization": f"{word} {wrong}"},
        {"Cookie": f"username-localhost={wrong}; username-127-0-0-1-8888=2|1:0|10:1|8:username|4:YQ==|a"},
        {"Cookie": "_xsrf=2|a|b|1", "X-XSRFToken": "2|a|b|1"},
        {"Host": dice.choice(["evil", "127.0.0.1:1", "[::1]", "localhost\\@evil", "a" * 200])},
        {"Origin": "http://evil", "Referer": "http://localhost/lab"},
        {"X-Forwarded-For": "127.0.0.1", "X-Forwarded-Host": "localhost", "X-Real-IP": "127.0.0.1"},
        {"X-HTTP-Method-Override": "GET", "X-Original-URL": "/api/contents", "X-Forwarded-User": "jovyan"},
        {"Content-Type": "multipart/form-data; boundary=a"},
        {"Content-Encoding": "gzip", "Accept-Encoding": "gzip"},
        UPGRADE,
        UPGRADE | {"Sec-WebSocket-Protocol": "v1.kernel.websocket.jupyter.org"},
    ]
    return query, dice.choice(headers)


def requests(patterns, dice, near):
    """Every route with every method, then as many bent ones as asked for."""
    plain = [(filled(p, lambda: targets(dice)), method) for p in patterns for method in METHODS]
    bodies = [
        '{"type": "file", "format": "text", "content": "a"}',
        '{"name": "python3"}',
        "{",
        "password=a",
        "",
    ]
    for number in range(max(REQUESTS, len(plain))):
        path, method = plain[number] if number < len(plain) else dice.choice(plain)
        headers = {}
        if number >= len(plain):
            path = bent(path, dice)
            query, headers = credentials(dice, near)
            path += ("&" if "?" in path else "?") + query if query else ""
        yield Request(
            path, method, headers, dice.choice(bodies) if method in ("POST", "PUT", "PATCH") else ""
        )


# --- what must hold


@pytest.fixture(scope="module", params=["", "voila"], ids=["lab", "playground"])
def door(request):
    """A lab, and a playground, in which files are planted."""
    lab = launch(command=[request.param] if request.param else [])
    try:
        lab.wait_for_url()
        lab.exec("sh", "-c", PLANT)
        lab.mode = request.param
        yield lab
    finally:
        docker("rm", "--force", "--volumes", lab.name)


# in a lab the token opens everything
PLAYGROUND = pytest.mark.parametrize("door", ["voila"], ids=["playground"], indirect=True)


def inside(lab):
    """The processes of a container and the files that someone outside could have written, but the token."""
    find = "find /home/jovyan /tmp -not -path '*/runtime*' -printf '%p %s\\n' | sort -u"
    running = docker("top", lab.name, "-eo", "pid,args").splitlines()
    return lab.exec("sh", "-c", find), sorted(
        line for line in running if not re.search("healthcheck| init", line)
    )


def refused(lab, asked, allowed, headers):
    """Make requests and hold each answer to the rules; give how often which status came."""
    counts = collections.Counter()
    for request in asked:
        request.headers = request.headers | headers
        status, came = answer(lab, request)
        counts[status] += 1
        path = re.sub(r"^[a-z]+://[^/]*|[?#].*", "", request.path)
        assert MARK.encode() not in came, request
        assert status < 500, (request, came)
        assert status != 101, request
        if 200 <= status < 300:
            # which methods a page has is no secret
            harmless = request.method == "OPTIONS" and came.endswith(b"\r\n\r\n")
            assert harmless or (re.fullmatch(allowed, path) and request.method in ("GET", "HEAD")), request
    return counts


def test_nobody_enters_without_the_token(door):
    before, log = inside(door), door.log()
    dice = random.Random(8888)
    asked = requests(routes(door, door.mode), dice, door.token[:-1] + "g")
    counts = refused(door, asked, APP_OPEN if door.mode else OPEN, {})
    print(f"\n{sum(counts.values())} requests without the token: {dict(counts)}")
    assert sum(counts.values()) >= 2000
    assert counts[200] > 0 and counts[404] > 0 and counts[400] > 0
    assert inside(door) == before
    assert len(door.log().removeprefix(log).splitlines()) <= LOG_LINES


@PLAYGROUND
def test_the_token_of_the_playground_opens_the_playground_alone(door):
    before, log = inside(door), door.log()
    dice = random.Random(9999)
    token = {"Authorization": f"token {door.token}"}
    patterns = [pattern for pattern in routes(door, door.mode) if "/voila/render/" not in pattern]
    counts = refused(door, requests(patterns, dice, door.token), APP_OPEN, token)
    print(f"\n{sum(counts.values())} requests with the token: {dict(counts)}")
    assert counts[404] > 1000
    for path in CLOSED:
        for method in "GET", "POST", "DELETE":
            assert answer(door, Request(path, method, token))[0] == 404, (method, path)
    assert inside(door) == before
    assert len(door.log().removeprefix(log).splitlines()) <= LOG_LINES


CODE = "open('/tmp/taken', 'w').write('a')"


@PLAYGROUND
def test_the_kernel_of_the_playground_takes_no_code(door):
    token = {"Authorization": f"token {door.token}"}
    page = door.get("/voila/render/playground.ipynb", token=door.token)[1]
    kernel = re.search(r'"kernelId": *"([\w-]+)"', page)[1]
    address = f"ws://127.0.0.1:{door.port}/api/kernels/{kernel}/channels?session_id="
    for protocol in None, "v1.kernel.websocket.jupyter.org":
        channels = websocket.create_connection(
            address + uuid.uuid4().hex,
            header=token,
            timeout=20,
            subprotocols=[protocol] if protocol else None,
        )
        for kind in (
            "execute_request",
            "complete_request",
            "inspect_request",
            "debug_request",
            "shutdown_request",
        ):
            for channel in "shell", "control", "stdin":
                content = {
                    "code": CODE,
                    "silent": False,
                    "store_history": False,
                    "user_expressions": {"a": CODE},
                }
                told(
                    channels,
                    kind,
                    channel,
                    content | {"allow_stdin": False, "cursor_pos": 1, "restart": False},
                )
        told(channels, "comm_info_request", "shell", {})
        kinds = {heard(channels)}
        while "comm_info_reply" not in kinds:
            kinds.add(heard(channels))
        channels.close()
        assert not kinds & {
            "execute_reply",
            "execute_input",
            "complete_reply",
            "inspect_reply",
            "debug_reply",
        }
    with pytest.raises(websocket.WebSocketBadStatusException, match="403"):
        websocket.create_connection(address + "a", timeout=20)
    assert "taken" not in door.exec("ls", "/tmp")
    # the same code is run where it may: this test can tell
    door.exec("python", "-c", CODE)
    assert "taken" in door.exec("ls", "/tmp")


def told(channels, kind, channel, content):
    header = {"msg_id": uuid.uuid4().hex, "msg_type": kind, "username": "", "session": "a", "version": "5.3"}
    if not channels.getsubprotocol():
        message = {
            "header": header,
            "parent_header": {},
            "metadata": {},
            "content": content,
            "channel": channel,
        }
        channels.send(json.dumps(message))
        return
    parts = [channel.encode(), *(json.dumps(part).encode() for part in (header, {}, {}, content))]
    offsets = [8 * (len(parts) + 2)]
    for part in parts:
        offsets.append(offsets[-1] + len(part))
    numbers = b"".join(number.to_bytes(8, "little") for number in (len(offsets), *offsets))
    channels.send_binary(numbers + b"".join(parts))


def heard(channels):
    """The kind of the next message."""
    message = channels.recv()
    if isinstance(message, bytes):
        return re.search(rb'"msg_type": ?"(\w+)"', message)[1].decode()
    return json.loads(message)["msg_type"]


def test_no_file_of_a_package_loads_voila_beside_a_lab(start, tmp_path):
    places = "/opt/hhlab/etc/jupyter"
    files = {
        "jupyter_server_config.d": {"ServerApp": {"jpserver_extensions": {"voila": True, "voila.app": True}}},
        "jupyter_notebook_config.d": {
            "NotebookApp": {"nbserver_extensions": {"voila.server_extension": True}}
        },
    }
    mounts = []
    for folder, content in files.items():
        (tmp_path / folder).write_text(json.dumps(content))
        mounts += ["--volume", f"{tmp_path / folder}:{places}/{folder}/new.json:ro"]
    lab = start(*mounts)
    assert "new.json" in lab.exec("ls", f"{places}/jupyter_server_config.d")
    assert lab.get("/voila/static/voila.js", token=lab.token)[0] == 404
    assert not [route for route in routes(lab, "") if "voila" in route]
    with lab.kernel() as run:
        assert run("print(1)") == "1\n"


# --- what is said through a websocket by one who has the token, and not by a page

NO_MESSAGES = [
    "",
    "{",
    "[]",
    "null",
    "7",
    '"a"',
    "{}",
    '{"channel": "shell"}',
    '{"channel": "shell", "header": null}',
    '{"channel": "shell", "header": {}, "parent_header": {}, "metadata": {}, "content": {}}',
    '{"channel": "shell", "header": {"msg_type": 7}, "parent_header": 1, "metadata": 2, "content": 3}',
    '{"channel": ["shell"], "header": {"msg_type": "comm_msg"}}',
    '{"channel": "nowhere", "header": {"msg_type": "comm_msg"}}',
    "\u0000\ud7ff" * 50,
    b"",
    b"\0",
    b"\xff" * 100,
    b"\1\0\0\0\0\0\0\0",
    (3).to_bytes(8, "little") + b"\xff" * 40,
    (0).to_bytes(4, "big") + b"x" * 10,
    (1 << 31).to_bytes(4, "big") + b"\0" * 8,
    # each part is all of it
    (50_000).to_bytes(8, "little") + b"".join(n.to_bytes(8, "little") for n in (0, 400_008) * 25_000),
]


def test_what_is_no_message_leaves_no_traceback_and_the_kernel_alive(door):
    token, log = {"Authorization": f"token {door.token}"}, door.log()
    if door.mode:
        page = door.get("/voila/render/playground.ipynb", token=door.token)[1]
        kernel = re.search(r'"kernelId": *"([\w-]+)"', page)[1]
    else:
        kernel = door.ask("POST", "kernels", {"path": ""})["id"]
    address = f"ws://127.0.0.1:{door.port}/api/kernels/{kernel}/channels?session_id="
    for protocol in None, "v1.kernel.websocket.jupyter.org":
        for said in NO_MESSAGES:
            channels = websocket.create_connection(
                address + uuid.uuid4().hex,
                header=token,
                timeout=60,
                subprotocols=[protocol] if protocol else None,
            )
            channels.send(
                said, websocket.ABNF.OPCODE_BINARY if isinstance(said, bytes) else websocket.ABNF.OPCODE_TEXT
            )
            channels.close()
    channels = websocket.create_connection(address + uuid.uuid4().hex, header=token, timeout=60)
    told(channels, "comm_info_request", "shell", {})
    kinds = {heard(channels)}
    while "comm_info_reply" not in kinds:
        kinds.add(heard(channels))
    channels.close()
    added = door.log().removeprefix(log)
    assert "Traceback" not in added
    # one line for each that was cut off
    assert len(added.splitlines()) <= 2 * len(NO_MESSAGES) + LOG_LINES


# --- as many pages as there is room for


def opened(lab):
    """The status of the playground's page, and the page."""
    token = {"Authorization": f"token {lab.token}"}
    status, came = answer(lab, Request("/voila/render/playground.ipynb", headers=token))
    return status, came.decode()


def kernels(lab):
    """How many kernels run, each with a file of its own."""
    return len(set(re.findall(r"kernel-[\w-]+\.json", docker("top", lab.name, "-eo", "pid,args"))))


def test_the_playground_has_room_for_so_many_pages_and_says_so(start):
    lab = start("--env", "HHLAB_PAGES=2", command=["voila"])
    pages = [opened(lab) for _ in range(3)]
    assert [status for status, _ in pages] == [200, 200, 503]
    assert "room for 2 pages, and all are open" in pages[2][1] and "Traceback" not in pages[2][1] + lab.log()
    assert kernels(lab) == 2
    # a page that is closed makes room
    gone = re.search(r'"kernelId": *"([\w-]+)"', pages[0][1])[1]
    status, came = answer(
        lab, Request(f"/voila/api/shutdown/{gone}", "POST", {"Authorization": f"token {lab.token}"})
    )
    assert status == 204, came
    assert opened(lab)[0] == 200
    assert kernels(lab) == 2


def test_a_number_of_pages_that_is_none_starts_no_playground():
    status, said = run("voila", options=["--env", "HHLAB_PAGES=many"])
    assert status == 1
    assert "HHLAB_PAGES is 'many'" in said and "Traceback" not in said
