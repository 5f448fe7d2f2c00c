"""A notebook as one page that needs no network: its formulas, its pictures, what stands for a widget."""

import re
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from traitlets.config.loader import PyFileConfigLoader

from hhlab.lab import command, export, places

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
LESSONS = sorted(NOTEBOOKS.glob("*.ipynb"))
WIDGET = {
    "application/vnd.jupyter.widget-view+json": {"model_id": "0", "version_major": 2, "version_minor": 0}
}
PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


def page_of(*cells, folder):
    """Export these cells; give the page's text, and as a tree."""
    path = folder / "a.ipynb"
    nbformat.write(new_notebook(cells=list(cells)), path)
    text = export.page(path)
    return text, BeautifulSoup(text, "html.parser")


def asked_for(tree):
    """Give the addresses that a browser asks for by itself to show a page."""
    for tag in tree.find_all(["script", "img", "link", "iframe", "source", "object", "embed"]):
        yield from (tag[name] for name in ("src", "href", "data") if tag.has_attr(name))
    for text in [tag.get_text() for tag in tree.find_all(["style", "script"])]:
        code = re.sub(r"(?s)/\*.*?\*/", "", text)
        yield from re.findall(r"""(?:url\(|@import|import\(|\bfrom)\s*['"]?([^'")\s]+)""", code)


@pytest.mark.parametrize("lesson", LESSONS[:6], ids=lambda path: path.stem)
def test_a_lesson_asks_for_nothing_and_has_its_formulas(lesson):
    source = nbformat.read(lesson, 4)
    tree = BeautifulSoup(export.page(lesson), "html.parser")
    assert [one[:80] for one in asked_for(tree) if not one.startswith(("data:", "#"))] == []
    formulas = sum(
        len(re.findall(r"\$\$.+?\$\$|\$.+?\$", cell.source, re.DOTALL))
        for cell in source.cells
        if cell.cell_type == "markdown"
    )
    assert len(tree.find_all("math")) == formulas
    shown = [one.get("data", {}) for cell in source.cells for one in cell.get("outputs", [])]
    pictures = sum("<img" in one.get("text/html", "") or "image/png" in one for one in shown)
    assert len(tree.select(".jp-OutputArea-output img[src^='data:image/png']")) == pictures
    for tag in tree.find_all(["script", "style", "pre", "math"]):
        tag.decompose()
    assert "$" not in tree.get_text()


def test_a_page_that_is_to_be_sanitized_keeps_headings_and_formulas_and_no_page_runs_anything():
    config = PyFileConfigLoader("jupyter_nbconvert_config.py", path=str(places.settings())).load_config()
    config.HTMLExporter.sanitize_html = True
    notebook = new_notebook(cells=[new_markdown_cell("# Rate\n\n$x^2$\n\n<details>more</details>")])
    tree = BeautifulSoup(HTMLExporter(config=config).from_notebook_node(notebook)[0], "html.parser")
    assert all(tree.find("main").find(name) for name in ("h1", "math", "details"))
    rule = tree.find("meta", {"http-equiv": "Content-Security-Policy"})["content"]
    assert rule.startswith("default-src 'none';") and "script" not in rule


@pytest.mark.parametrize(
    ("tex", "says"),
    [
        (r"$\bar g_\mathrm{Na} m^3 h$", {"mover", "msup", "msub"}),
        (r"$$C\frac{\mathrm dV}{\mathrm dt} = -I$$", {"mfrac"}),
        ("\\begin{align}\na &= b \\\\\nc &= d\n\\end{align}", {"mtable"}),
        ("$$\\begin{aligned}\na &= b \\\\\nc &= d\n\\end{aligned}$$", {"mtable"}),
        ("<p>In HTML, too: $x^2$</p>", {"msup"}),
        ("<details><summary>Answer</summary>\n\n$$x_1$$\n\n</details>", {"msub"}),
        ("| a | b |\n|---|---|\n| $x_1$ | 2 |", {"msub"}),
    ],
)
def test_a_formula_is_set_by_the_browser(tmp_path, tex, says):
    _, tree = page_of(new_markdown_cell(tex), folder=tmp_path)
    assert says <= {tag.name for tag in tree.find("math").find_all(True)}
    assert "$" not in tree.find("main").get_text()


@pytest.mark.parametrize("tex", ["$a^b^c$", r"$\frac{1}{$", r"$$\left($$"])
def test_a_formula_that_is_none_stays_as_it_was_written(tmp_path, tex):
    _, tree = page_of(new_markdown_cell(f"before {tex} <b>after</b>"), folder=tmp_path)
    assert tree.find("main").find("code").get_text() == tex
    assert tree.find("main").find("b").get_text() == "after"


@pytest.mark.parametrize("text", ["It costs $5.", "`$x$`", "    $x$", "```\n$x$\n```", r"\$x\$"])
def test_a_dollar_need_not_be_a_formula(tmp_path, text):
    _, tree = page_of(new_markdown_cell(text), folder=tmp_path)
    assert tree.find("math") is None
    assert "$" in tree.find("main").get_text()


def test_a_formula_that_a_cell_shows_is_set_too(tmp_path):
    shown = new_output("display_data", {"text/latex": r"$\displaystyle \frac{1}{2}$", "text/plain": "half"})
    _, tree = page_of(new_code_cell("half", outputs=[shown]), folder=tmp_path)
    assert tree.find("main").find("mfrac")


@pytest.mark.parametrize(
    ("data", "shows"),
    [
        ({"image/png": PNG, "text/plain": "Explorer of run(amp=0.1)"}, "img"),
        ({"text/plain": "Exercise L04.nernst: The reversal potential"}, "Exercise L04.nernst"),
        ({"text/plain": "VBox(children=(FloatSlider(value=0.0),))"}, export.ALIVE),
        ({}, export.ALIVE),
    ],
)
def test_in_place_of_a_widget_stands_what_can_be_seen(tmp_path, data, shows):
    shown = new_output("display_data", WIDGET | data)
    text, tree = page_of(new_code_cell("it", outputs=[shown]), folder=tmp_path)
    seen = tree.select_one(".jp-OutputArea-output")
    assert seen.find("img") if shows == "img" else shows in seen.get_text()
    assert "widget-view" not in text
    assert "VBox" not in text


def test_a_picture_beside_the_notebook_goes_into_the_page(tmp_path):
    (tmp_path / "cell.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg' width='3' height='3'></svg>")
    _, tree = page_of(new_markdown_cell("![a cell](cell.svg)"), folder=tmp_path)
    assert tree.find("main").find("img")["src"].startswith("data:image/svg")


def test_html_around_markdown_stays_around_it(tmp_path):
    (tmp_path / "cell.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg' width='3' height='3'></svg>")
    fold = "<details><summary>Answer</summary>\n\nIt is **small** and <b>cold</b>.\n\n<img src='cell.svg'>\n"
    fold += "\n</details>"
    _, tree = page_of(new_markdown_cell(fold), folder=tmp_path)
    details = tree.find("details")
    assert "It is small and cold." in details.get_text()
    assert details.find("b").get_text() == "cold"
    assert details.find("img")["src"].startswith("data:image/svg")


def test_the_command_writes_the_page_beside_the_notebook(tmp_path, capsys):
    page_of(new_markdown_cell("Hello"), folder=tmp_path)
    assert command.main(["export", str(tmp_path / "a.ipynb")]) == 0
    assert "Hello" in (tmp_path / "a.html").read_text("utf-8")
    assert capsys.readouterr().out.strip() == str(tmp_path / "a.html")


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("none.ipynb", None, "No such file"),
        ("a.txt", b"x", "does not end in .ipynb"),
        ("empty.ipynb", b"", "no notebook"),
        ("list.ipynb", b"[1]", "no notebook"),
        ("dict.ipynb", b"{}", "no notebook"),
        ("bytes.ipynb", b"\xff\xfe\x00", "no notebook"),
    ],
)
def test_what_is_no_notebook_is_named_and_the_others_are_exported(tmp_path, capsys, name, content, reason):
    page_of(new_markdown_cell("Hello"), folder=tmp_path)
    if content is not None:
        (tmp_path / name).write_bytes(content)
    assert command.main(["export", str(tmp_path / name), str(tmp_path / "a.ipynb")]) == 1
    said = capsys.readouterr()
    assert name in said.err
    assert reason in said.err
    assert (tmp_path / "a.html").exists()
