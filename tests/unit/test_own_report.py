"""A student's own report: one page that stands alone and holds all that was done."""

import re
import subprocess
import sys
from base64 import b64decode
from html import unescape

import pytest

import hhlab
from hhlab.exercises import store, tally
from hhlab.exercises.classroom import Desk
from hhlab.live import keeping


@pytest.fixture(autouse=True)
def work(tmp_path, monkeypatch):
    for name in ("JUPYTERHUB_USER", "HHLAB_COURSE", "HHLAB_COURSE_FOLDER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HHLAB_ANSWERS", str(tmp_path))
    keeping.kept.clear()
    yield tmp_path
    keeping.kept.clear()


def run(amp=0.1):
    return hhlab.simulate(clamp=hhlab.CurrentClamp(amp=amp), tstop=80)


def explorer_of(function):
    return hhlab.explore(function, amp=(0.0, 0.3), derived=[hhlab.peak_mV])


def in_words(page):
    return " ".join(re.sub(r"<style>.*?</style>|<[^>]*>", " ", page, flags=re.DOTALL).split())


def test_it_holds_every_answer_in_the_order_given_with_what_became_of_it(work):
    hhlab.sign_in("ada")
    given = Desk("L01.area").given
    for answer in (1, 3.14159265 * given["L"] * given["diam"]):
        hhlab.check("L01.area", answer)
    words = in_words(hhlab.report().text)
    assert words.index("too low") < words.index("right ·")
    assert f"{given['L']:g} µm long" in words
    assert "L01 1 of" in words


def test_an_answer_is_judged_once(work, monkeypatch):
    hhlab.sign_in("ada")
    hhlab.check("L01.area", 1)
    first = hhlab.report().text
    monkeypatch.setattr(tally.worker, "isolated", None)
    assert in_words(hhlab.report().text) == in_words(first)


def test_a_choice_is_shown_by_its_text_and_a_prediction_in_the_students_words(work):
    hhlab.sign_in("ada")
    hhlab.check("L03.upstroke", "leak")
    store.keep_prediction("ada", "hhlab", "L02.fall", "Which falls first?", "the <thin> one", "0.2.0")
    page = hhlab.report().text
    assert "the leak, which flows into the cell" in page
    assert "Which falls first? the &lt;thin&gt; one" in " ".join(re.sub(r"</?t[dr][^>]*>", " ", page).split())


def test_a_kept_picture_comes_with_its_values_its_words_and_a_script_that_makes_it(work):
    explorer = explorer_of(run)
    explorer.amp.value = 0.2
    explorer.keep()
    said = explorer.recording, explorer.derived
    explorer.amp.value = 0.0
    page = hhlab.report().text
    words = in_words(page)
    peak = hhlab.peak_mV(said[0])
    assert f"peak [mV] {peak:.6g}" in words and "amp 0.2 " in words
    (script,) = re.findall(r"<pre>(.*?)</pre>", page, flags=re.DOTALL)
    text = unescape(script) + "\nprint(v.max())\n"
    env = {"MPLBACKEND": "agg", "NEURON_MODULE_OPTIONS": "-nogui", "HOME": str(work)}
    made = subprocess.check_output([sys.executable, "-c", text], cwd=work, env=env, text=True, timeout=60)
    assert float(made) == peak
    (data,) = re.findall(r'src="data:image/png;base64,([^"]+)"', page)
    assert b64decode(data).startswith(b"\x89PNG")


def test_what_was_removed_from_the_view_is_not_in_the_report(work):
    one, other = explorer_of(run), explorer_of(lambda amp=0.1: run(amp))
    for explorer in (one, other):
        explorer.keep()
    one.clear()
    assert hhlab.report().text.count("<figure>") == 1


def test_the_same_picture_kept_twice_is_there_once(work):
    explorer = explorer_of(run)
    explorer.keep()
    explorer.keep()
    assert hhlab.report().text.count("<figure>") == 1


def test_a_kept_picture_is_that_of_then_though_the_student_changed_the_result(work):
    def lasting(amp=0.1):
        return store_of[0]

    store_of = [run(0.1)]
    explorer = explorer_of(lasting)
    explorer.keep()
    before = keeping.kept[0].png()
    store_of[0] = run(0.0)
    explorer.amp.value = 0.3
    assert keeping.kept[0].png() == before


def test_the_page_asks_for_nothing_from_anywhere_and_runs_nothing(work):
    hhlab.sign_in("<script>alert(1)</script>")
    hhlab.check("L01.area", "<img src=x onerror=alert(1)>")
    explorer_of(run).keep()
    report = hhlab.report()
    assert re.findall(r"(?:src|href)=\"(?!data:)[^\"]*", report.text) == []
    assert "<script" not in report.text and "<img src=x" not in report.text
    assert "default-src 'none'" in report.text
    assert report.path.parent == work and report.path.read_text("utf-8") == report.text


def test_a_guest_has_a_report_too_and_an_empty_one_is_a_page(work):
    assert "There is nothing yet." in in_words(hhlab.report().text)
