"""A campus that speaks OAuth 2: signs in whoever it was told sits there, as after a page for passwords."""

import json
import secrets
import sys
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

CODES, SECRET = {}, sys.argv[1]


class Campus(BaseHTTPRequestHandler):
    """The three addresses of an OAuth server, and /be/NAME, which says who sits at the browser."""

    who = ""

    def do_GET(self):
        path, _, query = self.path.partition("?")
        asked = dict(urllib.parse.parse_qsl(query))
        if path.startswith("/be/"):
            type(self).who = path.removeprefix("/be/")
            self.tell({})
        elif path == "/authorize":
            code = secrets.token_hex(8)
            CODES[code] = self.who
            back = urllib.parse.urlencode({"code": code, "state": asked["state"]})
            self.send_response(302)
            self.send_header("Location", f"{asked['redirect_uri']}?{back}")
            self.end_headers()
        else:
            self.tell({"preferred_username": CODES[self.headers["Authorization"].removeprefix("Bearer ")]})

    def do_POST(self):
        given = dict(urllib.parse.parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
        right = given.get("client_secret") == SECRET and given.get("code") in CODES
        self.tell(
            {"access_token": given["code"], "token_type": "Bearer"} if right else {"error": "invalid_grant"}
        )

    def tell(self, what):
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(what).encode())


ThreadingHTTPServer(("0.0.0.0", 9000), Campus).serve_forever()
