"""Every notebook of the image, run from top to bottom in a real browser."""

from pathlib import Path

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


@pytest.mark.parametrize("name", NAMES)
def test_it_runs_to_its_end_in_the_container(page, lab, name):
    open_notebook(page, lab, name)
    run_all(page)
    assert failures(page) == []
    assert page.locator(".hhlab-error").all_text_contents() == []
    # the kernel would stay, and the next notebook have less of the container's memory
    page.evaluate("window.jupyterapp.commands.execute('kernelmenu:shutdown')")
    page.wait_for_timeout(500)
