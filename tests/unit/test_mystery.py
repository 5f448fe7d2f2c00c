"""What an answer to the mystery neuron earns: half for the name, the rest for the way and the value."""

import pytest

from hhlab.exercises.bank.l15 import NORMAL, SUSPECTS
from hhlab.exercises.judging import judge
from hhlab.exercises.mystery import SECRETS

NEURONS = range(len(SECRETS))


def verdict(neuron, answer):
    return judge("L15.mystery", {"neuron": neuron}, answer)


def at(neuron, share):
    """Give an answer whose value lies a share of the way from the usual one to the true one."""
    name, truth = SECRETS[neuron]
    return f"{name} {NORMAL[name] + share * (truth - NORMAL[name]):.8g}"


@pytest.mark.parametrize("neuron", NEURONS)
def test_the_name_earns_half_whatever_comes_with_it(neuron):
    name, _ = SECRETS[neuron]
    for answer in (name, f"{name} ", at(neuron, 0), at(neuron, -0.01), at(neuron, -1), at(neuron, 10)):
        found = verdict(neuron, answer)
        assert found.marks == 4
        assert "half of the marks" in str(found)


@pytest.mark.parametrize("neuron", NEURONS)
def test_only_the_right_way_and_the_nearness_to_it_earn_more(neuron):
    earned = [verdict(neuron, at(neuron, share)).marks for share in (-1, -0.1, 0, 0.2, 0.6, 1, 1.4, 2)]
    assert earned == [4, 4, 4, 4, 6, 8, 6, 4]


@pytest.mark.parametrize("neuron", NEURONS)
def test_the_value_may_be_typed_with_the_unit_that_the_options_print(neuron):
    name, truth = SECRETS[neuron]
    unit = SUSPECTS[name][1]
    assert verdict(neuron, f"{name} {truth:g} {unit}").marks == 8
    assert verdict(neuron, f"{name} {truth:g}{unit}").marks == 8
    assert verdict(neuron, f"{name} {truth:g} furlongs").code == "type"


def test_another_name_earns_nothing():
    for neuron in NEURONS:
        for name in set(NORMAL) - {SECRETS[neuron][0]}:
            assert verdict(neuron, name).marks == verdict(neuron, f"{name} 0.05").marks == 0
