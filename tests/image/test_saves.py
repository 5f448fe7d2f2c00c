"""What a student saves is whole, whenever the lab is killed and whatever the folder allows.

HHLAB_KILLS=100 .venv/bin/pytest -s tests/image/test_saves.py    kills more often
"""

import base64
import contextlib
import itertools
import json
import os
import random
import re
import threading
import time
import urllib.error
import urllib.parse

import pytest
from browsing import command, open_notebook, watched
from playwright.sync_api import expect

from conftest import COMPLAINT, docker, wait_for

KILLS = int(os.environ.get("HHLAB_KILLS", "10"))
SIZE = 3_000_000
WORK = "/home/jovyan/work"
WHOLE = """
import json, pathlib
for path in sorted(pathlib.Path("/home/jovyan/work").rglob("kept*")):
    text = path.read_text()
    if path.suffix == ".ipynb":
        text = "".join(json.loads(text)["cells"][0]["source"])
    print(path.name, len(text), len(set(text)))
"""


def notebook(text):
    cell = {"cell_type": "markdown", "id": "a", "metadata": {}, "source": text}
    return {
        "type": "notebook",
        "content": {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5},
    }


def text(content, **more):
    return {"type": "file", "format": "text", "content": content} | more


def save_for_ever(lab, number):
    """Save a file again and again, each time of one other letter, until the lab is gone."""
    with contextlib.suppress(OSError):
        for letter in itertools.cycle("abcdefg"):
            content = letter * SIZE
            match number % 3:
                case 0:
                    lab.ask("PUT", f"contents/kept{number}.ipynb", notebook(content))
                    lab.ask("POST", f"contents/kept{number}.ipynb/checkpoints")
                case 1:
                    lab.ask("PUT", f"contents/kept{number}.txt", text(content))
                case 2:
                    third = letter * (SIZE // 3)
                    for chunk in 1, 2, -1:
                        lab.ask("PUT", f"contents/kept{number}.csv", text(third, chunk=chunk))


def test_a_kill_leaves_no_file_empty_or_cut(volume, start):
    dice, checked = random.Random(20), 0
    lab = start("--volume", f"{volume}:{WORK}")
    for _ in range(KILLS):
        savers = [threading.Thread(target=save_for_ever, args=(lab, number)) for number in range(3)]
        for saver in savers:
            saver.start()
        time.sleep(dice.uniform(0.3, 1.5))
        docker("kill", lab.name)
        for saver in savers:
            saver.join()
        docker("start", lab.name)
        wait_for(lambda: answers(lab))
        found = lab.exec("python", "-c", WHOLE).splitlines()
        assert [line for line in found if not line.endswith(f" {SIZE} 1")] == []
        checked += len(found)
    print(f"\n{KILLS} kills, {checked} files of {SIZE / 1e6:.0f} MB found, every one whole")
    assert checked >= KILLS


def answers(lab):
    with contextlib.suppress(OSError):
        return lab.get("/api")[0] == 200


# --- what the folder allows


def refusal(lab, path, model):
    with pytest.raises(urllib.error.HTTPError) as refused:
        lab.ask("PUT", f"contents/{path}", model)
    return refused.value.code, json.loads(refused.value.read())["message"]


def test_a_file_mounted_by_itself_is_saved(start, tmp_path):
    alone = tmp_path / "alone.txt"
    alone.write_text("old and longer")
    alone.chmod(0o666)
    lab = start("--volume", f"{alone}:{WORK}/alone.txt")
    lab.ask("PUT", "contents/alone.txt", text("new"))
    assert alone.read_text() == "new"
    for chunk in 1, -1:
        lab.ask("PUT", "contents/alone.txt", text("ab", chunk=chunk))
    assert alone.read_text() == "abab"
    assert lab.exec("find", WORK, "-name", ".~*") == ""


PLACES = f"""
cd {WORK}
umask 0
mkdir locked sticky; echo old >locked/mine.txt; echo old >sticky/roots.txt; echo old >group.txt
echo old >protected.txt; chmod 444 protected.txt; echo old >private.txt
chown 1000:0 locked/mine.txt protected.txt private.txt group.txt; chmod 600 private.txt; chmod 664 group.txt
chmod 555 locked; chmod 1777 sticky; chown 2000:0 group.txt
ln -s private.txt link.txt
"""


def test_rights_owners_and_links_stay(start):
    lab = start()
    lab.exec("sh", "-c", PLACES, options=["--user", "0"])
    same = ["locked/mine.txt", "sticky/roots.txt", "group.txt", "private.txt"]
    before = lab.exec("stat", "-c", "%n %a %u:%g", *same)
    for path in *same[:3], "link.txt":
        lab.ask("PUT", f"contents/{path}", text("new"))
        assert lab.exec("cat", path) == "new"
        for chunk in 1, -1:
            lab.ask("PUT", f"contents/{path}", text("ab", chunk=chunk))
        assert lab.exec("cat", path) == "abab"
    assert lab.exec("stat", "-c", "%n %a %u:%g", *same) == before
    assert lab.exec("readlink", "link.txt") == "private.txt\n"
    assert refusal(lab, "protected.txt", text("new"))[0] == 403
    assert refusal(lab, "locked/new.txt", text("new"))[0] == 403
    assert lab.exec("cat", "protected.txt") == "old\n"
    lab.ask("PUT", "contents/new.txt", text("new"))
    assert lab.exec("stat", "-c", "%a", "new.txt") == "664\n"
    assert lab.exec("find", WORK, "/tmp", "-name", ".~*") == ""
    assert not COMPLAINT.search(lab.log())


@pytest.mark.parametrize(
    "name", ["µ 1.txt", "at 10.00\u202fAM.txt", "👩\u200d🔬.txt", "a%b#c?.txt", "a\nb.txt"]
)
def test_any_name_can_be_saved_and_read(container, name):
    path = urllib.parse.quote(name)
    container.ask("PUT", f"contents/{path}", text("new"))
    assert container.get(f"/files/{path}", token=container.token) == (200, "new")
    container.ask("DELETE", f"contents/{path}")


# --- a full disk

FULL = re.compile(
    r"The disk is full \(\d\.\d MB left\): (\S+) was not saved, .* still there\. .*delete files"
)
SMALL = ["--mount", f"type=tmpfs,destination={WORK},tmpfs-size=20m,tmpfs-mode=1777"]


def test_a_full_disk_is_said_in_words_and_loses_nothing(start):
    lab = start(*SMALL)
    lab.ask("PUT", "contents/a.txt", text("old"))
    lab.ask("PUT", "contents/a.ipynb", notebook("old"))
    lab.exec("sh", "-c", "head -c 19M /dev/zero >big.bin; true")
    big = base64.b64encode(bytes(SIZE)).decode()
    for path, model in {
        "a.txt": text("a" * SIZE),
        "a.ipynb": notebook("a" * SIZE),
        "b.txt": text("a" * SIZE),
        "c.bin": text(big, format="base64"),
        "d.txt": text("a" * SIZE, chunk=1),
    }.items():
        status, message = refusal(lab, path, model)
        assert status == 507
        assert FULL.match(message)[1] == path
    assert lab.exec("cat", "a.txt") == "old"
    assert json.loads(lab.exec("cat", "a.ipynb"))["cells"][0]["source"] == ["old"]
    assert lab.exec("sh", "-c", "ls -A b.txt c.bin d.txt .~* 2>/dev/null; true") == ""
    said = lab.log().partition("press Ctrl+C here.")[2].strip().splitlines()
    assert len(said) == 5
    assert all("The disk is full" in line for line in said)


def test_a_student_reads_that_the_disk_is_full_and_saves_after_making_room(start, browser):
    lab = start(*SMALL, command=["--LabApp.expose_app_in_browser=True"])
    with watched(browser, lab) as page:
        open_notebook(page, lab, "00_welcome.ipynb")
        lab.exec("sh", "-c", "cat /dev/zero >big.bin 2>/dev/null; true")
        page.evaluate(
            """() => window.jupyterapp.shell.currentWidget.content.model.cells.get(0)
                .sharedModel.setSource('kept '.repeat(10000))"""
        )
        page.evaluate("() => { window.jupyterapp.commands.execute('docmanager:save').catch(() => {}) }")
        dialog = page.locator(".jp-Dialog")
        expect(dialog).to_contain_text("The disk is full (0.0 MB left): 00_welcome.ipynb was not saved")
        dialog.get_by_role("button").last.click()
        lab.exec("rm", "big.bin")
        command(page, "docmanager:save")
        wait_for(lambda: "kept kept" in lab.exec("cat", "00_welcome.ipynb"))


def test_an_answer_on_a_full_disk_is_refused_in_words(start):
    lab = start(*SMALL)
    with lab.kernel() as run:
        answer = "import hhlab; hhlab.sign_in('ada'); print(hhlab.check('L01.area', {}))"
        run(answer.format(1))
        lab.exec("sh", "-c", "cat /dev/zero >big.bin 2>/dev/null; true")
        said = run(f"try:\n    {answer.format(2)}\nexcept OSError as error:\n    print(error)")
        assert "NOT kept: No space left on device. Delete something" in said and "Errno" not in said
        kept = lab.exec("sh", "-c", "cat .hhlab/answers/hhlab-answers-ada.json")
        assert [entry["answer"] for entry in json.loads(kept)["exercises"]["L01.area"]["answers"]] == [1]
