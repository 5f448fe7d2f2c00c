"""What LMSs pack is unpacked: whose it is, what of it counts, and how much of it is read."""

import io
import json
import random
import stat
import time
import zipfile

import classes
import pytest

from hhlab.grading import files
from hhlab.grading.files import ANSWERS, OTHER_FILE, handed_in
from hhlab.grading.signed import signed_ids
from hhlab.grading.uploads import is_rubbish, uploader_of


def answers(student="ada"):
    return json.dumps(classes.answers(student, {"L01.area": ["right"]})).encode()


def zipped(entries, how=zipfile.ZIP_DEFLATED):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", how) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return data.getvalue()


@pytest.fixture
def given(tmp_path):
    """Give a function that lists what is in a zip of some entries: (name, problem, uploader, number)."""

    def listed(entries):
        path = tmp_path / "all.zip"
        path.write_bytes(zipped(entries))
        return [(one.name, one.problem, str(one.uploader), one.uploader.number) for one in handed_in(path)]

    return listed


MOODLE = "Ada O'Neil-Núñez_1234567_assignsubmission_file"
NAMES = [
    # Moodle: a folder for each student, with and without a last _; one folder for all; a group; nobody's name
    (f"{MOODLE}_/hhlab-answers-ada.json", "Ada O'Neil-Núñez", "1234567"),
    (f"{MOODLE}/hhlab-answers-ada.json", "Ada O'Neil-Núñez", "1234567"),
    (f"{MOODLE}_hhlab-answers-ada_1.json", "Ada O'Neil-Núñez", "1234567"),
    (f"{MOODLE}_/deeper/hhlab-answers-ada.json", "Ada O'Neil-Núñez", "1234567"),
    ("Group 7_77_assignsubmission_file_/hhlab-answers-ada.json", "Group 7", "77"),
    ("Default group_assignsubmission_file_/hhlab-answers-ada.json", "Default group", ""),
    ("Participant_123_assignsubmission_file_/hhlab-answers-ada.json", "Participant", "123"),
    # Canvas: a name in small letters, late or not, the user's number and the file's; nobody's name
    ("lovelaceada_7001_990_hhlab-answers-ada.json", "lovelaceada", "7001"),
    ("lovelaceada_LATE_7001_990_hhlab-answers-ada-1.json", "lovelaceada", "7001"),
    ("müllerzoë_7001_990_hhlab-answers-ada.json", "müllerzoë", "7001"),
    ("anon_aB3xY_990_hhlab-answers-ada.json", "anon_aB3xY", ""),
    ("LATE_anon_aB3xY_990_hhlab-answers-ada.json", "anon_aB3xY", ""),
    # nobody's
    ("hhlab-answers-ada.json", "", ""),
    ("hhlab-answers-m_1_2_3.json", "", ""),
    ("ada/hhlab-answers-ada.json", "", ""),
]


@pytest.mark.parametrize(("name", "uploader", "number"), NAMES)
def test_the_name_says_who_uploaded(name, uploader, number, given):
    assert given({name: answers()}) == [(name, "", uploader, number)]


def test_a_student_s_zip_and_a_folder_are_the_uploader_s(given, tmp_path):
    inner = zipped({"work/x_1_2_hhlab-answers-ada.json": answers()})
    (found,) = given({f"{MOODLE}_/work.zip": inner})
    assert found == (
        f"{MOODLE}_/work.zip: work/x_1_2_hhlab-answers-ada.json",
        "",
        "Ada O'Neil-Núñez",
        "1234567",
    )
    folder = tmp_path / "in" / f"{MOODLE}_"
    folder.mkdir(parents=True)
    (folder / "work.zip").write_bytes(inner)
    (one,) = handed_in(tmp_path / "in")
    assert one.uploader == "Ada O'Neil-Núñez" and one.uploader.shown == "Ada O'Neil-Núñez (1234567)"


def test_what_computers_leave_is_passed_over(given):
    rubbish = {
        "__MACOSX/._hhlab-answers-ada.json": b"\0\5\x16\7",
        f"{MOODLE}_/._hhlab-answers-ada.json": b"\0\5\x16\7",
        "lovelaceada_7001_990_.DS_Store": b"x",
        "Thumbs.db": b"x",
        "desktop.ini": b"x",
        ".ipynb_checkpoints/hhlab-answers-ada-checkpoint.json": answers("old"),
        f"{MOODLE}_/work.zip": zipped({"__MACOSX/work/._hhlab-answers-ada.json": b"x", "a/.DS_Store": b"x"}),
    }
    assert given(rubbish | {"hhlab-answers-ada.json": answers()}) == [("hhlab-answers-ada.json", "", "", "")]


def test_other_files_are_told_once_for_each_who_sent_nothing_else(given):
    work = {f"notebooks/{k:02}_lesson.ipynb": "{}" for k in range(40)}
    entries = {
        # who handed in the right file, too, is not bothered
        **{f"Ada L_1_assignsubmission_file_/{name}": text for name, text in work.items()},
        "Ada L_1_assignsubmission_file_/hhlab-answers-ada.json": answers(),
        **{f"Bo M_2_assignsubmission_file_/{name}": text for name, text in work.items()},
        "Cy N_3_assignsubmission_file_/work.zip": zipped(work),
        "Cy N_3_assignsubmission_onlinetext_/onlinetext.html": "<p>see file</p>",
        "dyep_7004_990_report.pdf": "%PDF",
    }
    right, *others = given(entries)
    assert right[1] == ""
    assert [(name, who) for name, _, who, _ in others] == [
        ("Bo M (2)", "Bo M"), ("Cy N (3)", "Cy N"), ("dyep (7004)", "dyep"),
    ]  # fmt: skip
    for _, problem, _, _ in others:
        assert problem.startswith(OTHER_FILE) and "ask for hhlab-answers-ID.json" in problem
    assert ": 00_lesson.ipynb and 39 more;" in others[0][1]
    assert ": report.pdf;" in others[2][1]


def test_folders_of_students_without_an_lms_are_told_once_each(tmp_path):
    for student in ("ada", "bo", "cy"):
        folder = tmp_path / "class" / "week 1" / student / "notebooks"
        folder.mkdir(parents=True)
        for k in range(5):
            (folder / f"{k}.ipynb").write_text("{}")
    (folder.parent / "hhlab-answers-cy.json").write_bytes(answers("cy"))
    found = [(one.name, bool(one.problem)) for one in handed_in(tmp_path)]
    assert found == [
        ("class/week 1/cy/hhlab-answers-cy.json", False),
        ("class/week 1/ada", True),
        ("class/week 1/bo", True),
    ]


def test_of_a_zipped_work_folder_only_the_answers_are_read(given):
    work = {f"node_modules/{k}/package.json": "{}" for k in range(30)} | {"hhlab-answers-ada.json": answers()}
    assert len(given({f"{MOODLE}_/work.zip": zipped(work)})) == 1
    # a renamed file is looked at where there is no other
    (one,) = given({f"{MOODLE}_/work.zip": zipped({"my answers.json": answers()})})
    assert one[1] == ""


def test_a_student_s_zip_may_be_large(given):
    noise = random.Random(1).randbytes(40_000_000)
    inner = zipped({"picture.png": noise, "hhlab-answers-ada.json": answers()})
    assert [problem for _, problem, _, _ in given({f"{MOODLE}_/work.zip": inner})] == [""]


def test_a_zip_that_bursts_is_not_read_and_says_so(given, tmp_path):
    bomb = zipped({"a.zip": b"\0" * 400_000_000})
    inner = zipped({"hhlab-answers-ada.json": b" " * 400_000_000})
    began = time.process_time()
    found = given(
        {f"{MOODLE}_/bomb.zip": b"\0" * 300_000_000, f"Bo_2_{MOODLE[-21:]}/b.zip": bomb, "c_1_2_d.zip": inner}
    )
    assert time.process_time() - began < 10
    assert all(problem for _, problem, _, _ in found) and len(found) == 3
    assert "larger than its" in found[0][1]
    assert "too deep" in found[1][1]
    assert "larger than 10 MB" in found[2][1]


def test_the_entries_of_all_zips_have_a_limit(given, monkeypatch):
    monkeypatch.setattr(files, "MAX_ENTRIES", 100)
    entries = {f"{who}_{k}_assignsubmission_file_/w.zip": zipped({f"{n}.txt": b"" for n in range(30)})
               for k, who in enumerate("abcdef")}  # fmt: skip
    assert sum("in all zips" in problem for _, problem, _, _ in given(entries)) == 3


def test_damaged_zips_inside_are_named_with_their_uploader(given):
    whole = bytearray(zipped({"hhlab-answers-ada.json": answers()}))
    whole[40:60] = b"x" * 20
    found = given({f"{MOODLE}_/w.zip": bytes(whole), "x_1_2_w.zip": b"PK\3\4 cut off"})
    assert all(problem and who for _, problem, who, _ in found)


def test_links_and_names_that_lead_out_of_a_student_s_zip_are_named(given):
    link = zipfile.ZipInfo("hhlab-answers-l.json")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr(link, "/etc/passwd")
        archive.writestr("../hhlab-answers-x.json", answers())
    found = given({f"{MOODLE}_/w.zip": data.getvalue()})
    assert [problem.partition(",")[0] for _, problem, _, _ in found] == [
        "a link", "a name that leads out of the zip; not read",
    ]  # fmt: skip


def test_ids_are_read_off_whatever_was_handed_in(tmp_path):
    path = tmp_path / "all.zip"
    path.write_bytes(
        zipped(
            {
                f"{MOODLE}_/hhlab-answers-x.json": answers("Zoë 1"),
                "a_1_2_w.zip": zipped({"hhlab-answers-y.json": b"\xef\xbb\xbf" + answers("bo")}),
                "broken.json": b'{"student": "eve"',
                "deep.json": b"[" * 100_000,
                "list.json": b"[]",
                "odd.json": b'{"student": 5}',
            }
        )
    )
    assert signed_ids(path) == ["Zoë 1", "bo"]


def test_names_of_every_kind_are_taken_apart_quickly():
    dice = random.Random(5)
    began = time.process_time()
    for _ in range(2000):
        name = "".join(dice.choice("a_1Z .-/é\\:\0") for _ in range(dice.randrange(200)))
        uploader_of(name), is_rubbish(name), ANSWERS.fullmatch(name)
    uploader_of("a_" * 5000 + "1" * 5000), uploader_of("_1" * 5000)
    assert time.process_time() - began < 5
