"""The hub's door to Docker's engine: what starts, stops and looks at students' labs, and nothing else.

Whoever reaches the engine's socket is root on the machine. The hub therefore has no socket of the engine's,
but this program's, which has no network. No request is handed on: each is compared with what the hub's
spawner sends, word for word, and another is made in its place. The hub says who gets a lab; how that lab is
shut in is written here alone.

Each lab has a network to itself, with the hub and the proxy on it: without a way out, and without an address
of the machine's. No two labs share one, so that none reaches another.
"""

import asyncio
import http.client
import ipaddress
import json
import os
import re
import signal
import socket
import sys
from urllib.parse import quote

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_unix_socket
from tornado.web import Application, RequestHandler

ENGINE = os.environ.get("HHLAB_DOOR_ENGINE", "/run/engine.sock")
SOCKET = os.environ.get("HHLAB_DOOR_SOCKET", "/run/door/door.sock")
PROJECT = os.environ.get("HHLAB_HUB_PROJECT", "hhlab-hub")
IMAGE = os.environ.get("HHLAB_HUB_LAB", "hhlab:hub")
# what the names of students' containers, volumes and networks begin with
PREFIX = os.environ.get("HHLAB_HUB_PREFIX", "hhlab-student")
SUBNETS = ipaddress.ip_network(os.environ.get("HHLAB_HUB_SUBNETS", "10.213.0.0/16"))
COURSE = os.environ.get("HHLAB_HUB_COURSE", "")
MEMORY_BYTES = int(float(os.environ.get("HHLAB_HUB_MEMORY_MB", "1024")) * 2**20)
PROCESSORS = float(os.environ.get("HHLAB_HUB_CPUS", "1.5"))
PROCESSES = int(os.environ.get("HHLAB_HUB_PIDS", "256"))
# who is on a student's network, at which of its addresses; the first is the machine's, which has none
PLACES = {"hub": 2, "proxy": 3, "lab": 4}
LABEL = "hhlab.hub.student"

NAME = re.compile(re.escape(PREFIX) + r"-[a-z0-9][a-z0-9_.-]{0,99}")
# what a hub tells a lab; above all nothing by which a program loads code, such as PATH or PYTHONPATH
VARIABLE = re.compile(
    r"(JUPYTERHUB_[A-Z_]+|JPY_API_TOKEN|JUPYTER_IMAGE_SPEC|HHLAB_COURSE|HHLAB_ROOM_URL|HHLAB_ROOM_TEACHES)"
    r"=[ -~]{0,4000}"
)
HEADERS = {"Host", "User-Agent", "Accept", "Accept-Encoding", "Connection", "Content-Length", "Content-Type"}
# what docker-py makes of image, name and environment alone
PLAIN = {
    **dict.fromkeys(["Tty", "OpenStdin", "StdinOnce", "AttachStdin", "NetworkDisabled"], False),
    **dict.fromkeys(["AttachStdout", "AttachStderr"], True),
}


class Refusal(Exception):
    """A request that is none of the spawner's."""


def lab(name, variables, subnet):
    """Give the engine's description of a lab, hardened as docker-compose.yml hardens the single one."""
    return {
        "Image": IMAGE,
        "Env": variables,
        "Labels": {LABEL: PREFIX},
        "StopTimeout": 15,
        # the hub and the proxy know it by its address, which it keeps when it is started again
        "NetworkingConfig": {
            "EndpointsConfig": {name: {"IPAMConfig": {"IPv4Address": address(subnet, "lab")}}}
        },
        "HostConfig": {
            "NetworkMode": name,
            "Binds": [f"{name}:/home/jovyan/work", *([f"{COURSE}:/course:ro"] if COURSE else [])],
            "ReadonlyRootfs": True,
            "Tmpfs": {"/tmp": "size=512m", "/home/jovyan": "mode=1777,size=64m"},
            "CapDrop": ["ALL"],
            "SecurityOpt": ["no-new-privileges"],
            "PidsLimit": PROCESSES,
            "Memory": MEMORY_BYTES,
            "MemorySwap": MEMORY_BYTES,
            "NanoCpus": int(PROCESSORS * 1e9),
            # where memory runs out, a lab goes before the hub
            "OomScoreAdj": 300,
            # one that is killed comes back, with the same address
            "RestartPolicy": {"Name": "on-failure", "MaximumRetryCount": 20},
            "LogConfig": {"Type": "json-file", "Config": {"max-size": "5m", "max-file": "2"}},
        },
    }


def wanted(body):
    """Give the variables of a request to create a lab; raise Refusal if it asks for more than one."""
    try:
        said = json.loads(
            body.decode("utf-8"), object_pairs_hook=without_doubles, parse_constant=refuse_constant
        )
    except (ValueError, RecursionError) as error:
        raise Refusal(f"no JSON: {error}") from None
    if not isinstance(said, dict):
        raise Refusal("no JSON object")
    variables = said.pop("Env", None)
    if said.pop("Image", None) != IMAGE:
        raise Refusal("another image")
    # 0 and False are equal in Python, and 1 and True
    if json.dumps(said, sort_keys=True) != json.dumps(PLAIN, sort_keys=True):
        odd = sorted(key for key in said.keys() | PLAIN.keys() if said.get(key, "") is not PLAIN.get(key, ""))
        raise Refusal(f"more than image, name and environment: {', '.join(odd)[:200]}")
    if not isinstance(variables, list) or len(variables) > 60:
        raise Refusal("no list of variables")
    for variable in variables:
        if not (isinstance(variable, str) and VARIABLE.fullmatch(variable)):
            # the name alone: a value may be a key
            raise Refusal(f"a variable that no lab needs: {str(variable).partition('=')[0][:40]!r}")
    if len({variable.partition("=")[0] for variable in variables}) < len(variables):
        raise Refusal("a variable twice")
    return variables


def without_doubles(pairs):
    if len(dict(pairs)) < len(pairs):
        raise Refusal("a key twice")
    return dict(pairs)


def refuse_constant(word):
    raise Refusal(f"no JSON: {word}")


class Socket(http.client.HTTPConnection):
    """A connection to the engine."""

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(ENGINE)


def ask(method, path, content=None):
    """Ask the engine, and give status and body of its answer."""
    connection = Socket("engine", timeout=60)
    try:
        body = None if content is None else json.dumps(content)
        connection.request(method, path, body, {"Content-Type": "application/json"} if body else {})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def find(kind, **filters):
    """List containers or networks with these labels and the like."""
    given = {key: value if isinstance(value, list) else [value] for key, value in filters.items()}
    everything = "all=1&" if kind == "containers/json" else ""
    status, body = ask("GET", f"/{kind}?{everything}filters={quote(json.dumps(given))}")
    if status != 200:
        raise OSError(f"the engine answers {kind} with {status}: {body[:200]!r}")
    return json.loads(body)


def is_ours(answer):
    """Say whether what the engine tells of a container is told of a student's lab."""
    told = json.loads(answer)
    return told["Config"]["Labels"].get(LABEL) == PREFIX and bool(NAME.fullmatch(told["Name"].lstrip("/")))


def networks():
    """Give the students' networks, and what addresses each has."""
    found = find("networks", label=f"{LABEL}={PREFIX}")
    return {one["Name"]: ipaddress.ip_network(one["IPAM"]["Config"][0]["Subnet"]) for one in found}


def address(subnet, who):
    return str(subnet[PLACES[who]])


def network(name):
    """Give the addresses of a lab's own network, which is made unless it is there."""
    there = networks()
    if name in there:
        return there[name]
    for subnet in SUBNETS.subnets(new_prefix=29):
        if subnet in there.values():
            continue
        asked = {
            "Name": name,
            "Internal": True,
            "Labels": {LABEL: PREFIX},
            "Options": {"com.docker.network.bridge.inhibit_ipv4": "true"},
            "IPAM": {"Config": [{"Subnet": str(subnet)}]},
        }
        status, body = ask("POST", "/networks/create", asked)
        if status == 201:
            return subnet
        # somebody else's network has these addresses
        if b"overlap" not in body.lower():
            raise OSError(f"no network {name}: {body[:200]!r}")
    raise OSError(f"no addresses are left in {SUBNETS}")


def tidy():
    """Put the hub and the proxy on each lab's network, also after either was made anew; remove the others."""
    labs = {one["Names"][0].lstrip("/") for one in find("containers/json", label=f"{LABEL}={PREFIX}")}
    there = networks()
    for service in ("hub", "proxy"):
        own = [f"com.docker.compose.project={PROJECT}", f"com.docker.compose.service={service}"]
        for container in find("containers/json", label=own):
            joined = container["NetworkSettings"]["Networks"]
            for name in there.keys() & labs - joined.keys():
                place = {"IPAMConfig": {"IPv4Address": address(there[name], service)}, "Aliases": [service]}
                content = {"Container": container["Id"], "EndpointConfig": place}
                tell(ask("POST", f"/networks/{name}/connect", content))
            for name in there.keys() & joined.keys() - labs:
                content = {"Container": container["Id"], "Force": True}
                tell(ask("POST", f"/networks/{name}/disconnect", content))
    for name in there.keys() - labs:
        tell(ask("DELETE", f"/networks/{name}"))


def tell(answer):
    """Print what the engine did not do; the next round tries again."""
    if answer[0] >= 400:
        print("The engine:", answer[1][:300].decode(errors="replace").strip(), flush=True)


def create(name, body):
    """Create a student's lab, on a network of its own."""
    variables = wanted(body)
    answer = ask("POST", f"/containers/create?name={name}", lab(name, variables, network(name)))
    tidy()
    return answer


# method, address, and what is done with the part in brackets; docker-py's query is part of the address
CONTAINER = rf"/v1\.[2-9]\d/containers/([0-9a-f]{{64}}|{NAME.pattern})"
LOOK = rf"/v1\.[2-9]\d/images/({re.escape(IMAGE)})/json"
REMOVE = rf"{CONTAINER}\?v=True&link=False&force=False"
CALLS = [
    ("GET", re.compile("()/version"), lambda _: ask("GET", "/version")),
    ("GET", re.compile(LOOK), lambda _: ask("GET", f"/images/{IMAGE}/json")),
    ("GET", re.compile(f"{CONTAINER}/json"), lambda one: ask("GET", f"/containers/{one}/json")),
    ("POST", re.compile(f"{CONTAINER}/start"), lambda one: ask("POST", f"/containers/{one}/start")),
    ("POST", re.compile(f"{CONTAINER}/stop"), lambda one: ask("POST", f"/containers/{one}/stop")),
    ("DELETE", re.compile(REMOVE), lambda one: ask("DELETE", f"/containers/{one}")),
]
CREATE = re.compile(rf"/v1\.[2-9]\d/containers/create\?name=({NAME.pattern})")


def answer_to(method, address, headers, body):
    """Give status and body of what the engine says to a request, or raise Refusal."""
    for name in headers:
        if name not in HEADERS or len(headers.get_list(name)) > 1:
            raise Refusal(f"a header {name[:40]}")
    if headers.get("Connection", "keep-alive").lower() not in ("keep-alive", "close"):
        raise Refusal("another protocol")
    if method == "POST" and (found := CREATE.fullmatch(address)):
        return create(found[1], body)
    if body not in (b"", b"{}"):
        raise Refusal("a body")
    for verb, shape, act in CALLS:
        if verb == method and (found := shape.fullmatch(address)):
            if "/containers/" in address:
                status, told = ask("GET", f"/containers/{found[1]}/json")
                if status != 200 or not is_ours(told):
                    return 404, json.dumps({"message": f"No such container: {found[1]}"}).encode()
            answer = act(found[1])
            if method == "DELETE":
                tidy()
            return answer
    raise Refusal("no call of the spawner's")


class Door(RequestHandler):
    """Every request to the door."""

    SUPPORTED_METHODS = ("GET", "POST", "DELETE", "HEAD", "PUT", "PATCH", "OPTIONS")
    # networks are made, looked at and removed by one request at a time
    turn = asyncio.Lock()

    async def handle(self):
        request = self.request
        try:
            async with self.turn if "create" in request.uri or request.method == "DELETE" else Free():
                status, body = await asyncio.to_thread(
                    answer_to, request.method, request.uri, request.headers, request.body
                )
        except Refusal as refusal:
            status, body = 403, json.dumps({"message": f"The door refuses {refusal}."}).encode()
        except OSError as error:
            status, body = 503, json.dumps({"message": str(error)}).encode()
        # 404: the spawner asks whether a lab is there
        if status >= 400 and status != 404:
            print(
                request.method,
                repr(request.uri[:200]),
                status,
                body[:300].decode(errors="replace"),
                flush=True,
            )
        self.set_status(status)
        if status != 204:
            self.set_header("Content-Type", "application/json")
            self.write(body)

    get = post = delete = head = put = patch = options = handle

    def check_xsrf_cookie(self):
        """No browser comes here."""


class Free:
    async def __aenter__(self):
        """Wait for nobody."""

    async def __aexit__(self, *_):
        """Let nobody wait."""


async def main():
    """Open the door, and look after the networks."""
    server = HTTPServer(Application([(r".*", Door)], log_function=lambda _: None), max_body_size=2**17)
    os.umask(0o007)
    server.add_socket(bind_unix_socket(SOCKET, mode=0o660))
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, sys.exit, 0)
    print(f"The door is open at {SOCKET}, to labs of {IMAGE} named {PREFIX}-…", flush=True)
    while True:
        try:
            async with Door.turn:
                await asyncio.to_thread(tidy)
        except OSError as error:
            print(f"The engine: {error}", flush=True)
        await asyncio.sleep(2)


if __name__ == "__main__":
    asyncio.run(main())
