"""The course as pages: what becomes of a notebook, of a guide, of a public name."""

import re
from base64 import b64decode
from functools import cache

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_output

import hhlab
from pages import assets, lessons, reference, source, words

NOTEBOOKS = sorted((source.ROOT / "notebooks").rglob("*.ipynb"))
# one white pixel
PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAG7buVgAAAABJRU5ErkJggg=="
WIDGET = {"model_id": "0", "version_major": 2, "version_minor": 0}


@cache
def cells(path):
    return nbformat.read(path, as_version=4).cells


def shown(tmp_path, data, metadata=None, code="run()"):
    output = new_output("display_data", data=data, metadata=metadata or {})
    cell = new_code_cell(code, id="here", outputs=[output])
    return "\n".join(lessons.pieces_of(cell, tmp_path, "lesson"))


def test_every_public_name_has_its_entry():
    pages = " ".join(reference.pages().values())
    assert {name for name in hhlab.__all__ if not re.search(rf"hhlab\.(\w+\.)?{name}\b", pages)} == set()


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_link_between_notebooks_leads_to_a_heading_of_a_page(path):
    for cell in cells(path):
        for target in re.findall(r"\]\(([^)\s]+\.md[^)\s]*)\)", words.linked(cell.source)):
            there, _, heading = target.partition("#")
            notebook = (path.parent / there).with_suffix(".ipynb")
            assert notebook.exists(), target
            text = "\n".join(cell.source for cell in cells(notebook.resolve()))
            headings = {words.anchor(title) for title in re.findall(r"(?m)^#+ (.+)$", text)}
            assert not heading or heading in headings, target


def test_a_picture_is_a_file_with_its_words(tmp_path):
    data = {"image/png": PNG, "text/plain": "<Figure>"}
    text = shown(tmp_path, data, {"image/png": {"alt": 'it "fires"'}})
    assert 'src="lesson/here-0.png" width="1" height="1" alt="it &quot;fires&quot;"' in text
    assert (tmp_path / "here-0.png").read_bytes() == b64decode(PNG)


@pytest.mark.parametrize("kind", ["explorer", "card"])
def test_what_lives_stands_around_its_picture(tmp_path, kind):
    data = {"image/png": PNG, lessons.WIDGET: WIDGET, "text/plain": "Explorer of run()"}
    assert "hhlab-page" not in shown(tmp_path, data)
    text = shown(tmp_path, data | {lessons.LIVES: {"src": "3.json", "kind": kind}})
    assert f'hhlab-page-{kind}" data-src="lesson/3.json"><img' in text


def test_what_an_output_says_is_no_markup(tmp_path):
    text = shown(tmp_path, {"text/plain": "<b>1</b> \x1b[31mred\x1b[0m"})
    assert "<pre>&lt;b&gt;1&lt;/b&gt; red</pre>" in text


def test_code_of_a_card_is_folded_and_other_code_is_not(tmp_path):
    assert "<details" in shown(tmp_path, {"text/plain": ""}, code='hhlab.predict("L01.x", "?", "a", "b")')
    assert "<details" not in shown(tmp_path, {"text/plain": ""}, code="explore(run)")


def test_a_fence_is_longer_than_any_inside():
    assert words.fenced("python", "a\n````\nb").startswith("`````python\n")


def test_a_link_out_of_the_site_is_its_words_alone(tmp_path):
    path = tmp_path / "guide.md"
    path.write_text("[a](b.md#c) [d](../teacher/README.md) [e](https://example.org) [f](#g)", "utf-8")
    (tmp_path / "b.md").touch()
    assert source.within(path) == "[a](b.md#c) d [e](https://example.org) [f](#g)"


def test_a_page_loads_what_it_holds_and_nothing_else(tmp_path):
    (tmp_path / "_static").mkdir()
    (tmp_path / "_static" / "page.js").write_text("1", "utf-8")
    for name, body in (("a", '<div class="hhlab-page-explorer">'), ("b", "")):
        path = tmp_path / "lessons" / f"{name}.html"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"<head></head>{body}", "utf-8")
        assets.dress(path, tmp_path, tmp_path / "_static")
    living, still = ((tmp_path / "lessons" / f"{name}.html").read_text("utf-8") for name in "ab")
    assert 'src="../_static/page.js?v=' in living and "script" not in still


def test_every_guide_is_in_the_table_of_contents():
    contents = (source.ROOT / "pages" / "texts" / "index.md").read_text("utf-8")
    guides = [path for folder in source.GUIDES for path in (source.ROOT / folder).rglob("*.md")]
    names = [path.relative_to(source.ROOT).with_suffix("").as_posix() for path in guides]
    assert {name for name in names if f"\n{name}\n" not in contents} == set()
