"""What a description works out of its own numbers, by hand, and what it says of a slip."""

import math

import pytest

from hhlab import Axon, CurrentClamp, Membrane, MyelinatedAxon


def test_a_cylinder_has_the_area_of_its_wall():
    assert Membrane(L=20, diam=10).area_um2 == pytest.approx(200 * math.pi)


def test_blocked_channels_are_those_that_were_named():
    rest = Membrane(gnabar=0.1, gkbar=0.01).blocked(na=0.3, k=0.8)
    assert (rest.gnabar, rest.gkbar) == pytest.approx((0.07, 0.002))
    assert Membrane().blocked() == Membrane()


def test_a_passive_membrane_has_the_leak_that_it_is_given():
    passive = Membrane.passive(g=0.002, e=-71, cm=2)
    assert (passive.gnabar, passive.gkbar, passive.gl, passive.el, passive.cm) == (0, 0, 0.002, -71, 2)
    assert Membrane.squid_1952() == Membrane(el=-54.387)


def test_a_cable_has_the_length_constant_of_its_leak():
    # √(d/4 / (Ra·gl)), here of 1 µm, 100 Ω·cm and 1 mS/cm²: √2.5e-4 cm
    assert Axon(diam=1, Ra=100, gl=1e-3).lambda_um == pytest.approx(158.11, abs=0.01)
    assert Axon(gl=0).lambda_um == math.inf


def test_nodes_stand_at_both_ends_and_around_every_internode():
    axon = MyelinatedAxon(L=301, node=1, internode=99)
    assert axon.internodes == 3
    assert axon.nodes_um == [0.5, 100.5, 200.5, 300.5]
    assert sum(stretch.L for stretch in axon.stretches) == pytest.approx(301)
    assert [axon.place_um(share) for share in (0, 0.4, 1)] == [0.5, 100.5, 300.5]


def test_myelin_that_is_lost_leaves_the_bare_membrane_and_no_more_leak_than_that_has():
    axon = MyelinatedAxon(L=501, node=1, internode=99, damaged=2, damage=100_000)
    inside = axon.stretches[1::2]
    bare = [stretch.gl == axon.gl and stretch.cm == axon.cm for stretch in inside]
    assert bare == [False, True, True, False, False]
    healthy = (axon.gl_myelin, axon.cm_myelin)
    assert [(stretch.gl, stretch.cm) == healthy for stretch in inside] == [not lost for lost in bare]
    assert {stretch.gnabar for stretch in inside} == {0}


@pytest.mark.parametrize("flag", ["nernst", "inactivation"])
@pytest.mark.parametrize("value", [1, 0.0, "no", None])
def test_a_flag_is_true_or_false(flag, value):
    with pytest.raises(TypeError, match=rf"Membrane.{flag} must be True or False, but it is"):
        Membrane(**{flag: value})


def test_a_current_in_picoamperes_is_told_in_nanoamperes():
    with pytest.raises(ValueError, match=r"CurrentClamp.amp = 2e\+06 nA.*2e\+06 pA is 2000\."):
        CurrentClamp(amp=2e6)
