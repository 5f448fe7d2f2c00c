"""Where the lab listens and at which address a browser finds it, as the environment says.

The settings call `settle`, and a flag has the last word over each of them. As a server extension it looks
again at what the flags have made of it, before the server listens.
"""

import ipaddress
import os
import re
import ssl
from pathlib import Path
from urllib.parse import urlsplit

from lab_token import refuse

# of an image, whose port Docker publishes; elsewhere HHLAB_PORT is the server's own
IN_THE_IMAGE = Path("/usr/local/lib/hhlab").is_dir()
EVERYWHERE = ("", "0.0.0.0", "::")


def settle(settings):
    """Put into Jupyter's settings what HHLAB_IP, _URL, _BASE_URL, _TLS_CERT and _TLS_KEY say.

    Parameters
    ----------
    settings : traitlets.config.Config
    """
    certificate, key = tls(given("HHLAB_TLS_CERT"), given("HHLAB_TLS_KEY"))
    url, base = given("HHLAB_URL"), given("HHLAB_BASE_URL")
    server = settings.ServerApp
    server.ip = ip(given("HHLAB_IP") or "localhost")
    server.certfile, server.keyfile = certificate, key
    if base:
        server.base_url = base_url(base)
    if url:
        site, path = public(url)
        if base and path not in ("/", server.base_url):
            refuse(
                f"HHLAB_URL ends in {path!r}, but HHLAB_BASE_URL is {server.base_url!r}",
                "The path of the one is that of the other: leave HHLAB_BASE_URL out.",
            )
        server.custom_display_url = site
        server.base_url = server.base_url if base else path
        # a server that listens on this machine alone would refuse a proxy that passes the name on
        server.local_hostnames = ["localhost", urlsplit(site).hostname]
        # the proxy that has the certificate says who asks, and that the browser speaks https
        server.trust_xheaders = site.startswith("https:") and not certificate
    elif IN_THE_IMAGE and given("HHLAB_PORT"):
        server.custom_display_url = f"http{'s' * bool(certificate)}://127.0.0.1:{given('HHLAB_PORT')}"


def given(name):
    """Give a variable of the environment; "" where it is empty or not there."""
    return os.environ.get(name, "").strip()


def ip(text):
    """Give an address to listen on, as Jupyter takes it."""
    if text not in ("localhost", "*"):
        try:
            ipaddress.ip_address(text)
        except ValueError:
            refuse(
                f"HHLAB_IP is {text!r}, which is no address to listen on",
                "Write 0.0.0.0, or :: for IPv6 as well, or one address of this machine.",
            )
    return text


def base_url(text):
    """Give the path of HHLAB_BASE_URL with a slash at both ends."""
    path = closed(text)
    if not path:
        refuse(
            f"HHLAB_BASE_URL is {text!r}, which is no path of an address",
            "Write it as in HHLAB_BASE_URL=/neuro/ada/",
        )
    return path


def public(text):
    """Give the beginning of HHLAB_URL, without its path, and its path."""
    try:
        parts = urlsplit(text)
        good = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
        good = good and not (parts.query or parts.fragment or parts.username or re.search(r"\s|\\", text))
        path = closed(parts.path)
    except ValueError:
        good = False
    if not good or not path:
        refuse(
            f"HHLAB_URL is {text!r}, which is no address of a lab",
            "Write it as in HHLAB_URL=https://lab.example.org/ada/",
        )
    return f"{parts.scheme}://{parts.netloc}", path


def closed(path):
    """Give a path with a slash at both ends; None if it leads upwards or has a sign that no path has."""
    names = path.strip("/").split("/") if path.strip("/") else []
    if any(name in (".", "..") or not re.fullmatch(r"[\w.~@%+=-]+", name, re.ASCII) for name in names):
        return None
    return "/".join(["", *names, ""]) if names else "/"


def tls(certificate, key):
    """Give the paths of a certificate and its key, once they have been read; two empty ones without any."""
    if key and not certificate:
        refuse("HHLAB_TLS_KEY is given, but no HHLAB_TLS_CERT", "Give both.")
    if certificate:
        for name, path in (("HHLAB_TLS_CERT", certificate), ("HHLAB_TLS_KEY", key or certificate)):
            try:
                Path(path).read_bytes()
            except OSError as problem:
                refuse(
                    f"the file {path!r}, which {name} names, cannot be read ({problem.strerror})",
                    f"Mount it, and open it to user {os.getuid()}, as who the lab runs.",
                )
        try:
            # a key with a passphrase would be asked for it, and there is nobody to answer
            ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key or None, lambda: "")
        except (OSError, ValueError) as problem:
            refuse(
                f"the certificate {certificate!r} and its key {key or certificate!r} do not go together "
                f"({getattr(problem, 'reason', None) or problem})",
                "Both are PEM files: the certificate first and then those that vouch for it; a key without "
                "a passphrase.",
            )
    return certificate, key


def address(server):
    """Give the address at which a browser finds the lab's first page, without its token."""
    if server.sock and not server.custom_display_url:
        return f"http+unix://{server.sock}{server.default_url}"
    if not server.custom_display_url:
        return f"http{'s' * bool(server.certfile)}://{_host(server.ip)}:{server.port}{server.default_url}"
    site = server.custom_display_url.rstrip("/")
    # a flag may hold all of the address, the path included
    if server.base_url != "/" and f"{urlsplit(site).path}/" == server.base_url:
        site = site.removesuffix(server.base_url.rstrip("/"))
    return site + server.default_url


def _host(ip):
    if ip in ("localhost", *EVERYWHERE):
        return "127.0.0.1"
    return f"[{ip}]" if ":" in ip else ip


def _load_jupyter_server_extension(server):
    # tornado would take it for IPv6 alone
    if server.ip == "::":
        server.ip = ""


def _jupyter_server_extension_points():
    return [{"module": __name__}]
