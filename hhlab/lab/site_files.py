"""The files of the course's site, found once, so that a server can be asked for nothing else."""

import mimetypes
from base64 import b64encode
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

# what a browser says that it takes, the smallest first, and the ending of the copy that the build lays beside
SMALLER = {"br": ".br", "gzip": ".gz"}
TEXT = {"application/javascript", "application/json", "application/xml", "image/svg+xml"}
OWN_TYPES = {
    ".js": "text/javascript",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
}
# a script without src is data where its type says so
SCRIPTS = {"", "module", "text/javascript", "application/javascript"}
# WebAssembly and its worker, which a page may carry within itself; else nothing but what is served here.
# The default is for what a browser fetches ahead.
POLICY = (
    "default-src 'self'; object-src 'none'; script-src 'self' 'wasm-unsafe-eval'{inline}; "
    "worker-src 'self' blob:; connect-src 'self' blob: data:; img-src 'self' blob: data:; "
    "media-src 'self' blob: data:; font-src 'self' data:; style-src 'self' 'unsafe-inline'; "
    "manifest-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)


@dataclass(frozen=True)
class File:
    """One file of the site, with the smaller copies of it that lie beside."""

    path: Path
    smaller: tuple[str, ...]

    @cached_property
    def kind(self):
        """What the browser is told that it is."""
        kind = OWN_TYPES.get(self.path.suffix) or mimetypes.guess_type(self.path.name)[0]
        kind = kind or "application/octet-stream"
        return f"{kind}; charset=utf-8" if kind.startswith("text/") or kind in TEXT else kind

    @cached_property
    def digest(self):
        """What changes if the file does."""
        return sha256(self.path.read_bytes()).hexdigest()[:32]

    @cached_property
    def policy(self):
        """What a page may do: a script within it runs only as it stood there when the server began."""
        if self.path.suffix != ".html":
            return POLICY.format(inline="")
        scripts = Scripts()
        scripts.feed(self.path.read_text("utf-8"))
        marks = [b64encode(sha256(text.encode()).digest()).decode() for text in scripts.found]
        return POLICY.format(inline="".join(f" 'sha256-{mark}'" for mark in dict.fromkeys(marks)))

    @cache  # noqa: B019  the files stay as long as the server
    def body(self, coding=None):
        """Give the bytes, in the coding of a smaller copy if it is named; once read they are everybody's."""
        return (Path(f"{self.path}{SMALLER[coding]}") if coding else self.path).read_bytes()


class Scripts(HTMLParser):
    """Finds the texts of the scripts that stand in a page itself."""

    def __init__(self):
        super().__init__(convert_charrefs=False)
        self.found, self._within = [], False

    def handle_starttag(self, tag, attrs):
        if tag == "script":
            named = dict(attrs)
            self._within = "src" not in named and (named.get("type") or "").strip().lower() in SCRIPTS
            if self._within:
                self.found.append("")

    def handle_data(self, data):
        if self._within:
            self.found[-1] += data

    def handle_endtag(self, tag):
        self._within = self._within and tag != "script"


def found_in(folder):
    """Give the files below a folder by the path in their address; neither hidden ones nor links.

    Parameters
    ----------
    folder : Path
        Where the site was built.

    Returns
    -------
    dict of str to File
    """
    folder = folder.resolve()
    paths = {
        path.relative_to(folder).as_posix(): path
        for path in sorted(folder.rglob("*"))
        if is_open(path, folder)
    }
    copies = {
        name
        for name in paths
        for ending in SMALLER.values()
        if name.removesuffix(ending) in paths.keys() - {name}
    }
    return {
        name: File(path, tuple(coding for coding, ending in SMALLER.items() if name + ending in copies))
        for name, path in paths.items()
        if name not in copies
    }


def is_open(path, folder):
    """Say whether a path below the folder is a file for everybody."""
    steps = path.relative_to(folder).parts
    return path.is_file() and path.resolve() == path and not any(step.startswith(".") for step in steps)
