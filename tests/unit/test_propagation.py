"""Cables against oracles of their own: the cosh solution, SciPy's lines, scaling laws, conservation."""

import math
import pickle
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from neuron import h
from oracle import solve_cable

import hhlab
from hhlab import Axon, CurrentClamp, MyelinatedAxon, Shock, VoltageClamp
from hhlab.protocols.common import rest_mV
from hhlab.results.measures import arrivals_ms, velocity_m_per_s
from hhlab.simulator import integration
from hhlab.simulator.cells import build_axon
from hhlab.simulator.propagation import propagate

SQUID = Axon.squid_1952()
CABLE = Axon.passive(g=1e-4, e=-70, L=1000, diam=1, Ra=100)
THIN = CurrentClamp(amp=0.01, delay=0, dur=1e9)


def steady(axon, at_um=None):
    """Give where a passive cable is recorded [µm] and what 10 pA into its left end have done there [mV]."""
    found = propagate(axon, {0.0: THIN}, at_um=at_um, tstop=300, dt=0.1, v_init=axon.el)
    return found.x_um, found.v[:, -1] - axon.el


def cosh(axon, x_um):
    """Give the exact change [mV] at some places: a sealed cable, a steady 10 pA into its left end."""
    lam = math.sqrt(axon.diam * 1e-4 / (4 * axon.Ra * axon.gl))  # cm
    unending = 4 * axon.Ra * lam / (math.pi * (axon.diam * 1e-4) ** 2)  # Ω
    length = axon.L * 1e-4 / lam
    at_start = 1e3 * THIN.amp * 1e-9 * unending / math.tanh(length)
    return at_start * np.cosh(length - np.asarray(x_um) * 1e-4 / lam) / math.cosh(length)


@pytest.mark.parametrize("change", [{}, {"diam": 4, "Ra": 35.4}, {"L": 300, "gl": 1e-3}, {"cm": 0.1}])
def test_a_passive_cable_fades_as_cosh(change):
    axon = CABLE.but(nseg=201, **change)
    x, v = steady(axon)
    assert len(x) == 201
    assert v == pytest.approx(cosh(axon, x), rel=1e-4)


def test_the_error_of_a_passive_cable_falls_with_the_square_of_the_segment():
    errors = []
    for nseg in (5, 15, 45):
        x, v = steady(CABLE.but(nseg=nseg), at_um=[500.0])
        errors.append(v[0] - cosh(CABLE, x)[0])
    assert errors[0] / errors[1] == pytest.approx(9, rel=0.1)
    assert errors[1] / errors[2] == pytest.approx(9, rel=0.1)


def test_the_d_lambda_rule_is_neurons():
    assert CABLE.lambda_um == pytest.approx(500)
    section = h.Section(name="cable")
    section.diam, section.Ra, section.L = CABLE.diam, CABLE.Ra, CABLE.L
    h.load_file("stdlib.hoc")
    assert CABLE.lambda_100_um == pytest.approx(h.lambda_f(100, sec=section), rel=1e-6)
    assert CABLE.but(d_lambda=0.1).segments == 37
    for d_lambda in (0.02, 0.05, 0.3, 5):
        axon = CABLE.but(d_lambda=d_lambda)
        assert axon.segments % 2 == 1
        assert axon.L / axon.segments <= 1.05 * d_lambda * axon.lambda_100_um
    assert Axon.passive(g=0).lambda_um == math.inf


SHORT = SQUID.but(L=12_000, nseg=15)


def impulse(axon):
    return propagate(axon, tstop=2.5, method="cvode")


def scipys(t, axon=SHORT):
    pulse = axon.pulse()
    return solve_cable(t, axon, pulse.amp, pulse.dur, celsius=18.5)


def test_scipy_finds_the_same_impulse():
    found = impulse(SHORT)
    exact = scipys(found.t)
    assert np.isfinite(arrivals_ms(found)).all()
    assert np.abs(found.v - exact).max() < 0.02
    reference = hhlab.Profile(x_um=found.x_um, t=found.t, v=exact)
    assert arrivals_ms(found) == pytest.approx(arrivals_ms(reference), abs=1e-5)


@pytest.mark.parametrize("channel", ["gnabar", "gkbar", "gl"])
def test_scipys_impulse_notices_a_missing_channel(channel):
    found = impulse(SHORT.but(**{channel: 0}))
    assert np.abs(found.v - scipys(found.t)).max() > 2


def plain_script(sections, stimulated, clamp, tstop, dt=0.005):
    """Give t and v in every segment of connected Sections, as a student's script does."""
    stim = h.IClamp(stimulated)
    stim.delay, stim.dur, stim.amp = clamp.delay, clamp.dur, clamp.amp
    before = {
        name: getattr(h, name) for name in ("celsius", "usetable_hh", "secondorder", "dt", "steps_per_ms")
    }
    try:
        h.celsius, h.usetable_hh, h.secondorder = 18.5, 0, 2
        h.dt, h.steps_per_ms = dt, 1 / dt
        t = h.Vector().record(h._ref_t)
        v = [h.Vector().record(segment._ref_v) for section in sections for segment in section]
        h.finitialize(-65)
        h.continuerun(tstop)
        return np.array(t), np.array([np.array(x) for x in v])
    finally:
        for name, value in before.items():
            setattr(h, name, value)


def test_a_plain_script_gives_the_same_samples():
    h.load_file("stdrun.hoc")
    axon = h.Section(name="axon")
    axon.L, axon.diam, axon.Ra, axon.nseg = 50_000, 476, 35.4, 97
    axon.insert("hh")
    axon.el_hh = -54.387
    t, v = plain_script([axon], axon(0.001), SQUID.pulse(), 4)
    found = propagate(SQUID, tstop=4)
    assert np.array_equal(found.t, t)
    assert np.array_equal(found.v, v)


def velocity(axon=SQUID, **run):
    return velocity_m_per_s(propagate(axon, **run))


def test_the_velocity_converges_to_the_proved_one():
    # C. Hendrick, hh-pulse, theorem 1: 18.73188824788 m/s; the error falls with dx²
    places = [20_000, 30_000]
    coarse, fine = (velocity(SQUID.but(L=50_000, nseg=nseg), at_um=places, dt=0.0025) for nseg in (125, 375))
    assert fine + (fine - coarse) / 8 == pytest.approx(18.73188824788, rel=2e-4)
    assert velocity() == pytest.approx(18.7319, rel=0.003)


def test_the_velocity_converges_with_the_square_of_the_segment():
    found = [velocity(SQUID.but(L=60_000, nseg=nseg), method="cvode") for nseg in (45, 135, 405)]
    assert (found[1] - found[0]) / (found[2] - found[1]) == pytest.approx(9, rel=0.15)


@pytest.mark.parametrize(("method", "ratio"), [("cn", 4), ("neuron", 2)])
def test_the_velocity_converges_with_the_order_of_the_method(method, ratio):
    axon = SQUID.but(nseg=45)
    found = [velocity(axon, method=method, dt=dt) for dt in (0.02, 0.01, 0.005)]
    assert (found[1] - found[0]) / (found[2] - found[1]) == pytest.approx(ratio, rel=0.1)


def test_the_velocity_grows_with_the_root_of_the_diameter_and_falls_with_that_of_ra():
    expected = velocity(SQUID)
    for diam in (0.5, 1, 119, 952):
        thin = SQUID.but(diam=diam, L=SQUID.L * math.sqrt(diam / 476))
        assert velocity(thin) == pytest.approx(expected * math.sqrt(diam / 476), rel=1e-6)
    for ra in (17.7, 70.8):
        scaled = SQUID.but(Ra=ra, L=SQUID.L * math.sqrt(35.4 / ra))
        assert velocity(scaled) == pytest.approx(expected * math.sqrt(35.4 / ra), rel=1e-6)
    # and on one and the same grid, where only the cable differs
    for diam in (238, 952):
        assert velocity(SQUID.but(diam=diam, nseg=301)) == pytest.approx(
            velocity(SQUID.but(nseg=301)) * math.sqrt(diam / 476), rel=0.002
        )


def test_currents_balance_in_every_segment():
    found = propagate(SQUID.but(L=20_000), method="cvode", tstop=4, record=("v", "i_cap", "ina", "ik", "il"))
    axon, dx_cm = SQUID, 1e-4 * (found.x_um[1] - found.x_um[0])
    i = 10
    # d/4Ra · d²V/dx², in mA/cm²
    curvature = (found.v[i + 1] - 2 * found.v[i] + found.v[i - 1]) / dx_cm**2
    axial = axon.diam * 1e-4 / (4 * axon.Ra) * curvature
    here = found.at(found.x_um[i])
    balance = here.i_cap + here.ina + here.ik + here.il - axial
    assert np.abs(balance).max() < 1e-6 * np.abs(here.i_cap).max()


def test_an_impulse_runs_as_fast_backwards():
    forwards = propagate(SQUID)
    backwards = propagate(SQUID, {SQUID.L: SQUID.pulse()})
    assert velocity_m_per_s(backwards) == pytest.approx(-velocity_m_per_s(forwards), rel=1e-9)
    assert backwards.v[::-1] == pytest.approx(forwards.v, abs=1e-6)


def test_from_the_middle_it_runs_both_ways():
    found = propagate(SQUID, {SQUID.L / 2: SQUID.pulse()})
    assert velocity_m_per_s(found, 0.7 * SQUID.L, 0.9 * SQUID.L) > 18
    assert velocity_m_per_s(found, 0.1 * SQUID.L, 0.3 * SQUID.L) < -18
    arrivals = arrivals_ms(found)
    assert arrivals == pytest.approx(arrivals[::-1], abs=1e-6)


def test_a_warm_impulse_that_stays_below_zero_is_timed_as_well():
    found = propagate(SQUID, celsius=30)
    assert found.at(25_000).v.max() < 0
    assert velocity_m_per_s(found) == pytest.approx(23.4, rel=0.01)


def test_sites_are_true_places():
    axon = SQUID.but(nseg=11)
    found = propagate(axon, at_um=[0, 24_000, 26_000, 50_000, 50_000])
    assert found.x_um == pytest.approx(np.array([0.5, 5.5, 10.5]) / 11 * 50_000)
    everywhere = propagate(axon)
    assert everywhere.x_um == pytest.approx((np.arange(11) + 0.5) / 11 * 50_000)
    assert np.array_equal(everywhere.v[5], found.v[1])
    assert np.array_equal(propagate(axon, at_um=25_000).v[0], found.v[1])


def test_every_trace_can_be_had_at_every_place():
    names = ("v", "m", "h", "n", "gna", "gk", "ina", "ik", "il", "i_cap")
    found = propagate(SQUID, at_um=[10_000, 30_000], record=names, method="cvode").at(30_000)
    assert set(found.traces) == set(names)
    assert found.gna == pytest.approx(0.12 * found.m**3 * found.h, rel=1e-9)
    assert found.ina == pytest.approx(found.gna * (found.v - 50), rel=1e-9, abs=1e-12)
    assert "CVODE" in found.configuration
    assert "18.5 °C" in found.configuration
    pronase = propagate(SQUID.but(inactivation=False), at_um=25_000, record=("h", "gna"), tstop=2)
    assert (pronase.at(25_000).h == 1).all()


def test_a_silent_axon_stays_at_rest():
    rest = rest_mV(SQUID)
    found = propagate(SQUID, {}, v_init=rest, tstop=20)
    assert np.abs(found.v - rest).max() < 1e-9
    assert np.isnan(arrivals_ms(found)).all()
    assert math.isnan(velocity_m_per_s(found))


def test_a_profile_travels_between_processes():
    found = hhlab.propagate(SQUID, record=("v", "ina"))
    assert np.array_equal(found.v, propagate(SQUID).v)
    copy = pickle.loads(pickle.dumps(found))
    assert np.array_equal(copy.others["ina"], found.others["ina"])


@pytest.mark.parametrize("method", ["cn", "neuron", "cvode"])
def test_an_axon_leaves_the_callers_settings_alone(method):
    expected = propagate(SQUID, method=method)
    before = {name: getattr(h, name) for name in ("celsius", "dt", "secondorder", "usetable_hh", "t")}
    try:
        h.dt, h.celsius, h.secondorder, h.usetable_hh = 0.2, 30, 1, 1
        theirs = {name: getattr(h, name) for name in before}
        assert np.array_equal(propagate(SQUID, method=method).v, expected.v)
        assert {name: getattr(h, name) for name in before} == theirs
    finally:
        for name, value in before.items():
            setattr(h, name, value)


def test_a_cable_of_many_segments_can_be_interrupted_between_short_chunks(monkeypatch):
    axon, ends = SQUID.but(nseg=4001), []
    whole = propagate(axon.but(nseg=401), at_um=25_000, tstop=0.5)
    chunked = integration._parallel.psolve
    parallel = SimpleNamespace(set_maxstep=integration._parallel.set_maxstep)
    parallel.psolve = lambda end: (ends.append(end), chunked(end))
    monkeypatch.setattr(integration, "_parallel", parallel)
    assert len(propagate(axon, at_um=25_000, tstop=5, dt=0.05).t) == 101
    assert len(ends) == 1
    ends.clear()
    assert len(propagate(axon, at_um=25_000, tstop=5, dt=0.005).t) == 1001
    assert len(ends) == 3
    ends.clear()
    monkeypatch.setattr(integration, "CHUNK_STEPS", 10)
    again = propagate(axon.but(nseg=401), at_um=25_000, tstop=0.5)
    assert len(ends) == 10
    assert np.array_equal(again.v, whole.v)
    assert np.array_equal(again.t, whole.t)


# myelin

NERVE = MyelinatedAxon(L=20_021)


def test_a_myelinated_axon_is_nodes_and_internodes():
    assert NERVE.internodes == 20
    stretches = NERVE.stretches
    assert [stretch.L for stretch in stretches[:3]] == [1, 1000, 1]
    assert len(stretches) == 41
    assert stretches[0].gnabar == pytest.approx(1.2)
    assert (stretches[1].gnabar, stretches[1].cm) == (0, 0.01)
    assert sum(stretch.L for stretch in stretches) == pytest.approx(NERVE.L)
    assert NERVE.nodes_um[:2] == pytest.approx([0.5, 1001.5])
    assert NERVE.place_um(0.5) == NERVE.nodes_um[10]
    damaged = NERVE.but(damaged=3, damage=1000).stretches
    assert [stretch.cm for stretch in damaged[1::2]] == [0.01] * 8 + [1.0] * 3 + [0.01] * 9
    found = propagate(NERVE, at_um=NERVE.nodes_um)
    assert found.x_um == pytest.approx(NERVE.nodes_um)


@pytest.mark.parametrize("method", ["cn", "neuron"])
def test_under_myelin_no_rates_are_worked_out_and_the_potential_is_the_same_to_the_last_bit(method):
    parts, _ = build_axon(NERVE, gates=False)
    assert [part.has_membrane("hh") for part in parts] == [True, False] * 20 + [True]
    quick, full = (propagate(NERVE, method=method, record=names) for names in (("v",), ("v", "m")))
    assert np.array_equal(quick.v, full.v)
    assert full.others["m"].shape == full.v.shape


def test_a_plain_script_of_a_chain_gives_the_same_impulse():
    h.load_file("stdrun.hoc")
    chain = []
    for i in range(41):
        part = h.Section(name=f"part[{i}]")
        part.diam, part.Ra = 10, 35.4
        if i % 2:
            part.L, part.nseg, part.cm = 1000, 3, 0.1 if i in (17, 19, 21) else 0.01
            part.insert("pas")
            part.g_pas, part.e_pas = 1e-5 if i in (17, 19, 21) else 1e-6, -65
        else:
            part.L = 1
            part.insert("hh")
            part.gnabar_hh, part.gkbar_hh, part.gl_hh = 1.2, 0.36, 0.003
        if chain:
            part.connect(chain[-1](1))
        chain.append(part)
    axon = NERVE.but(damaged=3, nseg=3)
    t, v = plain_script(chain, chain[0](0.5), axon.pulse(), 3)
    found = propagate(axon, tstop=3)
    assert np.array_equal(found.t, t)
    assert found.v == pytest.approx(v, abs=1e-6)
    assert np.isfinite(arrivals_ms(found)).all()


def test_myelin_without_nodes_of_its_own_is_the_bare_axon():
    bare = Axon(L=20_021, diam=10, d_lambda=0.02)
    same = MyelinatedAxon(L=20_021, density=1, node=1000, internode=1, cm_myelin=1, gl_myelin=3e-4)
    assert velocity(same, tstop=12) == pytest.approx(velocity(bare, tstop=12), rel=0.01)


def test_a_segment_of_an_internode_is_short_enough():
    found = velocity(MyelinatedAxon(L=30_031))
    assert velocity(MyelinatedAxon(L=30_031, nseg=15)) == pytest.approx(found, rel=0.002)


# bad input


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: propagate("squid"), TypeError, "axon must be an Axon, but it is 'squid'"),
        (lambda: propagate(hhlab.Membrane()), TypeError, "axon must be an Axon"),
        (lambda: propagate(SQUID, SQUID.pulse()), TypeError, r"must say where, as in \{0.0: axon.pulse"),
        (
            lambda: propagate(SQUID, {-1: SQUID.pulse()}),
            ValueError,
            "place of a stimulus = -1 µm.*at least 0",
        ),
        (lambda: propagate(SQUID, {"end": SQUID.pulse()}), TypeError, "place of a stimulus must be a number"),
        (lambda: propagate(SQUID, {0: 5}), TypeError, "clamp must be one of"),
        (lambda: propagate(SQUID, {0: Shock()}), TypeError, "takes a current: axon.pulse"),
        (lambda: propagate(SQUID, {0: VoltageClamp()}), ValueError, "rings under"),
        (lambda: propagate(SQUID, at_um=[]), ValueError, "at_um is empty"),
        (
            lambda: propagate(SQUID, at_um=60_000),
            ValueError,
            "at_um = 60000 µm, but it must be at most 50000",
        ),
        (lambda: propagate(SQUID, at_um="all"), TypeError, "at_um must be a number"),
        (lambda: propagate(SQUID, at_um=[math.nan]), ValueError, "finite"),
        (lambda: propagate(SQUID, record="i_stim"), ValueError, "belongs to a clamp"),
        (lambda: propagate(SQUID, record=("v", "i_syn")), ValueError, "belongs to a clamp"),
        (lambda: propagate(SQUID, tstop=2000), ValueError, "would record .* Name fewer places"),
        (
            lambda: propagate(SQUID.but(nseg=20_000), tstop=2000, at_um=0),
            ValueError,
            "segments times steps",
        ),
        (lambda: propagate(SQUID, dt=0), ValueError, "Settings.dt"),
        (lambda: propagate(SQUID, celsius=math.nan), ValueError, "Settings.celsius"),
        (lambda: Axon(Ra=0), ValueError, "Axon.Ra = 0 Ω·cm, but it must be above 0"),
        (lambda: Axon(diam="thick"), TypeError, "Axon.diam must be a number in µm"),
        (lambda: Axon(nseg=2.5), ValueError, "whole number"),
        (lambda: Axon(L=1e6, diam=0.1, d_lambda=0.001), ValueError, "segments, but an axon has at most"),
        (lambda: Axon(nseg=0, d_lambda=math.nan), ValueError, "finite"),
        (lambda: MyelinatedAxon(L=500), ValueError, "one internode between two nodes takes 1002 µm"),
        (lambda: MyelinatedAxon(damaged=41), ValueError, "only 40 internodes fit"),
        (lambda: MyelinatedAxon(damage=0.5), ValueError, "MyelinatedAxon.damage = 0.5"),
        (lambda: MyelinatedAxon(node="1"), TypeError, "MyelinatedAxon.node must be a number in µm"),
        (lambda: SQUID.place_um(1.5), ValueError, "share = 1.5"),
        (lambda: hhlab.simulate(SQUID), TypeError, r"run the axon with hhlab.propagate\(axon\)"),
        (lambda: propagate(SQUID).at(-500), ValueError, "x_um = -500 µm"),
        (lambda: velocity_m_per_s(propagate(SQUID), 100, 101), ValueError, "Take them farther apart"),
        (lambda: velocity_m_per_s(propagate(SQUID, at_um=0)), ValueError, "Take them farther apart"),
    ],
)
def test_impossible_axons_and_runs_are_refused(call, error, message):
    with pytest.raises(error, match=message):
        call()


anything = st.one_of(
    st.floats(allow_nan=True, allow_infinity=True),
    st.sampled_from([0, -1, 1e-9, 0.1, 1, 35.4, 476, 1e5, 1e300, math.nan, math.inf, "1", None, True]),
)


@settings(max_examples=150, deadline=None)
@given(diam=anything, ra=anything, L=anything, gnabar=anything, celsius=anything, amp=anything, x=anything)
def test_any_axon_gives_a_finite_profile_or_a_clear_error(diam, ra, L, gnabar, celsius, amp, x):
    try:
        axon = Axon(diam=diam, Ra=ra, L=L, gnabar=gnabar)
        found = propagate(axon, {x: CurrentClamp(amp=amp, delay=0)}, celsius=celsius, tstop=0.5, dt=0.025)
    except (TypeError, ValueError, hhlab.SimulationError) as error:
        assert len(str(error)) > 20
    else:
        assert found.v.shape == (axon.segments, 21)
        assert np.isfinite(found.v).all()


@settings(max_examples=150, deadline=None)
@given(
    L=st.sampled_from([5, 500, 1003, 5000, 20_000, 1e300, math.nan, "1"]),
    node=anything,
    internode=st.one_of(anything, st.floats(10, 3000)),
    density=anything,
    cm_myelin=anything,
    damaged=st.one_of(anything, st.integers(-1, 5)),
    damage=anything,
)
def test_any_myelin_gives_an_axon_that_runs_or_a_clear_error(
    L, node, internode, density, cm_myelin, damaged, damage
):
    try:
        axon = MyelinatedAxon(
            L=L,
            node=node,
            internode=internode,
            density=density,
            cm_myelin=cm_myelin,
            damaged=damaged,
            damage=damage,
        )
        found = propagate(axon, at_um=axon.nodes_um[:3], tstop=0.5, dt=0.025)
    except (TypeError, ValueError, hhlab.SimulationError) as error:
        assert len(str(error)) > 20
    else:
        assert np.isfinite(found.v).all()


def test_one_voltage_clamp_among_other_stimuli_rings_too():
    axon = Axon(L=1000)
    stimuli = {0.0: hhlab.CurrentClamp(), 1000.0: hhlab.VoltageClamp()}
    with pytest.raises(ValueError, match='voltage clamp rings under method="cn"'):
        hhlab.propagate(axon, stimuli, tstop=0.1)
