"""What several tests begin with: folders, a guest's empty one for answers among them, and a browser."""

import os
import tempfile
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")


@pytest.fixture
def work(tmp_path, monkeypatch):
    """A folder for the answers of a guest, of no course."""
    monkeypatch.delenv("JUPYTERHUB_USER", raising=False)
    monkeypatch.delenv("HHLAB_COURSE", raising=False)
    monkeypatch.setenv("HHLAB_ANSWERS", str(tmp_path))
    return tmp_path


@pytest.fixture
def public_path():
    """A folder that any user reaches: those of pytest are shut to others whenever one more pytest begins."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture(scope="module")
def chromium():
    """A browser, which `make test` does without on a machine that has none."""
    if not Path(CHROMIUM).exists():
        pytest.skip("no Chromium here")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()
