"""The lab behind the proxies of container/proxies: real ones, with TLS, and a kernel through them."""

import base64
import http.client
import json
import re
import ssl
import subprocess
import uuid
from functools import partial

import pytest
import websocket

from conftest import IMAGE, ROOT, docker, execute, free_port, wait_for

PROXIES = "hhlab-test-proxies"
DOCKERFILE = """
FROM debian:trixie-slim
RUN apt-get update && apt-get install -y --no-install-recommends nginx caddy && rm -rf /var/lib/apt/lists/*
"""
NAME = "lab.example.org"
STARTED_BY = {
    "nginx": ("nginx.conf:/etc/nginx/conf.d/lab.conf", ["nginx", "-g", "daemon off;"]),
    "caddy": ("Caddyfile:/etc/caddy/Caddyfile", ["caddy", "run", "--config", "/etc/caddy/Caddyfile"]),
}
PASSWORD = "correct horse"
SPIKE = """
import hhlab
print(len(hhlab.spike_times_ms(hhlab.simulate(clamp=hhlab.CurrentClamp(amp=0.1)))) > 0)
"""
TRUSTING = ssl._create_unverified_context()


@pytest.fixture(scope="module")
def proxies(tmp_path_factory):
    """Build an image with both proxies, from Debian's packages, and make a certificate."""
    docker("build", "--quiet", "--tag", PROXIES, "-", input=DOCKERFILE, timeout=300)
    folder = tmp_path_factory.mktemp("tls")
    folder.chmod(0o755)
    made = ["-out", f"{folder}/cert.pem", "-keyout", f"{folder}/key.pem"]
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        f"/CN={NAME}",
    ]
    subprocess.run(
        [*command, "-addext", f"subjectAltName=DNS:{NAME}", *made], check=True, capture_output=True
    )
    return folder


@pytest.fixture(scope="module", params=STARTED_BY)
def outside(request, proxies):
    """Two labs behind a proxy: the port of the proxy, and what the labs have printed."""
    mounted, command = STARTED_BY[request.param]
    names = [f"hhlab-test-{uuid.uuid4().hex[:8]}" for _ in range(3)]
    port = free_port()
    volumes = ["--volume", f"{ROOT}/container/proxies/{mounted}:ro", "--volume", f"{proxies}:/etc/ssl/lab:ro"]
    docker(
        "run",
        "--detach",
        "--name",
        names[0],
        "--publish",
        f"127.0.0.1:{port}:443",
        *volumes,
        PROXIES,
        *command,
    )
    try:
        # in the proxy's network each lab has the port that the example gives it
        for name, student, number in (names[1], "ada", 8901), (names[2], "grace", 8902):
            where = ["--network", f"container:{names[0]}", "--env", f"HHLAB_URL=https://{NAME}/{student}/"]
            secret = ["--env", f"HHLAB_PASSWORD={PASSWORD}"] if student == "grace" else []
            docker("run", "--detach", "--name", name, *where, *secret, IMAGE, "lab", f"--port={number}")
        logs = [wait_for(partial(printed, name)) for name in names[1:]]
        yield port, logs
    finally:
        docker("rm", "--force", "--volumes", *names)


def printed(name):
    log = docker("logs", name)
    return log if "To stop the lab" in log else None


def ask(port, path, method="GET", body=None, **headers):
    """Ask the proxy, as a browser does that looks for its name: the status, the headers and the text."""
    connection = http.client.HTTPSConnection("127.0.0.1", port, timeout=20, context=TRUSTING)
    connection.sock = TRUSTING.wrap_socket(
        connection._create_connection(("127.0.0.1", port), 20), server_hostname=NAME
    )
    connection.request(method, path, body, {"Host": NAME} | headers)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, answer.headers, text


def printed_path(log):
    found = re.search(rf"    https://{re.escape(NAME)}(/\S*)\n", log)
    assert found, log
    return found[1]


def test_the_printed_address_opens_the_lab_and_a_kernel_runs(outside):
    port, (log, _) = outside
    path = printed_path(log)
    assert path.startswith("/ada/lab/tree/00_welcome.ipynb?token=")
    status, headers, page = ask(port, path)
    assert status == 200 and "JupyterLab" in page
    kept = [one.partition(";")[0] for one in headers.get_all("Set-Cookie")]
    assert all("Secure" in one for one in headers.get_all("Set-Cookie") if one.startswith("username"))
    cookies = {"Cookie": "; ".join(kept)}
    assert ask(port, "/ada/api/contents", **cookies)[0] == 200

    # from here on as the page does it, which knows its token only by the cookie
    xsrf = next(one for one in kept if one.startswith("_xsrf=")).partition("=")[2]
    sent = cookies | {"X-XSRFToken": xsrf, "Content-Type": "application/json", "Origin": f"https://{NAME}"}
    kernel = json.loads(ask(port, "/ada/api/kernels", "POST", "{}", **sent)[2])["id"]
    channels = websocket.create_connection(
        f"wss://127.0.0.1:{port}/ada/api/kernels/{kernel}/channels?session_id=a",
        sslopt={"cert_reqs": ssl.CERT_NONE, "check_hostname": False, "server_hostname": NAME},
        host=NAME,
        origin=f"https://{NAME}",
        cookie=cookies["Cookie"],
        timeout=20,
    )
    try:
        assert execute(channels, SPIKE) == "True\n"
    finally:
        channels.close()


def test_a_large_file_is_uploaded(outside):
    port, (log, _) = outside
    token = {"Authorization": f"token {printed_path(log).rpartition('=')[2]}"}
    content = base64.b64encode(b"0" * 5_000_000).decode()
    body = json.dumps({"type": "file", "format": "base64", "content": content})
    assert ask(port, "/ada/api/contents/large.bin", "PUT", body, **token)[0] == 201


def test_neither_lab_opens_with_the_key_of_the_other_nor_without_one(outside):
    port, (log, _) = outside
    token = {"Authorization": f"token {printed_path(log).rpartition('=')[2]}"}
    assert ask(port, "/ada/api/contents", **token)[0] == 200
    assert ask(port, "/grace/api/contents", **token)[0] == 403
    assert ask(port, "/ada/api/contents")[0] == 403


def test_a_password_is_asked_for_and_who_guesses_cannot_pretend_to_be_many(outside):
    port, (_, log) = outside
    assert "sign in with the password" in log and printed_path(log) == "/grace/lab/tree/00_welcome.ipynb"

    def sign_in(password, **headers):
        came = ask(port, "/grace/login")[1]
        xsrf = came["Set-Cookie"].partition(";")[0]
        sent = {"Cookie": xsrf, "Content-Type": "application/x-www-form-urlencoded"} | headers
        body = f"password={password.replace(' ', '+')}&{xsrf.replace('|', '%7C')}"
        return ask(port, "/grace/login", "POST", body, **sent)

    status, came, _ = sign_in(PASSWORD)
    assert status == 302 and "Secure" in came["Set-Cookie"]
    others = [{"X-Forwarded-For": f"10.0.0.{n}", "X-Real-IP": f"10.0.0.{n}"} for n in range(21)]
    assert [sign_in("guess", **other)[0] for other in others] == [401] * 20 + [429]
