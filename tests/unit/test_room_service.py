"""The room beside a real hub: who gets in, what a lab sends, what is there after it was killed."""

import http.client
import json
import os
import random
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, suppress
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import postgres
import pytest
import rooms

from hhlab.exercises.bank import exercises
from hhlab.exercises.variants import variant
from hhlab.room import table
from hhlab.room.channel import MOST
from hhlab.telling import room

ROOM = "/services/room/"
NASTY = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    with rooms.place(tmp_path_factory.mktemp("hub")) as there:
        yield there


@pytest.fixture(scope="module")
def teacher(place):
    return rooms.Browser(place, "hodgkin")


@pytest.fixture(scope="module")
def student(place):
    return rooms.Browser(place, "ada")


def entry(name, value=1.0, student="ada"):
    own = variant(exercises()["L01.area"], student, "hhlab")
    made = {"id": name, "course": "hhlab", "kind": "answers", "what": "L01.area"}
    return made | {"given": own, "value": value}


def post(place, token, *entries, path="api/entries"):
    body = json.dumps({"entries": list(entries)})
    return place.ask(ROOM + path, "POST", body, {"Authorization": f"token {token}"})


def kept(place, student="ada"):
    """Give the ids of what the room has of a student, in its order."""
    engine = table.opened(place.database)
    with engine.connect() as connection:
        found = connection.execute(table.entries.select().order_by(table.entries.c.number)).all()
    engine.dispose()
    return [row.id for row in found if row.student == student]


def test_who_is_not_signed_in_is_sent_to_the_hub_and_gets_nothing(place):
    assert "/hub/login" in place.ask(ROOM, headers={"Accept": "text/html"}).url
    for path in ("api/news", "?part=now", "kept"):
        assert place.ask(ROOM + path).status == 403
    for path in ("api/entries", "api/stuck", "names", "helped", "answers.zip"):
        assert place.ask(ROOM + path, "POST", "{}").status == 403


def test_the_teachers_pages_are_the_teachers(place, teacher, student):
    assert "have begun" in teacher.get(ROOM).text
    assert student.get(ROOM + "kept").status == 200
    for path in ("", "?part=now"):
        assert student.get(ROOM + path).status == 403
    fields = {"what": "L01", "which": "started", "student": "alan", "exercise": "L01.area"}
    for path in ("names", "helped", "answers.zip"):
        assert student.submit(ROOM + path, **fields).status == 403


def test_a_token_from_a_lab_opens_no_teachers_page(place):
    # a teacher's own lab runs what students wrote
    for name in ("ada", "hodgkin"):
        who = {"Authorization": f"token {place.token_of(name)}"}
        assert place.ask(ROOM, headers=who).status == 403
        for path in ("names", "helped", "answers.zip"):
            assert place.ask(ROOM + path, "POST", "what=L01&which=started", who).status == 403


def test_no_service_and_no_made_up_token_answers_for_anybody(place):
    before = len(kept(place))
    for token in (place.token, place.maker, "0" * 32, "", "x" * 5000):
        assert post(place, token, entry("forged")).status == 403
    real = place.token_of("ada")
    body = json.dumps({"entries": [entry("in-the-address")]})
    assert place.ask(f"{ROOM}api/entries?token={real}", "POST", body).status == 403
    assert len(kept(place)) == before


def test_an_answer_is_its_senders_whatever_it_says(place):
    mine = entry("as-grace") | {"student": "grace", "name": "grace", "admin": True}
    assert post(place, place.token_of("ada"), mine).json() == {"entries": {"as-grace": "kept"}}
    assert "as-grace" in kept(place) and "as-grace" not in kept(place, "grace")
    # numbers of somebody else, under the own name
    (told,) = post(place, place.token_of("grace"), entry("copied")).json()["entries"].values()
    own = variant(exercises()["L01.area"], "grace", "hhlab")
    assert told == "kept" if own == entry("")["given"] else told.startswith("refused")


def test_a_form_counts_from_the_rooms_own_pages_alone(place, teacher):
    teacher.get(ROOM)
    fields = {"what": "L01", "which": "started"}
    assert teacher.post(ROOM + "names", fields).status == 403
    assert teacher.post(ROOM + "names", fields | {"_xsrf": "0" * 40}).status == 403
    other = rooms.Browser(place, "ada")
    other.get(ROOM + "kept")
    assert teacher.post(ROOM + "names", fields | {"_xsrf": other._xsrf(ROOM)}).status == 403
    # a page of another address of this hub asks in the reader's name
    assert teacher.get(f"{ROOM}?part=now", **{"Sec-Fetch-Mode": "cors"}).status == 403
    assert teacher.submit(ROOM + "names", **fields).status == 200


def connection(place):
    return closing(http.client.HTTPConnection("127.0.0.1", place.room_port, timeout=20))


@pytest.mark.parametrize("size", [1_100_000, 30_000_000])
def test_a_body_that_is_too_large_is_not_read(place, size):
    token = place.token_of("ada")
    # the room may end it before all was sent
    with connection(place) as there, suppress(OSError):
        there.request("POST", ROOM + "api/entries", b" " * size, {"Authorization": f"token {token}"})
        with there.getresponse() as answer:
            assert answer.status in (400, 413)
    assert post(place, token, entry(f"after-{size}")).status == 200


@pytest.mark.parametrize("body", ["", "{}", "[1]", "[" * 10_000, '{"entries": 1}', "\x00"])
def test_what_is_no_message_is_refused(place, body):
    who = {"Authorization": f"token {place.token_of('ada')}"}
    assert place.ask(ROOM + "api/entries", "POST", body, who).status == 400
    assert place.ask(ROOM + "api/stuck", "POST", body, who).status == 400


def test_every_answer_says_what_a_page_may_load_and_loads_nothing_from_elsewhere(place, teacher, student):
    post(place, place.token_of("ada"), entry("nasty", NASTY) | {"hhlab": NASTY})
    seen = [teacher.get(ROOM), teacher.get(f"{ROOM}?part=now"), student.get(ROOM + "kept"), student.get(ROOM)]
    seen.append(teacher.submit(ROOM + "names", what=NASTY, which=NASTY))
    seen += [place.ask(f"{ROOM}static/{name}") for name in ("room.css", "room.js", "nothing")]
    for one in seen:
        policy = one.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy and "http" not in policy
        assert one.headers["X-Content-Type-Options"] == "nosniff"
        assert NASTY not in one.text
        assert not re.search(r"https?://|<style|style=|<script>|\son\w+=", one.text), one.url
    assert "&lt;script&gt;" in seen[2].text


def test_a_static_address_leads_to_no_other_file(place):
    for path in ("../settings.py", "..%2fsettings.py", "%2e%2e/__main__.py", "/etc/passwd"):
        with connection(place) as there:
            there.request("GET", f"{ROOM}static/{path}")
            with there.getresponse() as answer:
                assert answer.status in (403, 404)


def test_news_of_answers_reaches_the_teacher_alone(place, teacher, student):
    def listen(browser):
        heard = []
        with suppress(TimeoutError), browser.open(f"{ROOM}api/news", seconds=4) as stream:
            while "event: answers" not in heard:
                heard.append(stream.readline().decode().strip())
        return heard

    with ThreadPoolExecutor() as pool:
        two = [pool.submit(listen, one) for one in (teacher, student)]
        time.sleep(1)
        post(place, place.token_of("ada"), entry("news"))
        heard = [one.result() for one in two]
    assert "event: answers" in heard[0] and "event: answers" not in heard[1]


def test_nobody_can_listen_without_end_and_who_closes_a_page_may_open_another(place):
    def listen(name):
        token = place.token_of(name)
        request = Request(f"{place.address}api/news", headers={"Authorization": f"token {token}"})
        try:
            return urlopen(request, timeout=20)
        except HTTPError as refusal:
            refusal.close()
            raise

    with ExitStack() as pages:
        opened = [pages.enter_context(listen("mary")) for _ in range(MOST)]
        with pytest.raises(HTTPError, match="close some") as refused:
            listen("mary")
        assert refused.value.code == 429
        # nobody else is shut out by it, nor is what else she does
        listen("grace").close()
        assert post(place, place.token_of("mary"), entry("while")).status == 200
        opened[0].close()
        place.wait(lambda: can(listen, "mary"), seconds=5)


def can(act, *args):
    with suppress(HTTPError):
        act(*args).close()
        return True
    return False


def test_a_refusal_holds_no_connection(place, monkeypatch):
    monkeypatch.setenv("HHLAB_ROOM_URL", place.address)
    monkeypatch.setenv("JUPYTERHUB_API_TOKEN", "nobody's")
    monkeypatch.setenv("JUPYTERHUB_SERVICE_PREFIX", "/user/nobody/")
    with pytest.raises(HTTPError) as refused:
        room.ask("api/news")
    assert refused.value.code == 403 and refused.value.closed


LAB = """
import sys, time
import hhlab
from hhlab.exercises import sending, store
card = hhlab.exercise("L01.area")
for answer in sys.argv[1:]:
    if answer == "stuck":
        card.stuck_button.click()
    else:
        card.answer = answer
        card.check()
    print(card.children[-1].text, "|", card.stuck_button.description, flush=True)
end = time.monotonic() + 120
answers = store.load("alan")["exercises"]["L01.area"]["answers"]
while time.monotonic() < end and len(sending._taken("alan")) < len(answers):
    time.sleep(0.1)
"""


def lab(place, folder, student, *answers):
    """Start a student's lab that answers a card, and ends when all is sent."""
    environment = {name: text for name, text in os.environ.items() if not name.startswith("HHLAB")} | {
        "JUPYTERHUB_USER": student,
        "JUPYTERHUB_API_TOKEN": place.token_of(student),
        "JUPYTERHUB_SERVICE_PREFIX": f"/user/{student}/",
        "HHLAB_ROOM_URL": place.address,
        "HHLAB_ANSWERS": str(folder),
        "NEURON_MODULE_OPTIONS": "-nogui",
    }
    words = [sys.executable, "-c", LAB, *answers]
    return subprocess.Popen(words, env=environment, cwd=folder, stdout=subprocess.PIPE, text=True)


def said(process, lines):
    """Give what the card said to each answer, and what its button says then."""
    return [process.stdout.readline().strip().split(" | ") for _ in range(lines)]


def values(place, student):
    engine = table.opened(place.database)
    with engine.connect() as connection:
        found = connection.execute(table.entries.select().order_by(table.entries.c.number)).all()
    engine.dispose()
    return [json.loads(row.value) for row in found if row.student == student]


def test_a_card_sends_on_what_it_kept_and_nothing_is_lost_while_the_room_is_down(place, teacher, tmp_path):
    with lab(place, tmp_path, "alan", "1", "stuck") as process:
        asked = said(process, 2)[1]
    assert process.returncode == 0 and values(place, "alan") == ["1"]
    assert asked == ["Your teacher sees that you are stuck here.", "No longer stuck"]
    who = teacher.submit(ROOM + "names", what="L01.area", which="stuck").text
    assert "alan" in who and "has been helped" in who
    place.kill_room()
    with lab(place, tmp_path, "alan", "2", "stuck", "3") as process:
        second, asked, third = said(process, 3)
        assert "does not answer" in asked[0] and second[0] and third[0]
        place.start_room()
    assert process.returncode == 0 and values(place, "alan") == ["1", "2", "3"]
    # and the teacher's open page goes on
    assert "alan" in teacher.submit(ROOM + "names", what="L01", which="started").text


def test_killed_at_any_moment_the_room_has_each_answer_once_and_in_order(place):
    token, dice = place.token_of("grace"), random.Random(17)
    wanted = [f"kill-{k}" for k in range(60)]
    kills = sorted(dice.sample(range(60), 50 if os.environ.get("HHLAB_LONG") else 1))
    left = [entry(name, float(k), "grace") for k, name in enumerate(wanted)]
    for k in kills:
        with ThreadPoolExecutor(1) as pool:
            sending = pool.submit(post, place, token, *left[: max(1, k - 60 + len(left))])
            time.sleep(dice.uniform(0, 0.02))
            place.kill_room()
            told = sending.result()
        known = told.json()["entries"] if told.status == 200 else {}
        left = [one for one in left if one["id"] not in known]
        place.start_room()
    while left:
        known = post(place, token, *left[:7]).json()["entries"]
        left = [one for one in left if one["id"] not in known]
    assert [name for name in kept(place, "grace") if name.startswith("kill")] == wanted


def test_a_course_is_exported_and_deleted_by_one_command_each(place, teacher, tmp_path):
    post(place, place.token_of("ada"), entry("last"))
    file = tmp_path / "answers.zip"
    assert place.command("export", "hhlab", str(file)).returncode == 0 and file.stat().st_size > 100
    assert place.command("delete", "another").returncode == 1 and kept(place)
    assert place.command("delete", "hhlab").returncode == 0 and not kept(place)
    assert "<b>0</b> have begun" in teacher.get(ROOM).text


@pytest.mark.skipif("HHLAB_LONG" not in os.environ, reason="HHLAB_LONG: stops a PostgreSQL for a minute")
def test_a_database_that_is_stopped_for_a_minute_costs_nothing_but_time(tmp_path):
    with postgres.server() as data, rooms.place(tmp_path, data.url) as place:
        place.database = data.url.replace("postgresql", "postgresql+psycopg")
        teacher, token = rooms.Browser(place, "hodgkin"), place.token_of("ada")
        assert post(place, token, entry("before")).status == 200
        data.stop()
        stopped = time.monotonic()
        # one who sends what she did again and again, as a lab does, and a lab that has just begun
        with lab(place, tmp_path, "alan", "1", "2") as process:
            assert all(said(process, 2))
            while time.monotonic() < stopped + 60:
                assert post(place, token, entry("meanwhile")).status == 503
                page = teacher.get(ROOM)
                assert (page.status, page.text) == (503, "503: The database does not answer\n")
                time.sleep(3)
            data.start()
            place.wait(lambda: post(place, token, entry("meanwhile")).status == 200)
            place.wait(lambda: values(place, "alan") == ["1", "2"], seconds=60)
        place.wait(lambda: None not in codes(place), seconds=60)
        assert teacher.get(ROOM).status == 200
        place.kill_room()
        place.start_room()
        assert post(place, token, entry("meanwhile")).json() == {"entries": {"meanwhile": "had already"}}
        assert kept(place) == ["before", "meanwhile"] and place.room.poll() is None


def codes(place):
    engine = table.opened(place.database)
    with engine.connect() as connection:
        found = [row.code for row in connection.execute(table.entries.select())]
    engine.dispose()
    return found
