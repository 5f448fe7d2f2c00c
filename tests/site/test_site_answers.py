"""Nothing of the teacher's stands in a file of the site, and no card of it knows what is right."""

import gzip
import io
import json
import os
import subprocess
import tarfile
import tomllib
from pathlib import Path

import pytest
from solutions import solutions

from hhlab.exercises.bank import exercises

TEACHER = Path(__file__).parents[2] / "teacher"
IMAGE = os.environ.get("HHLAB_IMAGE", "hhlab")
FOLDER = os.environ.get("HHLAB_SITE", "")
TEXTS = {".html", ".json", ".js", ".txt", ".xml", ".svg", ".css", ".bin", ".ipynb", ".md"}


def files():
    """Yield the names and bytes of all files of the site that hold text, unpacked."""
    if FOLDER:
        found = (
            (str(one.relative_to(FOLDER)), one.read_bytes())
            for one in Path(FOLDER).rglob("*.*")
            if one.is_file()
        )
    else:
        command = [
            "docker",
            "run",
            "--rm",
            "--entrypoint",
            "tar",
            IMAGE,
            "-C",
            "/usr/share/hhlab/site",
            "-c",
            ".",
        ]
        packed = subprocess.run(command, check=True, capture_output=True).stdout
        with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
            members = [one for one in archive.getmembers() if one.isfile()]
            found = [(one.name, archive.extractfile(one).read()) for one in members]
    for name, data in found:
        if Path(name).suffix in TEXTS:
            yield name, gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data


@pytest.fixture(scope="module")
def texts():
    found = {name: " ".join(data.decode("utf-8", errors="ignore").split()) for name, data in files()}
    assert len(found) > 20
    return found


def secrets():
    """Give what only the teacher's folder holds: how each exercise is solved, and the codes of its key."""
    methods = {one.method for one in solutions().values() if len(one.method) > 30}
    key = tomllib.loads((TEACHER / "keys.toml").read_text("utf-8"))
    return {" ".join(one.split()) for one in methods} | {
        code for one in key.values() for code in one["codes"].values()
    }


def test_no_solution_and_no_key_is_on_a_page(texts):
    known = secrets()
    assert len(known) > 40
    assert {(name, one) for name, text in texts.items() for one in known if one in text} == set()


def cards(texts):
    """Give every exercise in the files of the site."""
    for name, text in texts.items():
        if name.endswith(".json") and text.startswith('{"kind":'):
            data = json.loads(text)
            yield from data.get("cards", [data] if data["kind"] == "exercise" else [])


def test_every_exercise_is_on_a_page_and_what_is_right_only_where_a_run_says_so(texts):
    found = list(cards(texts))
    assert {one["id"] for one in found} == set(exercises())
    for one in found:
        if "check" in one:
            continue
        exercise = exercises()[one["id"]]
        taught = [hint for hint in exercise.hints.get("right", ()) if "{" not in hint]
        assert not [hint for hint in taught if hint in json.dumps(one, ensure_ascii=False)], one["id"]
        assert all(name.isdigit() for name, _ in one["answer"].get("options", ())), one["id"]
