"""What a server gives in place of a file that is not yet small: the same, compressed."""

import gzip

import brotli

TEXTS = {".html", ".js", ".css", ".json", ".svg", ".wasm", ".txt", ".xml"}
LEAST = 1000  # bytes: below it nothing is gained


def pack(site):
    """Lay ``X.br`` and ``X.gz`` beside each file X of a folder that becomes smaller."""
    for path in sorted(site.rglob("*")):
        if path.suffix in TEXTS and path.is_file() and path.stat().st_size > LEAST:
            content = path.read_bytes()
            beside(path, ".br", brotli.compress(content))
            # a time in it would differ from build to build
            beside(path, ".gz", gzip.compress(content, mtime=0))


def beside(path, ending, content):
    """Write a compressed file, unless there is a file of that name."""
    target = path.with_name(path.name + ending)
    if not target.exists():
        target.write_bytes(content)
