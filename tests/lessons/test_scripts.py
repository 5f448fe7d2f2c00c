"""The script of every explorer, run in a fresh process: it gives what was on the screen, to the last bit."""

import json
import subprocess
import sys
from pathlib import Path

import flat
import pytest
from each_explorer import NAMES, run

FLAT = Path(flat.__file__)
# Runs in the kernel after each explorer: its script as it is first, and with every control elsewhere.
COPY = """
def _copy(explorer, folder, number):
    import pickle
    import sys

    sys.path.insert(0, {here!r})
    from flat import flat
    sys.path.pop(0)
    for setting in ("first", "other"):
        for control in explorer.controls.values() if setting == "other" else ():
            _move(control, explorer)
        assert explorer._scope.tools["script"], "there is no button"
        text = explorer.script()
        assert not explorer.error, explorer.error
        with open(f"{{folder}}/{{number:02}}-{{setting}}.py", "w", encoding="utf-8") as file:
            file.write(text)
        with open(f"{{folder}}/{{number:02}}-{{setting}}.pickle", "wb") as file:
            pickle.dump(flat(explorer.result), file)


def _move(control, explorer):
    before = control.value
    if hasattr(control, "slider"):
        slider = control.slider
        far = max((slider.min, slider.max), key=lambda end: abs(end - slider.value))
        slider.value = type(slider.value)(slider.value + 0.3 * (far - slider.value))
    else:
        options = [one[1] if isinstance(one, tuple) else one for one in control.options]
        now = control.value
        control.value = tuple(options) if isinstance(now, tuple) else options[options.index(now) - 1]
    if explorer.error:  # not every setting can be run
        control.value = before
"""


def differences(folder):
    """Run the scripts in a folder, and give what each says that differs from the screen."""
    command = [sys.executable, "-W", "error", FLAT, folder]
    done = subprocess.run(command, capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize("name", NAMES)
def test_every_script_gives_what_is_on_the_screen(name, tmp_path):
    explorers = run(
        name, COPY.format(here=str(FLAT.parent)), f"_copy({{explorer}}, {str(tmp_path)!r}, {{number}})"
    )
    assert explorers
    found = differences(tmp_path)
    assert len(found) == 2 * explorers
    assert {script: said for script, said in found.items() if said} == {}
