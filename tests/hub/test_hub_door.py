"""The door to the engine: it does what the hub's spawner asks, and refuses all else.

Each request is sent as bytes from inside the hub, as whoever had taken it over would.
"""

import json
import random

import pytest

from conftest import run

SEND = """
import json, socket, sys
for request in json.loads(%r):
    with socket.socket(socket.AF_UNIX) as door:
        door.settimeout(15)
        door.connect("/run/door/door.sock")
        said = b""
        try:
            door.sendall(request.encode())
            said = door.recv(65536)
            if said.startswith(b"HTTP/1.1 100"):
                # "go on" is no answer yet; what is one may have come with it
                said = said.partition(b"\\r\\n\\r\\n")[2] or door.recv(65536)
        except (BrokenPipeError, ConnectionResetError):
            pass
        print(json.dumps(said.decode("latin-1")[:600]))
"""


def send(there, requests):
    """Send requests through the door, and give what is answered to each."""
    said = there.python("hub", SEND % json.dumps(requests))
    return [json.loads(line) for line in said.splitlines()]


def request(body, path, method="POST", headers=()):
    """Write a request as docker-py does, with more headers."""
    body = body if isinstance(body, str) else json.dumps(body)
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost", "Content-Type: application/json"]
    lines += [f"Content-Length: {len(body.encode())}", "Connection: close", *headers]
    return "\r\n".join(lines) + "\r\n\r\n" + body


@pytest.fixture(scope="module")
def good(there):
    """The body of a request that the door takes."""
    flags = ["Tty", "OpenStdin", "StdinOnce", "AttachStdin", "NetworkDisabled"]
    image = f"{there.inspect('ada')['Config']['Image']}"
    environment = ["JUPYTERHUB_USER=mallory"]
    return {"Image": image, "Env": environment, "AttachStdout": True, "AttachStderr": True} | dict.fromkeys(
        flags, False
    )


def path(there, name="mallory"):
    return f"/v1.45/containers/create?name={there.prefix}-{name}"


# what would make of a lab a way to the machine
BAD_HOSTS = [
    {"Privileged": True},
    {"privileged": True},
    {"PRIVILEGED": True},
    {"Binds": ["/:/host"]},
    {"binds": ["/:/host"]},
    {"Binds": ["/var/run/docker.sock:/s"]},
    {"Mounts": [{"Type": "bind", "Source": "/", "Target": "/host"}]},
    {"mounts": [{"Type": "bind", "Source": "/", "Target": "/host"}]},
    {"CapAdd": ["ALL"]},
    {"CapAdd": ["SYS_ADMIN"]},
    {"Devices": [{"PathOnHost": "/dev/vda", "PathInContainer": "/dev/vda", "CgroupPermissions": "rwm"}]},
    {"DeviceCgroupRules": ["b *:* rwm"]},
    {"DeviceRequests": [{"Count": -1}]},
    {"NetworkMode": "host"},
    {"PidMode": "host"},
    {"IpcMode": "host"},
    {"UTSMode": "host"},
    {"UsernsMode": "host"},
    {"CgroupnsMode": "host"},
    {"CgroupParent": "/"},
    {"SecurityOpt": ["seccomp=unconfined"]},
    {"SecurityOpt": ["apparmor=unconfined"]},
    {"VolumesFrom": ["hub"]},
    {"GroupAdd": ["0"]},
    {"Sysctls": {"net.ipv4.ip_forward": "1"}},
    {"Runtime": "other"},
    {"PortBindings": {"22/tcp": [{"HostPort": "22"}]}},
    {"PublishAllPorts": True},
    {"Links": ["hub"]},
    {"ExtraHosts": ["hub:1.2.3.4"]},
    {"Dns": ["1.1.1.1"]},
    {"Memory": 0},
    {"PidsLimit": -1},
    {"OomKillDisable": True},
    {"ReadonlyRootfs": False},
    {"MaskedPaths": []},
    {"ReadonlyPaths": []},
    {"Tmpfs": {"/x": "exec,suid"}},
    {"RestartPolicy": {"Name": "always"}},
    {"LogConfig": {"Type": "syslog", "Config": {"syslog-address": "udp://1.2.3.4"}}},
]
BAD_KEYS = [
    ("User", "0"),
    ("user", "0"),
    ("Cmd", ["sh"]),
    ("cmd", ["sh"]),
    ("Entrypoint", ["sh"]),
    ("Volumes", {"/host": {}}),
    ("Labels", {"hhlab.hub.student": "other"}),
    ("Hostname", "hub"),
    ("Domainname", "x"),
    ("MacAddress", "02:42:ac:11:00:02"),
    ("NetworkingConfig", {"EndpointsConfig": {"bridge": {}}}),
    ("ExposedPorts", {"22/tcp": {}}),
    ("Healthcheck", {"Test": ["CMD", "sh"]}),
    ("OnBuild", ["RUN sh"]),
    ("Shell", ["sh"]),
    ("StopSignal", "SIGKILL"),
    ("StopTimeout", 10**9),
    ("WorkingDir", "/"),
    ("ArgsEscaped", True),
    ("Tty", True),
    ("Tty", 0),
    ("AttachStdout", 1),
    ("OpenStdin", True),
    ("image", "debian"),
    ("env", ["LD_PRELOAD=/x"]),
    ("Extra", None),
    ("", ""),
    ("HostConfig\u0000", {}),
    ("ＨostConfig", {"Privileged": True}),
]
BAD_VARIABLES = [
    ["PATH=/home/jovyan/work"],
    ["LD_PRELOAD=/home/jovyan/work/x.so"],
    ["PYTHONPATH=/home/jovyan/work"],
    ["PYTHONSTARTUP=/x"],
    ["BASH_ENV=/x"],
    ["HOME=/"],
    ["JUPYTER_CONFIG_PATH=/x"],
    ["jupyterhub_user=x"],
    [" JUPYTERHUB_USER=x"],
    ["JUPYTERHUB_USER"],
    ["JUPYTERHUB_USER=a\nPATH=/x"],
    ["JUPYTERHUB_USER=a\u0000"],
    ["JUPYTERHUB_USER=" + "x" * 5000],
    ["JUPYTERHUB_USER=a", "JUPYTERHUB_USER=b"],
    [["JUPYTERHUB_USER=a"]],
    [None],
    [1],
    {"JUPYTERHUB_USER": "a"},
    "JUPYTERHUB_USER=a",
    None,
    [f"JUPYTERHUB_{chr(65 + i // 26)}{chr(65 + i % 26)}=x" for i in range(100)],
]
BAD_IMAGES = [
    "debian:trixie-slim",
    "",
    None,
    "HHLAB:HUB",
    ["hhlab:hub"],
    "hhlab:hub ",
    "../hhlab:hub",
    {"x": 1},
]
BAD_NAMES = [
    "",
    "?name=x",
    "hub",
    "{prefix}",
    "{prefix}-",
    "{prefix}-A",
    "{prefix}-a/b",
    "{prefix}-a%2Fb",
    "{prefix}-../x",
    "x{prefix}-a",
    "{prefix}-a&name=hub",
    "{prefix}-a&platform=linux/arm64",
    "{prefix}-a#x",
    "{prefix}-" + "a" * 200,
    "{prefix}-é",
    "%2F{prefix}-a",
]
BAD_HEADERS = [
    "Transfer-Encoding: chunked",
    "transfer-encoding: identity",
    "Upgrade: tcp",
    "Connection: Upgrade",
    "X-Registry-Auth: e30=",
    "X-Forwarded-For: 1.2.3.4",
    "Content-Length: 2",
    "Expect: 100-continue",
    "Content-Type: text/plain",
    "Host: other",
    "Authorization: Basic eA==",
    "Cookie: a=b",
    "X-HTTP-Method-Override: PUT",
]
OTHER_CALLS = [
    ("GET", "/containers/json"),
    ("GET", "/v1.45/containers/json?all=1"),
    ("GET", "/v1.45/info"),
    ("GET", "/_ping"),
    ("GET", "/events"),
    ("POST", "/v1.45/containers/{name}/exec"),
    ("POST", "/v1.45/exec/x/start"),
    ("POST", "/v1.45/containers/{name}/attach"),
    ("POST", "/v1.45/containers/{name}/update"),
    ("POST", "/v1.45/containers/{name}/rename?name=x"),
    ("POST", "/v1.45/containers/{name}/kill"),
    ("POST", "/v1.45/containers/{name}/start?detachKeys=x"),
    ("POST", "/v1.45/containers/{name}/stop?t=0"),
    ("DELETE", "/v1.45/containers/{name}"),
    ("DELETE", "/v1.45/containers/{name}?force=1"),
    ("PUT", "/v1.45/containers/{name}/archive?path=/"),
    ("GET", "/v1.45/containers/{name}/archive?path=/"),
    ("GET", "/v1.45/containers/{name}/logs?stdout=1"),
    ("GET", "/v1.45/containers/{name}/json?size=1"),
    ("GET", "/v1.45/containers/{name}/../{hub}/json"),
    ("GET", "/v1.45/containers/{name}%2f..%2f{hub}/json"),
    ("GET", "//v1.45/containers/{name}/json"),
    ("GET", "http://localhost/v1.45/containers/{name}/json"),
    ("HEAD", "/v1.45/containers/{name}/json"),
    ("POST", "/build"),
    ("POST", "/v1.45/images/create?fromImage=x"),
    ("GET", "/v1.45/images/debian:trixie-slim/json"),
    ("POST", "/v1.45/networks/create"),
    ("POST", "/v1.45/networks/bridge/connect"),
    ("GET", "/v1.45/volumes"),
    ("POST", "/v1.45/volumes/create"),
    ("DELETE", "/v1.45/volumes/{name}"),
    ("POST", "/v1.45/plugins/pull?remote=x"),
    ("POST", "/v1.45/swarm/init"),
    ("POST", "/session"),
    ("POST", "/grpc"),
]


def malformed(there, good):
    """Give more than two hundred requests to create a lab of which no one may be taken."""
    create = path(there)
    text = json.dumps(good)
    for host in BAD_HOSTS:
        yield request(good | {"HostConfig": host}, create)
        # beside the right words, and in the other case, which the engine would read all the same
        yield request(good | {"hostconfig": host}, create)
    yield from (request(good | {key: value}, create) for key, value in BAD_KEYS)
    yield from (request(good | {"Env": variables}, create) for variables in BAD_VARIABLES)
    yield from (request(good | {"Image": image}, create) for image in BAD_IMAGES)
    for name in BAD_NAMES:
        address = "/v1.45/containers/create?name=" + name.format(prefix=there.prefix)
        yield request(good, address if name != "?name=x" else "/v1.45/containers/create")
    yield from (request(good, create, headers=[header]) for header in BAD_HEADERS)
    for key in good:
        yield request({name: value for name, value in good.items() if name != key}, create)
        # the same key twice, of which Python takes the last and another reader may take the first
        yield request(text[:-1] + f', "{key}": {json.dumps(good[key])}}}', create)
    for body in (text + "x", "", "{}", "[]", "null", "1", '"x"', "{", text[:-1], "[" * 50_000,
                 "\ufeff" + text,
                 "{\"Image\": NaN}", "\x00", text.replace("false", "Infinity", 1), f"[{text}]", text + text,
                 "ÿþ", "x" * 300_000):  # fmt: skip
        yield request(body, create)
    dice = random.Random(20)
    for _ in range(40):
        place = dice.randrange(len(text))
        yield request(text[:place] + chr(dice.randrange(33, 127)) + '"' + text[place:], create)


def test_more_than_200_malformed_creates_are_refused_and_make_nothing(there, good):
    requests = list(malformed(there, good))
    assert len(requests) > 200
    answers = send(there, requests)
    taken = [
        (asked[:700], said[:100])
        for asked, said in zip(requests, answers, strict=True)
        # what tornado itself cannot read it answers with 400, or hangs up
        if not said.startswith(("HTTP/1.1 403", "HTTP/1.1 400")) and said != ""
    ]
    assert taken == []
    assert "mallory" not in run("docker", "ps", "--all", "--format", "{{.Names}}")
    assert there.answers("ada")


def test_who_asks_first_whether_to_go_on_is_refused_all_the_same(there, good):
    (said,) = send(there, [request(good, path(there), headers=["Expect: 100-continue"])])
    assert said.startswith("HTTP/1.1 403") and "a header Expect" in said


def test_every_other_call_is_refused(there):
    names = {"name": there.container("ada"), "hub": there.container("hub")}
    requests = [request("", call.format(**names), verb) for verb, call in OTHER_CALLS]
    for asked, said in zip(requests, send(there, requests), strict=True):
        assert said.startswith(("HTTP/1.1 403", "HTTP/1.1 400")), (asked, said)
    assert there.answers("ada")


def test_containers_that_are_no_labs_are_not_there(there):
    """By name and by id: the hub's own, and one that bears a lab's name and not its label."""
    name = f"{there.prefix}-decoy"
    decoy = run("docker", "create", "--name", name, there.inspect("ada")["Config"]["Image"], "true").strip()
    try:
        ids = [decoy, there.inspect("hub")["Id"], there.inspect("door")["Id"]]
        for one in (name, *ids):
            for verb, rest in [
                ("GET", "/json"),
                ("POST", "/start"),
                ("POST", "/stop"),
                ("DELETE", "?v=True&link=False&force=False"),
            ]:
                (said,) = send(there, [request("", f"/v1.45/containers/{one}{rest}", verb)])
                assert said.startswith("HTTP/1.1 404"), said
        assert "decoy" in run("docker", "ps", "--all", "--format", "{{.Names}}")
    finally:
        run("docker", "rm", "--force", decoy)


def test_a_good_request_is_taken_and_gives_a_lab_as_the_door_describes_it(there, good):
    (said,) = send(there, [request(good, path(there))])
    try:
        assert said.startswith("HTTP/1.1 201"), said
        found = there.inspect("mallory")
        assert found["HostConfig"]["CapDrop"] == ["ALL"] and found["Config"]["Labels"]["hhlab.hub.student"]
        assert found["HostConfig"]["NetworkMode"] == there.container("mallory")
    finally:
        run("docker", "rm", "--force", there.container("mallory"), check=False)
