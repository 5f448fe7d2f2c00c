"""What a term brings: labs are left idle, the machine starts anew, a disk is full, the room is away."""

import json
import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from playwright.sync_api import expect
from test_hub_class import key_of, run_all, write

from conftest import LONG, PARTS, Hub, run, sign_in, wait_for

ENTRIES = "/services/room/api/entries"
WORK = "/home/jovyan/work"
GIVEN = """
import json
from hhlab.exercises.bank import exercises
from hhlab.exercises.variants import variant
print(json.dumps(variant(exercises()["L01.area"], "ada", "hhlab")))
"""
KEPT = """
import os, sqlalchemy
engine = sqlalchemy.create_engine(os.environ["HHLAB_ROOM_DATABASE"])
with engine.connect() as connection:
    print(*connection.scalars(sqlalchemy.text("select id from entries order by number")))
"""
FILL = "import os, shutil; open('%s/filler', 'wb').write(b'0' * (shutil.disk_usage('%s').free))"
EMPTY = "import os; os.remove('%s/filler')"


def answer(there, name):
    """Send an answer of Ada's as her lab does; the status."""
    entry = {"id": name, "course": "hhlab", "kind": "answers", "what": "L01.area", "value": 1.0}
    given = json.loads(there.python("ada", GIVEN))
    return there.ask(ENTRIES, "POST", key_of(there, "ada"), entries=[entry | {"given": given}])[0]


def kept(there):
    """Give the names of all answers that the room has."""
    return there.python("room", KEPT).split()


def busy(there):
    """Give the ids of Ada's kernels that compute."""
    kernels = json.loads(there.ask("/user/ada/api/kernels")[1])
    return [one["id"] for one in kernels if one["execution_state"] == "busy"]


def asks_for_a_lab(there, student):
    """Do what a student does whose lab the hub takes for ended, as it was quicker than Docker."""
    time.sleep(1)
    there.ask(f"/hub/api/users/{student}/server", "POST")


@pytest.mark.parametrize(
    ("name", "wrong", "said"),
    [
        ("URL", "lab.example.org", "is https:// (or http://), a name and /"),
        ("URL", "https://lab.example.org", "is https:// (or http://), a name and /"),
        ("URL", "https://lab.example.org/hub/", "is https:// (or http://), a name and /"),
        ("IDLE_S", "59", "is a whole number of seconds, 60 or more"),
        ("IDLE_S", "1h", "is a whole number of seconds, 60 or more"),
    ],
)
def test_a_setting_that_cannot_be_is_refused(there, name, wrong, said):
    setting = f"HHLAB_HUB_{name}"
    answer = there.run("up", check=False, HHLAB_HUB_BUILD="no", **{setting: wrong})
    assert f"{setting} {said}, not '{wrong}'" in answer


@LONG
def test_a_lab_is_stopped_when_idle_and_neither_in_use_nor_while_it_computes(tmp_path, browser):
    there = Hub(tmp_path, subnets="10.216.1.0/24")
    try:
        there.up(HHLAB_HUB_BUILD="no", HHLAB_HUB_IDLE_S="60")
        there.start("ada")
        write(there, "ada", "mine.ipynb", ["'begun'"])
        write(there, "ada", "computes.ipynb", ["import time\nwhile time.sleep(1) is None: pass"])
        context = browser.new_context()
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.goto(f"{there.site}/user/ada/lab/tree/mine.ipynb?reset")
        sign_in(page, "ada", there.passwords["ada"])
        run_all(page)
        page.locator(".jp-Cell .cm-content").last.click()
        page.keyboard.press("End")
        page.keyboard.type("  # my own word")
        time.sleep(20)  # what is typed is saved within 15
        page.goto(f"{there.site}/user/ada/lab/tree/computes.ipynb?reset")
        run_all(page)
        wait_for(lambda: busy(there))
        context.close()
        time.sleep(150)
        assert there.is_ready("ada")
        there.ask(f"/user/ada/api/kernels/{busy(there)[0]}", "DELETE")
        began = time.monotonic()
        wait_for(lambda: not json.loads(there.ask("/hub/api/users/ada")[1])["servers"], seconds=240)
        print(f"\nidle lab stopped after {time.monotonic() - began:.0f} s")
        there.start("ada")
        assert "my own word" in there.ask("/user/ada/api/contents/mine.ipynb")[1]
    finally:
        there.remove()


def test_all_that_runs_is_killed_in_one_moment_and_comes_back(there):
    there.python("ada", f"open('{WORK}/before.txt', 'w').write('kept')")
    assert answer(there, "before-the-crash") == 200
    pids = [there.inspect(name)["State"]["Pid"] for name in (*PARTS, "ada", "grace")]
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
    began = time.monotonic()
    pages = ("/hub/health", "/services/room/static/room.js")
    wait_for(
        lambda: there.inspect("hub")["RestartCount"] and all(there.ask(page)[0] == 200 for page in pages),
        seconds=120,
    )
    print(f"\nall at once: back after {time.monotonic() - began:.1f} s")
    for student in ("ada", "grace"):
        wait_for(lambda student=student: there.answers(student) or asks_for_a_lab(there, student), seconds=90)
    assert json.loads(there.ask("/user/ada/api/contents/before.txt")[1])["content"] == "kept"
    assert "before-the-crash" in kept(there)


def test_the_machine_is_started_anew_and_labs_begin_when_a_student_comes(there, person):
    """As Docker does it: all are told to end; what is to be there always is started, a lab is not."""
    there.python("ada", f"open('{WORK}/before.txt', 'w').write('kept')")
    assert answer(there, "before-the-restart") == 200
    everything = [there.container(name) for name in (*PARTS, "ada", "grace")]
    run("docker", "stop", "--time", "10", *everything)
    policies = {name: there.inspect(name)["HostConfig"]["RestartPolicy"]["Name"] for name in (*PARTS, "ada")}
    assert policies == dict.fromkeys(PARTS, "unless-stopped") | {"ada": "on-failure"}
    run("docker", "start", *(there.container(name) for name in PARTS))
    wait_for(lambda: there.ask("/hub/health")[0] == 200)
    page = person("ada")
    page.wait_for_selector(".jp-Notebook .jp-Cell")
    assert json.loads(there.ask("/user/ada/api/contents/before.txt")[1])["content"] == "kept"
    assert "before-the-restart" in kept(there)
    there.start("grace")
    assert "labs run, each on a network of its own" in there.run("doctor", check=False)


@LONG
def test_where_the_disk_is_full_the_hub_says_so_and_nothing_is_lost(tmp_path, browser):
    there = Hub(tmp_path, subnets="10.216.0.0/24")
    # a disk of a few megabytes for what hub and room keep
    for volume in ("hub", "room"):
        run("docker", "volume", "create", "--driver", "local", "--opt", "type=tmpfs", "--opt", "device=tmpfs",
            "--opt", "o=size=6m,uid=2000,gid=2000,mode=700", f"{there.name}_{volume}")  # fmt: skip
    try:
        there.up(HHLAB_HUB_BUILD="no")
        there.start("ada")
        before = there.inspect("ada")["State"]["StartedAt"]
        assert answer(there, "before") == 200

        there.python("room", FILL % ("/srv/room", "/srv/room"))
        refused = answer(there, "meanwhile")
        assert refused == 503, refused
        assert "full" in run("docker", "logs", there.container("room"))
        there.python("room", EMPTY % "/srv/room")
        assert answer(there, "meanwhile") == 200 and kept(there) == ["before", "meanwhile"]

        there.python("hub", FILL % ("/srv/hub", "/srv/hub"))
        said = there.run("doctor", check=False)
        assert "full" in said and "docs/hub.md" in said, said
        new = tmp_path / "more.csv"
        new.write_text("lovelace\n")
        said = there.run("users", check=False, FROM=str(new))
        assert "No space left" in said and "Traceback" not in said, said
        there.python("hub", EMPTY % "/srv/hub")
        assert "ada,student" in there.run("users")
        # a lab runs on; whom the hub could not name meanwhile, it asks about again after five minutes
        assert there.ask("/user/ada/api/contents", token=key_of(there, "ada"))[0] == 200
        assert there.inspect("ada")["State"]["StartedAt"] == before
        wait_for(lambda: there.ask("/hub/health")[0] == 200)
        there.start("grace")
    finally:
        there.remove()


def test_labs_of_a_whole_class_start_at_once_beside_each_other(there):
    """No two get the same network, nor the same address."""
    names = [f"pupil{number}" for number in range(4)]
    with ThreadPoolExecutor() as all_at_once:
        list(all_at_once.map(there.start, names))
    places = [there.inspect(name)["NetworkSettings"]["Networks"][there.container(name)] for name in names]
    assert len({one["IPAddress"] for one in places}) == len(names)
    for name in names:
        assert there.answers(name)
        there.stop(name)


def test_a_vote_goes_on_when_the_room_was_away(there, person):
    teacher, student = person("hodgkin", to="/services/room/lead"), person("ada", to="/services/room/v")
    teacher.get_by_label("Question").select_option("L01.ions")
    teacher.get_by_label("Seconds").last.fill("300")
    teacher.get_by_role("button", name="Begin the vote").click()
    student.get_by_role("radio", name="none", exact=True).check()
    run("docker", "stop", "--time", "1", there.container("room"))
    student.get_by_role("button", name="Vote", exact=True).click()
    expect(student.get_by_text("Your vote has NOT arrived yet. This page sends it again")).to_be_visible()
    run("docker", "start", there.container("room"))
    expect(student.get_by_text("Your vote is in")).to_be_visible(timeout=60_000)
    # the teacher's page listens again, with nothing pressed
    expect(teacher.locator("#voted")).to_have_text("1", timeout=60_000)
    teacher.get_by_role("button", name="End this vote now").click()
    expect(student.get_by_text("Talk to your neighbour")).to_be_visible(timeout=30_000)
    teacher.get_by_role("button", name="Show what the room thought").click()
    expect(student.locator("#counts tr").filter(has_text="none (right)")).to_contain_text("1 (100 %)")
