"""Every notebook of the image, run from top to bottom in a real browser."""

import json
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from browsing import failures, open_notebook, run_all

COURSE = Path(__file__).parents[2] / "notebooks"
NAMES = sorted(
    path.relative_to(COURSE).as_posix()
    for path in COURSE.rglob("*.ipynb")
    if ".ipynb_checkpoints" not in path.parts
)


def test_the_lessons_are_found():
    assert sum(name[:2].isdigit() for name in NAMES) >= 15


@pytest.fixture(autouse=True)
def no_kernel_stays(lab):
    """End what a page has started once the page is closed: the next would have less of the memory."""
    yield
    kernels = json.loads(lab.get("/api/kernels", token=lab.token)[1])
    for kernel in kernels:
        url = f"http://127.0.0.1:{lab.port}/api/kernels/{kernel['id']}"
        urlopen(Request(url, method="DELETE", headers={"Authorization": f"token {lab.token}"})).close()


@pytest.mark.parametrize("name", NAMES)
def test_it_runs_to_its_end_in_the_container(page, lab, name):
    open_notebook(page, lab, name)
    run_all(page)
    assert failures(page) == []
    assert page.locator(".hhlab-error").all_text_contents() == []
