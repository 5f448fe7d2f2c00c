"""A newer image over an older volume, as a department has it: real containers, disks, kills and a browser.

The older image is this one with another course mounted over its own.
"""

import json
import os
import re
import shutil
import subprocess
import time
import uuid

import pytest
from browsing import watched
from playwright.sync_api import expect

from conftest import IMAGE, ROOT, docker, run, wait_for

WORK = "/home/jovyan/work"
COURSE = "/usr/share/hhlab/notebooks"
# what a student does with the lessons of before
DEEDS = """
import json, os
def change(name, deed):
    page = json.load(open(name))
    deed(page["cells"])
    json.dump(page, open(name, "w"))
def run(cells):
    cells[1]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "ran"}]
change("01_first_spike.ipynb", run)
change("03_gates_and_currents.ipynb", lambda cells: cells[0].update(source="mine"))
os.remove("04_batteries.ipynb")
os.rename("05_voltage_clamp.ipynb", "my clamp.ipynb")
open("06_threshold.ipynb", "w").write("a list of mine")
"""


@pytest.fixture
def older(tmp_path):
    """A course of before: other words on every page, one that is called otherwise, and none of lesson 6."""
    for folder in (tmp_path.parent.parent, tmp_path.parent, tmp_path):
        folder.chmod(0o755)
    course = tmp_path / "older"
    shutil.copytree(ROOT / "notebooks", course)
    for path in course.glob("*.ipynb"):
        page = json.loads(path.read_text("utf-8"))
        page["cells"][0]["source"] = "of before"
        path.write_text(json.dumps(page), encoding="utf-8")
    (course / "06_threshold.ipynb").unlink()
    (course / "07_refractoriness.ipynb").rename(course / "07_after_a_spike.ipynb")
    subprocess.run(["chmod", "-R", "a+rX", course], check=True)
    return ["--volume", f"{course}:{COURSE}:ro"]


def kept_in(volume):
    return ["--volume", f"{volume}:{WORK}"]


def pages(volume):
    """What the first cell of each page in a volume says; of what is no notebook, all."""
    read = (
        "import json, pathlib\n"
        "def first(path):\n"
        "    try: return ''.join(json.loads(path.read_text())['cells'][0]['source'])\n"
        "    except ValueError: return path.read_text()\n"
        "print(json.dumps({path.name: first(path) for path in pathlib.Path('.').glob('[!.]*.*')}))"
    )
    status, said = run("python", "-c", read, options=kept_in(volume))
    assert status == 0, said
    return json.loads(said)


def test_a_newer_image_renews_what_is_untouched_and_tells_it_once(older, volume, start, browser):
    assert run("hhlab", "update", options=[*kept_in(volume), *older])[0] == 0
    assert run("python", "-c", DEEDS, options=kept_in(volume)) == (0, "")

    lab = start(*kept_in(volume))
    found = pages(volume)
    before = {name for name, text in found.items() if text == "of before"}
    assert before == {"my clamp.ipynb"}
    assert found["03_gates_and_currents.ipynb"] == "mine"
    assert found["06_threshold.ipynb"] == "a list of mine"
    beside = {name.rpartition(" (new in ")[0] for name in found if " (new in " in name}
    assert beside == {"03_gates_and_currents", "06_threshold"}
    assert {"04_batteries.ipynb", "05_voltage_clamp.ipynb", "07_after_a_spike.ipynb"} & found.keys() == set()
    assert "07_refractoriness.ipynb" in found
    assert "ran" in lab.exec("sh", "-c", "cat .hhlab/backup/*/01_first_spike.ipynb")
    said = lab.log()
    assert re.search(r"Renewed, as you had not edited them: .*01_first_spike", said)
    assert re.search(r"03_gates_and_currents is as you have edited it; the new one lies beside it", said)

    for times in (1, 0):
        with watched(browser, lab) as page:
            page.goto(lab.url)
            expect(page.locator(".jp-FileBrowser")).to_be_visible()
            expect(page.get_by_role("heading", name="Welcome to hhlab")).to_be_visible()
            notice = page.get_by_text("The course has changed: ")
            if times:
                page.get_by_role("button", name="What changed").click()
                expect(page.get_by_role("heading", name="What changed in this course")).to_be_visible()
                # it is taken away only when it has been shown
                wait_for(lambda: "news.json" not in lab.exec("ls", ".hhlab"))
            else:
                page.wait_for_timeout(2000)
                expect(notice).to_have_count(0)
    # a second start has nothing to tell
    docker("restart", "--time", "5", lab.name)
    wait_for(lambda: lab.log().count("The lab is running") == 2)
    assert lab.log().count("Renewed") == 1

    assert "04_batteries.ipynb is as the course has it." in lab.exec("hhlab", "reset", "4")
    assert "04_batteries.ipynb" in pages(volume)


def test_an_image_of_before_over_a_newer_volume_loses_nothing(older, volume):
    assert run("hhlab", "update", options=kept_in(volume))[0] == 0
    assert run("python", "-c", DEEDS, options=kept_in(volume)) == (0, "")
    for image in (older, []):
        assert run("hhlab", "update", options=[*kept_in(volume), *image])[0] == 0
        found = pages(volume)
        assert found["03_gates_and_currents.ipynb"] == "mine"
        assert found["06_threshold.ipynb"] == "a list of mine"
        assert "my clamp.ipynb" in found
        assert found["02_leaky_capacitor.ipynb"].startswith("of before" if image else "# ")
        assert "04_batteries.ipynb" not in found


def test_a_full_disk_is_said_in_one_line_and_the_lab_starts(start):
    lab = start("--tmpfs", f"{WORK}:size=200k,mode=1777")
    said = lab.log()
    assert re.search(r"Did not come: .* and \d+ more \(the disk is full\)", said)
    assert said.count("disk is full") == 1
    assert "Traceback" not in said
    assert lab.get("/api/contents", token=lab.token)[0] == 200
    assert lab.exec("find", ".", "-name", "*.arriving") == ""
    # what came is whole
    check = "import json, glob; print(len([json.load(open(one)) for one in glob.glob('*.ipynb')]))"
    came = int(lab.exec("python", "-c", check))
    assert 0 < came < 15


def test_a_volume_that_is_read_only_ends_in_a_sentence(older, volume):
    assert run("hhlab", "update", options=[*kept_in(volume), *older])[0] == 0
    status, said = run("hhlab", "update", options=["--volume", f"{volume}:{WORK}:ro"])
    assert (status, said.count("\n")) == (1, 1)
    assert said.startswith("Did not come: the lessons (Read-only file system).")


def test_containers_that_are_killed_while_they_update_lose_nothing(older, volume):
    for k, course in enumerate([older, []] * (10 if os.environ.get("HHLAB_LONG") else 2)):
        run("hhlab", "update", options=[*kept_in(volume), *older])
        run("python", "-c", DEEDS.replace("os.re", "0 and os.re"), options=kept_in(volume))
        name = f"hhlab-test-{uuid.uuid4().hex[:8]}"
        try:
            docker("run", "--detach", "--name", name, *kept_in(volume), *course, IMAGE, "hhlab", "update")
            time.sleep(0.15 + 0.05 * k)
        finally:
            docker("rm", "--force", "--volumes", name)
        assert pages(volume)["03_gates_and_currents.ipynb"] == "mine"
    assert run("hhlab", "update", options=kept_in(volume))[0] == 0
    found = pages(volume)
    assert {name for name, text in found.items() if text == "of before" and " (new in " not in name} == set()
