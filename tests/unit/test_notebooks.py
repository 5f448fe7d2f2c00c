"""What every notebook keeps to, and a proof that nbval would see a wrong number."""

import ast
import itertools
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
import reading
from reading import unfolded, words

from hhlab.exercises.bank import exercises

ROOT = Path(__file__).parents[2]
NAMES = sorted(
    path.relative_to(ROOT / "notebooks").as_posix()
    for path in (ROOT / "notebooks").rglob("*.ipynb")
    if ".ipynb_checkpoints" not in path.parts
)
LESSONS = [name for name in NAMES if re.match(r"(0[1-9]|1\d)_", name)]
ABSOLUTE_PATH = re.compile(r"(?<![\w.:/<])/(?:[\w.-]+/)+|\b[A-Z]:\\")
UNIT = re.compile(r"\b(ms|mV|nA|nS|µm|µm²|S/cm²|mS/cm²|µA/cm²|Hz|spikes|MΩ|mM|m/s|1/ms|a ratio|a fraction)\b")


def read(name):
    return nbformat.read(ROOT / "notebooks" / name, as_version=4)


@pytest.fixture(params=NAMES)
def notebook(request):
    return read(request.param)


def of_type(notebook, kind):
    return [cell for cell in notebook.cells if cell.cell_type == kind]


def lines(cell):
    return [line for line in cell.source.splitlines() if line.strip()]


def texts(cell):
    """Give what a cell says and shows, without its pictures."""
    yield cell.source
    for output in cell.get("outputs", ()):
        yield output.get("text", "")
        for kind, text in output.get("data", {}).items():
            if kind.startswith("text/"):
                yield re.sub(r"data:image/png;base64,[^\"]*", "", text)


def test_the_notebooks_are_found():
    assert {"00_welcome.ipynb", "01_first_spike.ipynb", "examples/calc_hh.ipynb"} <= set(NAMES)


def test_it_is_valid_and_its_kernel_is_on_every_machine(notebook):
    nbformat.validate(notebook)
    assert notebook.metadata.kernelspec.name == "python3"
    # a code host refuses to show a file with the state of widgets
    assert "widgets" not in notebook.metadata
    # it would change with every machine that runs the notebook again
    assert "version" not in notebook.metadata.language_info


def test_every_cell_has_an_id_of_its_own(notebook):
    ids = [cell.id for cell in notebook.cells]
    assert len(ids) == len(set(ids))
    # nbstripout without --keep-id numbers them, and every new cell then renames those below it
    assert not any(name.isdigit() for name in ids)


def test_headings_have_one_title_and_skip_no_level(notebook):
    levels = [
        len(mark)
        for cell in of_type(notebook, "markdown")
        for mark in re.findall(r"^(#+) ", cell.source, flags=re.MULTILINE)
    ]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_code_cells_are_short(notebook):
    for cell in of_type(notebook, "code"):
        body = ast.parse(cell.source).body
        if all(isinstance(node, (ast.Import, ast.ImportFrom)) for node in body):
            longest = 6
        elif any(isinstance(node, ast.FunctionDef) for node in body):
            longest = 15
        else:
            longest = 8
        assert len(lines(cell)) <= longest, cell.id


def test_text_is_short(notebook):
    for cell in of_type(notebook, "markdown"):
        if not cell.source.startswith("# ") and "|---|" not in cell.source and cell.id != "entries":
            assert len(words(unfolded(cell.source))) <= 60, cell.id
        for fold in reading.FOLD.findall(cell.source):
            assert len(words(fold)) <= 110, cell.id


def test_a_question_or_an_announcement_comes_before_what_it_is_about(notebook):
    # a prediction may stand between the two
    cells = [cell for cell in notebook.cells if not cell.source.startswith("hhlab.predict(")]
    for before, cell in itertools.pairwise(cells):
        if cell.cell_type == "code" and not cell.source.startswith("import"):
            assert before.cell_type == "markdown", cell.id
            text = unfolded(before.source)
            assert text.endswith(("?", ":")) or "**Predict:**" in text, before.id


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_begins_with_a_question_and_ends_as_all_others_do(name):
    text = "\n".join(cell.source for cell in of_type(read(name), "markdown"))
    headings = re.findall(r"^## (.*)", text, flags=re.MULTILINE)
    numbered = headings[1:-4]
    assert headings[0] == "Before you start"
    assert headings[-4:] == [
        "What it means for a real nerve",
        "On your own",
        "In practice",
        "Further reading",
    ]
    assert [heading.split(". ")[0] for heading in numbered] == [str(i + 1) for i in range(len(numbered))]


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_explains_more_than_it_types(name):
    notebook = read(name)
    assert 1 <= len(of_type(notebook, "markdown")) / len(of_type(notebook, "code")) <= 2


@pytest.mark.parametrize("name", NAMES)
def test_every_question_has_its_answer(name):
    assert reading.unanswered(read(name).cells) == []


def test_a_question_without_an_answer_is_found():
    fold = "<details><summary>Answer</summary>\n\n{}\n\n</details>"
    new = nbformat.v4.new_markdown_cell
    card = nbformat.v4.new_code_cell('hhlab.exercise("L01.area")')
    predict = nbformat.v4.new_code_cell('hhlab.predict("L01.size", "How long is it?")')

    def problems(*cells):
        return len(reading.unanswered([new(cell) if isinstance(cell, str) else cell for cell in cells]))

    assert problems("How long?", fold.format("100 µm.")) == 0
    assert problems("How long?\n\n" + fold.format("100 µm.")) == 0
    assert problems("1. How long?\n2. How thick?", fold.format("1. So.\n2. And so.")) == 0
    assert problems("How much?", card) == 0
    assert problems("Say it first:", predict, fold.format("100 µm.")) == 0
    assert problems("**Predict:** the length.", fold.format("100 µm.")) == 0
    # what is no question
    assert problems("## Twenty, or more?", "| | How? |\n|---|---|", "`a?`", "```\nb?\n```", "It is.") == 0

    assert problems("How long?") == 1
    assert problems("How long?", "100 µm.") == 1
    assert problems("How long? How thick?", fold.format("100 µm.")) == 1
    assert problems("1. How long?\n2. How thick?", fold.format("1. 100 µm.")) == 1
    assert problems("How long?", "How thick?", fold.format("1. 100 µm.\n2. 500 µm.")) == 2
    assert problems("How long?", "## Next\n\n" + fold.format("100 µm.")) == 2
    assert problems("**Predict:** the length.", "It is so.") == 1
    assert problems("Say it first:", predict) == 1
    assert problems(card, fold.format("100 µm.")) == 1
    assert problems("A card at will:", card) == 0
    # a fold that a code host would not render
    assert problems("How long?\n\n<details><summary>Answer</summary>100 µm.</details>") == 1


@pytest.mark.parametrize("name", NAMES)
def test_every_fold_is_one_that_renders_everywhere(name):
    # without blank lines around it the text in a fold is HTML to some, and its formulas and marks stay raw
    for cell in of_type(read(name), "markdown"):
        assert cell.source.count("<details") == len(reading.FOLD.findall(cell.source)), cell.id


@pytest.mark.parametrize("name", LESSONS)
def test_no_explanation_stands_on_the_screen_of_its_explorer(name):
    cells = read(name).cells
    for cell, after in itertools.pairwise(cells):
        if re.search(r"^(hhlab\.)?explore\(", cell.source, flags=re.MULTILINE):
            assert after.source.startswith("<details>"), cell.id


def test_a_prediction_is_named_after_its_lesson_and_asked_once():
    names = []
    for name in NAMES:
        for cell in of_type(read(name), "code"):
            for call in re.findall(r'^hhlab\.predict\(\s*"(.*?)"', cell.source, flags=re.MULTILINE):
                assert call.startswith(f"L{name[:2]}."), call
                assert call not in exercises(), "a card asks this"
                names.append(call)
    assert len(names) == len(set(names))


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_takes_the_minutes_of_its_heading(name):
    lesson = read(name)
    stated = reading.stated(lesson)
    assert stated % 5 == 0
    assert 0 <= stated - reading.estimate(lesson) <= 7, f"{reading.estimate(lesson):.0f} minutes"


@pytest.mark.parametrize("name", LESSONS)
def test_a_long_lesson_marks_a_short_path(name):
    lesson = read(name)
    path = reading.short_path(lesson)
    assert (path is not None) == (reading.stated(lesson) > reading.LONG)
    off = [one for one in reading.sections(lesson) if one.heading.endswith("(long path)")]
    minutes, numbers = path or (0, [one.number for one in reading.sections(lesson)])
    assert [one.number for one in reading.sections(lesson) if one.number not in (0, *numbers)] == [
        one.number for one in off
    ]
    if path:
        assert minutes in reading.PATH
        found = reading.estimate(lesson, numbers)
        assert -5 <= minutes - found <= 7, f"{found:.0f} minutes"


@pytest.mark.parametrize("name", LESSONS)
def test_the_map_and_the_plan_state_the_minutes_of_the_heading(name):
    number = name[:2]
    lines_of_the_map = [line for cell in read("00_welcome.ipynb").cells for line in cell.source.splitlines()]
    rows = [line for line in lines_of_the_map if f"]({name})" in line]
    assert len(rows) == 1, f"the map in notebooks/00_welcome.ipynb needs one row with a link to {name}"
    (row,) = rows
    plan_path = ROOT / "teacher" / "lessons" / f"{number}.md"
    assert plan_path.exists(), f"the lesson needs a plan, {plan_path.relative_to(ROOT)}"
    plan = plan_path.read_text(encoding="utf-8")
    assert row.split("|")[1].strip() == number
    stated, path = str(reading.stated(read(name))), reading.short_path(read(name))
    short = [str(path[0])] if path else []
    assert re.findall(r"\d+", row.rpartition("★")[2]) == [stated, *short]
    assert re.findall(r"(\d+) minutes alone", plan) == [stated]
    assert re.findall(r"short path of (\d+) minutes", plan) == short


@pytest.mark.parametrize("name", LESSONS)
def test_an_assert_in_a_lesson_reads_as_a_sentence_with_its_unit(name):
    for cell in of_type(read(name), "code"):
        for line in lines(cell):
            if line.startswith(("assert abs(", "assert 3", "assert 5")):
                assert UNIT.search(line.partition("#")[2]), line


def test_it_was_run_from_top_to_bottom(notebook):
    # nbval runs a cell without an execution count but compares nothing
    counts = [cell.execution_count for cell in of_type(notebook, "code")]
    assert counts == list(range(1, len(counts) + 1))


def test_every_cell_that_shows_something_has_kept_it(notebook):
    compared = 0
    for cell in of_type(notebook, "code"):
        shows = isinstance(ast.parse(cell.source).body[-1], ast.Expr) or "print(" in cell.source
        assert bool(cell.outputs) == shows, cell.id
        compared += any("text/plain" in output.get("data", ()) or "text" in output for output in cell.outputs)
    assert compared


def test_every_explorer_has_kept_its_words_and_shows_no_error(notebook):
    for cell in of_type(notebook, "code"):
        if re.search(r"^(hhlab\.)?explore\(", cell.source, flags=re.MULTILINE):
            (output,) = cell.outputs
            assert output.data["text/plain"].startswith("Explorer of ")
            assert "must" not in output.data["text/plain"]


def test_it_shows_no_warning_and_no_error(notebook):
    for cell in of_type(notebook, "code"):
        for output in cell.outputs:
            assert output.output_type != "error", cell.id
            assert output.get("name") != "stderr", output.text


def test_it_names_no_absolute_path(notebook):
    for cell in notebook.cells:
        for text in texts(cell):
            assert not ABSOLUTE_PATH.search(text), cell.id


def test_the_links_between_notebooks_lead_somewhere():
    for name in NAMES:
        for cell in of_type(read(name), "markdown"):
            for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", cell.source):
                assert ((ROOT / "notebooks" / name).parent / target).exists(), f"{name}: {target}"


def test_the_script_runs_and_saves_its_figure_where_there_is_no_screen(tmp_path):
    script = ROOT / "notebooks" / "examples" / "calc_hh.py"
    done = subprocess.run(
        [sys.executable, str(script)],
        cwd=tmp_path,
        env=os.environ | {"MPLBACKEND": "agg"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("20 spikes, peak 41.6 mV")
    assert (tmp_path / "calc_hh.png").stat().st_size > 10_000


def nbval(folder):
    """Run nbval on a folder with the options of `make test`."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8").replace("\\\n", " ")
    (command,) = re.findall(r"^\t\$\(BIN\)/pytest (.*--nbval .*) notebooks$", makefile, flags=re.MULTILINE)
    shutil.copy(ROOT / "conftest.py", folder)
    hidden = ("PYTEST_", "COV_")
    return subprocess.run(
        [sys.executable, "-m", "pytest", *shlex.split(command), str(folder)],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if not name.startswith(hidden)},
        capture_output=True,
        text=True,
        timeout=120,
    ).stdout


def test_nbval_sees_one_changed_digit(tmp_path):
    lesson = read("01_first_spike.ipynb")
    ids = [cell.id for cell in lesson.cells]
    lesson.cells = lesson.cells[: ids.index("define-geometry") + 1]
    nbformat.write(lesson, tmp_path / "as_committed.ipynb")
    shown = lesson.cells[-1].outputs[0].data
    assert shown["text/plain"].startswith("314.159")
    shown["text/plain"] = shown["text/plain"].replace("314.159", "314.158")
    nbformat.write(lesson, tmp_path / "changed.ipynb")

    report = nbval(tmp_path)

    assert re.search(r"\b1 failed, 7 passed\b", report), report
    assert re.search(r"FAILED \S*changed\.ipynb::Cell 3\b", report), report
    assert "314.158" in report


def test_nbval_starts_a_kernel_that_keeps_what_a_subprocess_prints(tmp_path):
    # NEURON's own messages and compilers come this way
    cell = nbformat.v4.new_code_cell("import os\n\nos.system('echo heard') == 0", execution_count=1)
    heard = nbformat.v4.new_output("stream", name="stdout", text="heard\n")
    answer = nbformat.v4.new_output("execute_result", {"text/plain": "True"}, execution_count=1)
    cell.outputs = [heard, answer]
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), tmp_path / "heard.ipynb")

    report = nbval(tmp_path)

    assert "1 passed" in report, report
