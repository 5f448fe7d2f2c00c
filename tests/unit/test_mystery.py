"""What an answer to the mystery neuron earns: half for the name, the rest for the way and the value."""

import pytest
from solutions.l15 import excluding, said

import hhlab
from hhlab.exercises.bank import find
from hhlab.exercises.bank.l15 import NORMAL, SUSPECTS
from hhlab.exercises.classroom import Desk
from hhlab.exercises.exclusion import EXPERIMENTS, excludes
from hhlab.exercises.judging import judge
from hhlab.exercises.mystery import SECRETS

NEURONS = range(len(SECRETS))


GIVEN = find("L15.mystery").given
EVIDENCE = GIVEN["evidence"][0]


def verdict(neuron, answer):
    """Give what an answer earns that excludes something besides."""
    evidence = excluding(neuron)
    return judge("L15.mystery", {"neuron": neuron, "evidence": EVIDENCE}, f"{answer}; {evidence}")


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


@pytest.mark.parametrize("neuron", NEURONS)
def test_nothing_is_said_of_a_name_before_something_else_is_excluded(neuron):
    name, truth = SECRETS[neuron]
    others = [one for one in NORMAL if one != name]
    for answer in (f"{name} {truth:g}", name, f"{others[0]} 1", f"{name} {truth:g}; {name} by rest"):
        found = judge("L15.mystery", {"neuron": neuron, "evidence": EVIDENCE}, answer)
        assert (found.code, found.marks) == ("no-exclusion", 0), answer


@pytest.mark.parametrize("neuron", NEURONS)
def test_what_was_changed_is_excluded_by_no_experiment(neuron):
    name, truth = SECRETS[neuron]
    for experiment in EXPERIMENTS:
        assert not excludes(experiment, name, name, truth), experiment


@pytest.mark.parametrize("neuron", NEURONS)
def test_each_other_candidate_is_excluded_by_some_experiment_but_few(neuron):
    # two candidates may be so alike that only a fit tells them apart
    name, truth = SECRETS[neuron]
    found = [
        [excludes(experiment, other, name, truth) for experiment in EXPERIMENTS]
        for other in NORMAL
        if other != name
    ]
    assert sum(map(any, found)) >= 5
    assert 0.2 < sum(map(sum, found)) / (6 * len(EXPERIMENTS)) < 0.65


@pytest.mark.parametrize("neuron", NEURONS)
def test_an_answer_of_an_older_lab_is_marked_as_it_was(neuron):
    name, truth = SECRETS[neuron]
    earned = [
        judge("L15.mystery", {"neuron": neuron}, one).marks for one in (f"{name} {truth:g}", name, "x 1")
    ]
    assert earned == [8, 4, 0]


def test_the_secret_is_named_once_an_answer_was_right_and_not_before(monkeypatch, tmp_path):
    monkeypatch.setenv("HHLAB_ANSWERS", str(tmp_path))
    neuron = Desk("L15.mystery").given["neuron"]
    name, value = SECRETS[neuron]
    assert hhlab.mystery_secret() is None
    for answer in (name, said(neuron, -1), said(neuron, 1.4), f"{name} {value:g}"):
        hhlab.check("L15.mystery", answer)
        assert hhlab.mystery_secret() is None, answer
    hhlab.check("L15.mystery", said(neuron))
    assert hhlab.mystery_secret() == (name, value)
    # what was found stays found
    hhlab.check("L15.mystery", name)
    assert hhlab.mystery_secret() == (name, value)
