"""A Jupyter Server extension: what the last start has changed in the course, until the lab has said it."""

import json
from pathlib import Path

from jupyter_server.base.handlers import APIHandler
from jupyter_server.utils import url_path_join
from tornado.web import authenticated


class News(APIHandler):
    """Gives what is not said yet, and takes it away."""

    def initialize(self, file):
        self.file = file

    @authenticated
    def get(self):
        try:
            news = json.loads(self.file.read_bytes())
        except (OSError, ValueError):
            news = None
        self.finish(json.dumps(news if isinstance(news, dict) else None))

    @authenticated
    def delete(self):
        self.file.unlink(missing_ok=True)
        self.set_status(204)
        self.finish()


def _load_jupyter_server_extension(server):
    file = Path(server.root_dir).expanduser() / ".hhlab" / "news.json"
    address = url_path_join(server.base_url, "hhlab", "news")
    server.web_app.add_handlers(".*$", [(address, News, {"file": file})])


def _jupyter_server_extension_points():
    return [{"module": __name__}]
