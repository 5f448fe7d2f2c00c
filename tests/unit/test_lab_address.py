"""Where a lab listens, and at which address, by the environment and by flags: with servers really started."""

import json
import os
import socket
import subprocess
import sys

import pytest
from servers import ROOT, SETTINGS, refusal, started
from traitlets.config import Config

sys.path.append(str(SETTINGS))

import lab_address

TOKEN = {"Authorization": "token known-token"}


@pytest.fixture(autouse=True)
def without(monkeypatch):
    for name in ("IP", "URL", "BASE_URL", "TLS_CERT", "TLS_KEY", "PORT"):
        monkeypatch.delenv(f"HHLAB_{name}", raising=False)


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    """A certificate that nobody vouches for, and its key."""
    folder = tmp_path_factory.mktemp("tls")
    return make_certificate(folder, "cert.pem", "key.pem")


def make_certificate(folder, certificate, key, *passphrase):
    paths = [str(folder / certificate), str(folder / key)]
    subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    secret = passphrase or ["-nodes"]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-days", "2", *secret, *subject]
    subprocess.run([*command, "-out", paths[0], "-keyout", paths[1]], check=True, capture_output=True)
    return paths


def settled(**given):
    settings = Config()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in given.items():
            patch.setenv(f"HHLAB_{name}", value)
        lab_address.settle(settings)
    return settings.ServerApp


def refused(**given):
    with pytest.raises(SystemExit) as ended:
        settled(**given)
    return ended.value.code


@pytest.mark.parametrize(
    ("url", "site", "path"),
    [
        ("https://lab.example.org", "https://lab.example.org", "/"),
        ("https://lab.example.org/", "https://lab.example.org", "/"),
        ("https://lab.example.org:8443/neuro/ada", "https://lab.example.org:8443", "/neuro/ada/"),
        ("http://192.168.1.5:9000/ada/", "http://192.168.1.5:9000", "/ada/"),
        ("http://[fd00::5]:9000/", "http://[fd00::5]:9000", "/"),
    ],
)
def test_the_address_from_outside_says_the_path_within(url, site, path):
    server = settled(URL=url)
    assert (server.custom_display_url, server.base_url) == (site, path)


@pytest.mark.parametrize("path", ["ada", "/ada", "ada/", "/ada/", " /ada/ "])
def test_a_path_may_be_written_with_or_without_its_slashes(path):
    assert settled(BASE_URL=path).base_url == "/ada/"
    assert settled(BASE_URL=path, URL="https://a.org").base_url == "/ada/"
    assert settled(BASE_URL=path, URL="https://a.org/ada").base_url == "/ada/"


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("IP", ["here", "1.2.3", "256.0.0.1", "0.0.0.0:8888", "[::]"]),
        ("URL", ["lab.example.org", "ftp://a.org", "https://", "https://a.org/?x=1", "https://a.org:99999/"]),
        (
            "URL",
            ["https://u:p@a.org/", "https://a b.org/", "https://a.org/../b", "//a.org", "https://a.org/#x"],
        ),
        ("BASE_URL", ["/a b/", "/a/../b", "/a?b", "http://a.org/", "/ä/", "/a//b/", "/./"]),
    ],
)
def test_what_is_no_address_is_refused_with_its_name_and_value(name, values):
    for value in values:
        said = refused(**{name: value})
        assert f"HHLAB_{name} is {value!r}" in said
        assert "Write" in said


def test_two_paths_that_differ_are_refused():
    assert "HHLAB_URL ends in '/b/'" in refused(URL="https://a.org/b", BASE_URL="/a")


def test_a_proxy_is_believed_only_where_it_has_the_certificate(certificate):
    assert settled(URL="https://a.org/").trust_xheaders is True
    assert settled(URL="http://a.org/").trust_xheaders is False
    mounted = {"TLS_CERT": certificate[0], "TLS_KEY": certificate[1]}
    assert settled(URL="https://a.org/", **mounted).trust_xheaders is False


def test_a_published_port_is_printed_with_the_scheme_of_the_lab(monkeypatch, certificate):
    assert "custom_display_url" not in settled(PORT="9999")
    monkeypatch.setattr(lab_address, "IN_THE_IMAGE", True)
    assert settled(PORT="9999").custom_display_url == "http://127.0.0.1:9999"
    mounted = {"TLS_CERT": certificate[0], "TLS_KEY": certificate[1]}
    assert settled(PORT="9999", **mounted).custom_display_url == "https://127.0.0.1:9999"
    assert settled(PORT="9999", URL="https://a.org").custom_display_url == "https://a.org"


def test_a_certificate_that_cannot_be_used_is_refused_by_its_reason(tmp_path, certificate):
    mine, key = certificate
    other, other_key = make_certificate(tmp_path, "cert2.pem", "key2.pem")
    closed = make_certificate(tmp_path, "cert3.pem", "key3.pem", "-passout", "pass:secret")
    (tmp_path / "text").write_text("no certificate")
    assert "No such file" in refused(TLS_CERT="/nowhere", TLS_KEY=key)
    assert "HHLAB_TLS_KEY names, cannot be read (No such file" in refused(TLS_CERT=mine, TLS_KEY="/nowhere")
    assert "no HHLAB_TLS_CERT" in refused(TLS_KEY=key)
    for pair in ((mine, other_key), (other, key), closed, (str(tmp_path / "text"), key), (mine, "")):
        assert "do not go together" in refused(TLS_CERT=pair[0], TLS_KEY=pair[1])
    # in one file, as some authorities send them
    both = tmp_path / "both.pem"
    both.write_text((tmp_path / "cert2.pem").read_text() + (tmp_path / "key2.pem").read_text())
    assert settled(TLS_CERT=str(both)).certfile == str(both)


# --- servers that are really started


def health(folder):
    """Run the health check as the image does: its exit status."""
    environment = os.environ | {"JUPYTER_RUNTIME_DIR": str(folder / "runtime")}
    check = [sys.executable, "-IS", ROOT / "container" / "healthcheck"]
    return subprocess.run(check, env=environment, timeout=20).returncode


def test_a_lab_behind_a_proxy_is_reached_by_its_name_and_by_no_other(tmp_path):
    with started(tmp_path, HHLAB_URL="https://lab.example.org/ada/", JUPYTER_TOKEN="known-token") as lab:
        assert "    https://lab.example.org/ada/lab/tree/00_welcome.ipynb?token=known-token\n" in lab.said
        passed = TOKEN | {"Host": "lab.example.org", "X-Forwarded-Proto": "https"}
        assert lab.ask("/ada/api/contents", **passed)[0] == 200
        assert lab.ask("/ada/api/contents", **TOKEN, Host="evil.example.org")[0] == 403
        assert lab.ask("/api/contents", **passed)[0] == 404
        # a cookie that was set by https is sent by https alone
        lab.cookies.clear()
        cookies = lab.ask("/ada/lab?token=known-token", Host="lab.example.org", X_Forwarded_Proto="https")[1]
        assert "Secure" in next(one for one in cookies.get_all("Set-Cookie") if one.startswith("username"))
        assert health(tmp_path) == 0


def test_a_lab_with_a_certificate_speaks_and_prints_https(tmp_path, certificate):
    mounted = {"HHLAB_TLS_CERT": certificate[0], "HHLAB_TLS_KEY": certificate[1]}
    with started(tmp_path, JUPYTER_TOKEN="known-token", **mounted) as lab:
        assert f"    https://127.0.0.1:{lab.port}/lab" in lab.said and "http:" not in lab.said
        lab.tls = True
        assert lab.ask("/api/contents", **TOKEN)[0] == 200
        assert health(tmp_path) == 0
        os.kill(lab.process.pid, 19)  # it is stopped, and takes connections all the same
        try:
            assert health(tmp_path) != 0
        finally:
            os.kill(lab.process.pid, 18)


def answers(family, host, port):
    with socket.socket(family) as connection:
        connection.settimeout(5)
        return connection.connect_ex((host, port)) == 0


@pytest.mark.parametrize("how", ["environment", "flag"])
def test_two_colons_listen_to_both_kinds_of_addresses(tmp_path, how):
    flags, given = (["--ip=::"], {}) if how == "flag" else ([], {"HHLAB_IP": "::"})
    with started(tmp_path, *flags, JUPYTER_TOKEN="known-token", **given) as lab:
        assert answers(socket.AF_INET6, "::1", lab.port)
        assert answers(socket.AF_INET, "127.0.0.1", lab.port)
        assert f"    http://127.0.0.1:{lab.port}/lab" in lab.said
        assert health(tmp_path) == 0


def test_of_the_environment_and_a_flag_the_flag_wins(tmp_path, certificate):
    given = {
        "HHLAB_IP": "127.0.0.9",
        "HHLAB_URL": "https://a.example.org/env/",
        "HHLAB_TLS_CERT": certificate[0],
        "HHLAB_TLS_KEY": certificate[1],
        "JUPYTER_TOKEN": "of-the-environment",
    }
    flags = [
        "--ServerApp.ip=127.0.0.1",
        "--ServerApp.custom_display_url=http://b.example.org/flag/",
        "--ServerApp.base_url=/flag/",
        "--ServerApp.certfile=",
        "--ServerApp.keyfile=",
        "--IdentityProvider.token=known-token",
    ]
    with started(tmp_path, *flags, **given) as lab:
        assert "    http://b.example.org/flag/lab/tree/00_welcome.ipynb?token=known-token\n" in lab.said
        assert lab.ask("/flag/api/contents", **TOKEN)[0] == 200
        assert not answers(socket.AF_INET, "127.0.0.9", lab.port)
        assert health(tmp_path) == 0


def test_a_lab_at_a_socket_is_healthy_and_prints_no_address_that_opens_nothing(tmp_path):
    with started(tmp_path, f"--ServerApp.sock={tmp_path}/lab.sock") as lab:
        assert f"It listens at the socket {tmp_path}/lab.sock" in lab.said and "http" not in lab.said
        assert json.loads(next(tmp_path.glob("runtime/jpserver-*.json")).read_text())["sock"]
        assert health(tmp_path) == 0


def test_a_bad_address_ends_the_start_in_a_sentence(tmp_path):
    status, said = refusal(tmp_path, HHLAB_URL="lab.example.org")
    assert status == 1
    assert "HHLAB_URL is 'lab.example.org', which is no address of a lab" in said
    assert "https://lab.example.org/ada/" in said
    assert "Traceback" not in said
