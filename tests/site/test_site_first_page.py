"""The code on the first page leads a phone to the very address; at localhost the page says what to do."""

import io

import pytest
import zxingcpp
from PIL import Image
from visiting import visited


def seen_by_a_camera(page):
    """What a reader of codes reads in the picture of the screen."""
    code = page.locator(".hhlab-share-code")
    code.scroll_into_view_if_needed()
    return [one.text for one in zxingcpp.read_barcodes(Image.open(io.BytesIO(page.screenshot())))]


def test_a_phone_that_sees_the_code_comes_to_this_page(chromium, site):
    with visited(chromium, site) as page:
        page.goto(site.room + "index.html?from=mail#top")
        page.locator(".hhlab-share-code svg").wait_for()
        assert seen_by_a_camera(page) == [site.room]
        assert page.locator(".hhlab-share").get_by_text(site.room).is_visible()


def test_at_localhost_it_asks_for_the_address_in_the_room(chromium, site):
    with visited(chromium, site) as page:
        page.goto(site.here)
        field = page.get_by_label("address in the room")
        field.wait_for()
        assert page.locator(".hhlab-share-code").count() == 0
        field.fill("192.168.1.20")
        assert seen_by_a_camera(page) == [f"http://192.168.1.20:{site.port}/"]
        field.fill("no address")
        assert page.locator(".hhlab-share-code").count() == 0
        assert field.get_attribute("aria-invalid") == "true"


@pytest.mark.parametrize("name", ["", "lessons/01_first_spike.html"])
def test_what_a_page_takes_from_the_network_is_little(chromium, site, name):
    """At most 1.5 MB for a lesson, as the network carries it."""
    with visited(chromium, site) as page:
        carried = []
        network = page.context.new_cdp_session(page)
        network.send("Network.enable")
        network.on("Network.loadingFinished", lambda one: carried.append(one["encodedDataLength"]))
        page.goto(site.room + name, wait_until="networkidle")
        assert 10_000 < sum(carried) < 1_500_000
