"""What a visitor reaches from the first page, by its links."""

import urllib.error
import urllib.request
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import unquote, urldefrag, urljoin

# what a browser fetches by itself, and what a visitor follows
FETCHED = {
    ("link", "href"),
    ("script", "src"),
    ("img", "src"),
    ("source", "src"),
    ("iframe", "src"),
    ("use", "href"),
}
FOLLOWED = {("a", "href")}
NOT_FETCHED = {"canonical", "search", "index", "next", "prev", "top", "author", "copyright", "genindex"}


@dataclass
class Page:
    """One page: what it fetches, where it leads, and the names of places in it."""

    status: int
    text: str
    fetches: list
    links: list
    places: set


class Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.fetches, self.links, self.places = [], [], set()

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        self.places |= {named.get("id"), named.get("name")} - {None}
        for name, value in attrs:
            if (tag, name) in FOLLOWED:
                self.links.append(value)
            elif (tag, name) in FETCHED and not set((named.get("rel") or "").split()) & NOT_FETCHED:
                self.fetches.append(value)


def crawled(start):
    """Give the pages by their place below the first page's address, in the order in which they are found."""
    found, waiting = {}, [""]
    while waiting:
        name = waiting.pop(0)
        if name in found:
            continue
        page = found[name] = read(urljoin(start, name))
        for link in page.links:
            there = urldefrag(urljoin(urljoin(start, name), link))[0]
            if there.startswith(start) and there.endswith((".html", "/")):
                waiting.append("" if there in (start, f"{start}index.html") else there.removeprefix(start))
    return found


def read(url):
    """Give a page as it is at an address."""
    status, text = asked(url)
    reader = Reader()
    reader.feed(text)
    return Page(status, text, reader.fetches, reader.links, {unquote(place) for place in reader.places})


def asked(url):
    """Give the status and the text of an answer."""
    try:
        with urllib.request.urlopen(url, timeout=30) as answer:
            return answer.status, answer.read().decode("utf-8", "replace")
    except urllib.error.HTTPError as problem:
        return problem.code, ""
