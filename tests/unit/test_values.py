"""Every validated value comes out, does not without its channels, and stands so in the documentation."""

from pathlib import Path

import pytest
from values import all_rows, expected, measured
from values._table import parsed, shown

from hhlab.simulator.integration import SimulationError

ROWS = all_rows()
LOSSES = [(item, channel) for item in ROWS for channel in item.lost]
PAGE = Path(__file__).parents[2] / "docs" / "values.md"


@pytest.fixture(scope="module")
def page():
    return parsed(PAGE.read_text(encoding="utf-8"))


def cells_of(item, page):
    return page[f"{item.key} [{item.unit}]" if item.unit else item.key]


@pytest.mark.parametrize("item", ROWS, ids=lambda item: item.key)
def test_a_value_comes_out_and_the_page_says_so(item, page):
    assert item.agrees(measured(item)), f"{measured(item)} instead of {expected(item)} ± {item.tolerance}"
    _, value, tolerance, found, _, configuration, source = cells_of(item, page)
    assert (configuration, source) == (item.configuration, item.source)
    assert float(tolerance) == pytest.approx(item.tolerance, rel=0.06)
    for printed, now in ((value, expected(item)), (found, measured(item))):
        if "none" in (printed, shown(now, item.tolerance)):
            assert printed == shown(now, item.tolerance)
        else:
            assert float(printed) == pytest.approx(now, abs=0.2 * item.tolerance + 1e-9)


@pytest.mark.parametrize(("item", "channel"), LOSSES, ids=lambda x: x if isinstance(x, str) else x.key)
def test_no_value_survives_the_loss_of_a_channel(item, channel):
    try:
        found = float(item.measure(item.subject.but(**{channel: 0})))
    except (ValueError, IndexError, ZeroDivisionError, SimulationError):
        return  # NoThreshold, no spike, nothing turns, or nothing stands: no value at all
    assert not item.agrees(found)


def test_the_page_has_every_row_and_no_other(page):
    keys = [f"{item.key} [{item.unit}]" if item.unit else item.key for item in ROWS]
    assert len(set(keys)) == len(keys)
    assert list(page) == keys


def test_a_value_has_a_source_and_a_configuration():
    for item in ROWS:
        assert item.source, item.key
        assert item.configuration, item.key
        assert item.tolerance >= 0
