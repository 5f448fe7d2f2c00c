"""Which requests reach the server: with a real one of tornado's, and for the playground by its list."""

import asyncio
from types import SimpleNamespace

import lab_banner
import lab_doors
import pytest
from tornado.httpclient import AsyncHTTPClient
from tornado.httpserver import HTTPServer
from tornado.httputil import HTTPHeaders, HTTPServerRequest, RequestStartLine
from tornado.testing import bind_unused_port
from tornado.web import Application, RequestHandler


class Anything(RequestHandler):
    """What a server of Jupyter's has behind its doors."""

    def get(self):
        self.write("inside")

    post = get


def status_of(addresses, app=False, base_url="/"):
    """Give what a server with these doors answers to (method, address), one after the other."""

    async def ask():
        application = Application([(r".*", Anything)])
        lab_doors._load_jupyter_server_extension(SimpleNamespace(base_url=base_url, web_app=application))
        server, (socket, port) = HTTPServer(application), bind_unused_port()
        server.add_socket(socket)
        client, found = AsyncHTTPClient(force_instance=True), []
        for method, address in addresses:
            body = "" if method == "POST" else None
            url = f"http://127.0.0.1:{port}{address}"
            answer = await client.fetch(url, method=method, body=body, raise_error=False)
            found.append((answer.code, answer.body.decode()))
        client.close()
        server.stop()
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HHLAB_APP", "1") if app else patch.delenv("HHLAB_APP", raising=False)
        return asyncio.run(ask())


@pytest.mark.parametrize("app", [False, True])
def test_an_address_that_no_file_can_have_reaches_nothing(app):
    bad = [("GET", "/files/%00"), ("GET", "/%ff"), ("POST", "/api/%c3%28?x=1"), ("GET", "/api?a=%00")]
    assert status_of(bad, app) == [(400, "400 Bad Request\n")] * 4


def test_beside_a_lab_every_other_address_reaches_it():
    asked = [
        ("GET", "/"),
        ("GET", "/files/%C3%A4.txt"),
        ("POST", "/api/contents"),
        ("GET", "/terminals/websocket/1"),
    ]
    assert status_of(asked) == [(200, "inside")] * 4


OPEN = [
    ("GET", ""),
    ("GET", "api"),
    ("POST", "login"),
    ("GET", "voila/render/playground.ipynb"),
    ("GET", "static/style/a-b.css"),
    ("GET", "voila/static/voila.js"),
    ("GET", "api/kernels/1-2/channels"),
    ("POST", "voila/api/shutdown/1-2"),
]
SHUT = [
    ("GET", "lab"),
    ("GET", "tree"),
    ("GET", "api/contents"),
    ("GET", "api/kernels"),
    ("POST", "api/kernels"),
    ("POST", "api/kernels/1-2/restart"),
    ("POST", "api/kernels/1-2"),
    ("GET", "terminals/websocket/1"),
    ("GET", "files/playground.ipynb"),
    ("GET", "voila/render/01_first_spike.ipynb"),
    ("GET", "voila/render/playground.ipynb/more"),
    ("GET", "static/../api/contents"),
    ("GET", "static/.hidden"),
    ("POST", "voila/render/playground.ipynb"),
    ("GET", "voila/api/shutdown/1-2"),
]


@pytest.mark.parametrize("base_url", ["/", "/user/ada/"])
def test_where_the_playground_is_alone_nothing_else_is_open(base_url):
    doors = lab_doors.NotListed(base_url, lab_doors.PLAYGROUND)

    def refused(method, address):
        line, headers = (
            RequestStartLine(method, base_url + address, "HTTP/1.1"),
            HTTPHeaders(Host="localhost"),
        )
        return doors.match(HTTPServerRequest(start_line=line, headers=headers)) is not None

    assert [one for one in OPEN if refused(*one)] == []
    assert [one for one in SHUT if not refused(*one)] == []
    assert (
        status_of([(method, base_url + address) for method, address in OPEN], True, base_url)
        == [(200, "inside")] * 8
    )
    answers = status_of([("GET", f"{base_url}api/contents"), ("POST", f"{base_url}api")], True, base_url)
    assert answers == [(404, "404 Not Found\n")] * 2


def test_the_playgrounds_kernel_takes_no_code():
    told = set(lab_doors.PLAYGROUND_MESSAGES)
    assert told == {"comm_open", "comm_msg", "comm_close", "comm_info_request", "kernel_info_request"}


def served(token="abc", **more):
    usual = {
        "custom_display_url": "",
        "port": 8888,
        "ip": "localhost",
        "sock": "",
        "certfile": "",
        "base_url": "/",
        "default_url": "/lab",
        "root_dir": "/work",
    }
    return SimpleNamespace(**(usual | more), identity_provider=SimpleNamespace(token=token))


def test_the_address_that_is_printed_opens_the_lab(monkeypatch):
    for name in ("HHLAB_WORK", "HHLAB_IP"):
        monkeypatch.delenv(name, raising=False)
    assert " http://127.0.0.1:8888/lab?token=abc\n" in lab_banner.banner(served())
    assert " http://127.0.0.1:8888/lab\n" in lab_banner.banner(served(token=""))
    assert "?token=a%26b%2Bc%3D\n" in lab_banner.banner(served(token="a&b+c="))
    there = lab_banner.banner(served(custom_display_url="http://127.0.0.1:9999/", port=8888))
    assert " http://127.0.0.1:9999/lab?token=abc\n" in there
    assert "no browser comes" not in there
    monkeypatch.setattr(lab_banner, "IN_THE_IMAGE", True)
    assert "no browser comes" in lab_banner.banner(served(ip="127.0.0.1"))
    assert "no browser comes" not in lab_banner.banner(served(ip="0.0.0.0"))
    assert "no browser comes" not in lab_banner.banner(served(ip="localhost", sock="/tmp/lab"))


@pytest.mark.parametrize(
    ("how", "printed"),
    [
        ({"certfile": "/cert.pem"}, "https://127.0.0.1:8888/lab?token=abc"),
        ({"ip": ""}, "http://127.0.0.1:8888/lab?token=abc"),
        ({"ip": "0.0.0.0"}, "http://127.0.0.1:8888/lab?token=abc"),
        ({"ip": "192.168.7.5"}, "http://192.168.7.5:8888/lab?token=abc"),
        ({"ip": "fe80::7"}, "http://[fe80::7]:8888/lab?token=abc"),
        ({"base_url": "/ada/", "default_url": "/ada/lab"}, "http://127.0.0.1:8888/ada/lab?token=abc"),
        (
            {"base_url": "/ada/", "default_url": "/ada/lab", "custom_display_url": "https://a.org"},
            "https://a.org/ada/lab?token=abc",
        ),
        (
            {"base_url": "/ada/", "default_url": "/ada/lab", "custom_display_url": "https://a.org:9/ada/"},
            "https://a.org:9/ada/lab?token=abc",
        ),
    ],
)
def test_the_address_follows_where_the_lab_listens(how, printed):
    assert f"    {printed}\n" in lab_banner.banner(served(**how))


def test_others_are_told_how_to_reach_a_lab_that_is_open_to_them(monkeypatch):
    assert "put the name of this one" in lab_banner.banner(served(ip="0.0.0.0"))
    assert "put the name of this one" not in lab_banner.banner(served())
    assert "put the name" not in lab_banner.banner(served(ip="", custom_display_url="https://a.org"))
    monkeypatch.setattr(lab_banner, "IN_THE_IMAGE", True)
    assert "put the name of this one" not in lab_banner.banner(served(ip="0.0.0.0"))


def test_of_a_hub_and_of_a_socket_no_address_is_printed_that_opens_nothing(monkeypatch):
    said = lab_banner.banner(served(sock="/run/lab.sock"))
    assert "the socket /run/lab.sock" in said and "http" not in said
    monkeypatch.setenv("JUPYTERHUB_API_TOKEN", "secret")
    monkeypatch.setenv("JUPYTERHUB_USER", "ada")
    said = lab_banner.banner(served(ip="127.0.0.1", token="secret"))
    assert "The lab of ada is running" in said
    for wrong in ("http", "secret", "Ctrl+C", "no browser"):
        assert wrong not in said


def test_what_is_new_is_said_before_the_address(monkeypatch):
    monkeypatch.setenv("HHLAB_NEWS", "One lesson is new.\n\n03_gates.ipynb stays as you left it.")
    said = lab_banner.banner(served())
    assert said.startswith("\n  One lesson is new.\n\n  03_gates.ipynb stays as you left it.\n")
