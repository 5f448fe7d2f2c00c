"""Every link of every page leads somewhere, and nothing that a page fetches lies elsewhere."""

from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from crawling import asked


def test_every_page_is_there(site):
    assert len(site.lessons()) > 16
    assert [name for name, page in site.pages.items() if page.status != 200] == []


def test_every_link_leads_to_a_place_that_is_there(site):
    known, lost = {}, []
    for name, page in site.pages.items():
        for link in page.links:
            there, place = urldefrag(urljoin(urljoin(site.here, name), link))
            if not there.startswith(site.here):
                continue
            other = site.pages.get(there.removeprefix(site.here).removesuffix("index.html"))
            other = other or site.pages.get(there.removeprefix(site.here))
            if other is None and there not in known:
                known[there] = asked(there)[0]
            if known.get(there, 200) != 200:
                lost.append(f"{name or 'index.html'}: {link}")
            elif other and place and unquote(place) not in other.places and place != "top":
                lost.append(f"{name or 'index.html'}: {link}, no such place")
    assert not lost, "\n".join(sorted(set(lost)))


def test_all_that_a_page_fetches_is_served_here(site):
    wanted = {
        (urljoin(urljoin(site.here, name), one), name)
        for name, page in site.pages.items()
        for one in page.fetches
    }
    away = {(url, name) for url, name in wanted if not url.startswith((site.here, "data:"))}
    assert not away
    lost = {
        url
        for url in {urldefrag(url)[0] for url, _ in wanted if urlsplit(url).scheme != "data"}
        if asked(url)[0] != 200
    }
    assert not lost


def test_an_address_that_is_none_has_a_page_that_leads_back(site):
    status, _ = asked(urljoin(site.here, "lessons/99_nothing.html"))
    assert status == 404
