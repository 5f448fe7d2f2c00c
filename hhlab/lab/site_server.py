"""The server of the course's site: it gives files to many phones at once, and does nothing else."""

import json
from urllib.parse import unquote

from tornado.httpserver import HTTPServer
from tornado.httputil import HTTPHeaders, ResponseStartLine

HEADERS = {
    "Server": "hhlab",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
# Sphinx writes the digest of a script or a style sheet behind its name
FOR_A_YEAR = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"
CLOSED = "default-src 'none'"
REASONS = {
    200: "OK",
    301: "Moved Permanently",
    304: "Not Modified",
    404: "Not Found",
    405: "Method Not Allowed",
}


def server(files, addresses=(), lab=""):
    """Give what answers requests for the files of a site; it listens nowhere yet.

    A class that comes at once asks some thousand times: of tornado's layers the lowest alone is used.

    Parameters
    ----------
    files : dict of str to hhlab.lab.site_files.File
        By the path in their address.
    addresses : sequence of str
        Where other computers find this one, for the first page.
    lab : str
        The address of a lab, to which the pages then lead.

    Returns
    -------
    tornado.httpserver.HTTPServer
    """
    own = {"address.json": ("application/json", json.dumps({"addresses": list(addresses)}))}
    if lab:
        own["_static/lab.js"] = ("text/javascript", f"window.hhlabLab = {json.dumps(lab)};\n")
    return HTTPServer(
        lambda request: send(request, *answer(request, files, own)),
        max_body_size=1024,
        idle_connection_timeout=60,
    )


def answer(request, files, own):
    """Give the status, the headers and the bytes of an answer."""
    name = unquote(request.path.lstrip("/"))
    if request.method not in ("GET", "HEAD"):
        return 405, {"Allow": "GET, HEAD", "Content-Security-Policy": CLOSED}, b""
    if name in own:
        kind, text = own[name]
        named = {"Content-Type": f"{kind}; charset=utf-8", "Cache-Control": ASK_AGAIN}
        return 200, named, text.encode()
    if f"{name}/index.html" in files:
        return 301, {"Location": f"/{request.path.strip('/')}/", "Content-Security-Policy": CLOSED}, b""
    file = files.get(f"{name}index.html" if name.endswith("/") or not name else name)
    if file:
        return page(request, file)
    if "404.html" not in files:
        return (
            404,
            {"Content-Type": "text/plain", "Content-Security-Policy": CLOSED},
            b"There is no such page.",
        )
    _, named, body = page(request, files["404.html"])
    return 404, named, body


def page(request, file):
    """Give a file, as small as the browser takes it, or that the copy which it has is good."""
    coding = next((one for one in file.smaller if takes(request.headers, one)), None)
    mark = f'"{file.digest}{f"-{coding}" if coding else ""}"'
    named = {
        "Content-Type": file.kind,
        "Content-Security-Policy": file.policy,
        "Cache-Control": FOR_A_YEAR if request.query.startswith("v=") else ASK_AGAIN,
        "Etag": mark,
    }
    if file.smaller:
        named["Vary"] = "Accept-Encoding"
    if coding:
        named["Content-Encoding"] = coding
    known = request.headers.get("If-None-Match", "")
    if mark in (one.strip().removeprefix("W/") for one in known.split(",")):
        return 304, named, b""
    return 200, named, file.body(coding)


def send(request, status, named, body):
    """Send an answer: the bytes apart from the headers, so that they are not copied for each phone."""
    headers = HTTPHeaders(HEADERS | named)
    if status != 304:
        headers["Content-Length"] = str(len(body))
    request.connection.write_headers(ResponseStartLine("HTTP/1.1", status, REASONS[status]), headers)
    if body and request.method != "HEAD":
        request.connection.write(body)
    request.connection.finish()


def takes(headers, coding):
    """Say whether a browser takes a coding, by its Accept-Encoding."""
    for part in headers.get("Accept-Encoding", "").lower().split(","):
        name, _, weight = part.partition(";")
        if name.strip() == coding:
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False
