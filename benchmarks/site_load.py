"""Say how long a page of the course takes when a hall of 300 phones opens it at once, and whether any fails.

    python benchmarks/site_load.py
    python benchmarks/site_load.py --url http://127.0.0.1:8000/ --page lessons/01_first_spike.html

What a page brings is what a real browser asks for when it opens it. Each phone asks for the page, and then
for all of that over six connections of its own, as browsers do; none keeps anything, as it is the first time.
Without --url the site of build/site is served by `hhlab site` on this machine, where the phones run as well.
"""

import argparse
import asyncio
import contextlib
import re
import subprocess
import sys
import time
from collections import deque
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import numpy as np
from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "image"))
from browsing import CHROMIUM, FLAGS

PATIENCE_S = 30.0


@contextmanager
def served(port=8017):
    """Serve what `make site` has built; give its address."""
    words = [Path(sys.executable).with_name("hhlab"), "site", "--port", str(port), "--ip", "127.0.0.1"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
        try:
            next(line for line in process.stdout if "Ctrl+C" in line)
            yield f"http://127.0.0.1:{port}/"
        finally:
            process.terminate()


def brought(url):
    """Give what a browser asks for besides a page itself."""
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS) as browser,
    ):
        page = browser.new_page(viewport={"width": 390, "height": 844})
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(url, wait_until="networkidle")
    return [one for one in dict.fromkeys(asked) if one.startswith("http") and one != url]


async def phone(url, others):
    """Open a page as a phone does; give the seconds until all of it is here, the bytes, and what failed."""
    began = time.perf_counter()
    waiting, sizes = deque([url]), []
    await connection(waiting, sizes)
    waiting.extend(others)
    await asyncio.gather(*(connection(waiting, sizes) for _ in range(6)))
    return time.perf_counter() - began, sum(sizes), 1 + len(others) - len(sizes)


async def connection(waiting, sizes):
    """Ask for one after the other of what waits, over one connection; note the bytes of what came."""
    if not waiting:
        return
    place = urlsplit(waiting[0])
    with contextlib.suppress(OSError, EOFError, ValueError, TimeoutError):
        async with asyncio.timeout(PATIENCE_S):
            reading, writing = await asyncio.open_connection(place.hostname, place.port)
            while waiting:
                sizes.append(await got(reading, writing, waiting.popleft()))
            writing.close()


async def got(reading, writing, url):
    """Give the bytes of an answer; raise ValueError if it is none."""
    place = urlsplit(url)
    path = f"{place.path or '/'}{f'?{place.query}' if place.query else ''}"
    writing.write(
        f"GET {path} HTTP/1.1\r\nHost: {place.netloc}\r\nAccept-Encoding: gzip, br\r\n\r\n".encode()
    )
    head = (await reading.readuntil(b"\r\n\r\n")).decode("latin-1")
    if not head.startswith("HTTP/1.1 200 "):
        raise ValueError(head)
    (length,) = re.findall(r"(?im)^content-length: (\d+)", head)
    return len(await reading.readexactly(int(length)))


async def hall(url, others, clients):
    return await asyncio.gather(*(phone(url, others) for _ in range(clients)))


def measured(site, page, clients):
    """Give what is to be said of a page."""
    url = urljoin(site, page)
    others = brought(url)
    came = asyncio.run(hall(url, others, clients))
    seconds, failed = np.array([one[0] for one in came]), sum(one[2] for one in came)
    each = f"{1 + len(others)} requests and {came[0][1] / 1e3:.0f} kB"
    p50, p95, longest = np.quantile(seconds, [0.5, 0.95, 1])
    times = f"p50 {p50:.2f} s, p95 {p95:.2f} s, longest {longest:.2f} s"
    return f"{page or 'index.html'}: {clients} phones at once, {each} each: {failed} failures, {times}"


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--url", help="a site that is served already")
    options.add_argument("--page", action="append", help="by its address in the site; without it two")
    options.add_argument("--clients", type=int, default=300)
    asked = options.parse_args()
    with served() if not asked.url else contextmanager(lambda: (yield asked.url))() as site:
        for page in asked.page or ["", "lessons/01_first_spike.html"]:
            print(measured(site, page, asked.clients))


if __name__ == "__main__":
    main()
