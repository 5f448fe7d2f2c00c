"""Equilibria, Hopf points and cycles against proved values; the reduced model against its own definition.

hh-dynamics: C. Hendrick (2026), a preprint with programs, whose theorems are proved by interval arithmetic.
"""

import math
import time

import numpy as np
import pytest
from neuron import h
from scipy.integrate import solve_ivp

from hhlab import Membrane, rates
from hhlab.descriptions.parameters import CurrentClamp, Settings, Shock
from hhlab.dynamics.branches import cycle_branch, cycle_fold
from hhlab.dynamics.cycles import NoCycle, limit_cycle
from hhlab.dynamics.equations import at_rest, jacobian, slope
from hhlab.dynamics.equilibria import equilibria, hopf_points
from hhlab.dynamics.reduced import ReducedModel, reduced_hopf_uA_per_cm2
from hhlab.dynamics.shocks import shocked_cycle, stops_firing
from hhlab.protocols.common import amp_nA, rest_mV
from hhlab.results.measures import spike_times_ms
from hhlab.results.recording import Recording
from hhlab.simulator.cells import build_soma
from hhlab.simulator.engine import simulate
from hhlab.simulator.integration import advance, configured
from hhlab.simulator.stimuli import attach

SQUID = Membrane.squid_1952()


@pytest.fixture(scope="module")
def branch():
    return cycle_branch(SQUID)


def test_the_jacobian_is_the_derivative_of_the_slope():
    y = at_rest(np.array([-65.0, -40.0, 10.0])) + 0.01
    for celsius in (6.3, 16.3):
        for i in range(4):
            step = np.zeros((4, 1))
            step[i] = 1e-5
            above, below = slope(SQUID, 5.0, celsius, y + step), slope(SQUID, 5.0, celsius, y - step)
            expected = (above - below) / 2e-5
            assert jacobian(SQUID, celsius, y)[:, i] == pytest.approx(expected, rel=1e-5, abs=1e-6)


def test_the_slope_is_what_neuron_integrates():
    run = simulate(SQUID, CurrentClamp(amp=amp_nA(10, SQUID), delay=0, dur=50), tstop=30, method="cvode")
    own = solve_ivp(
        lambda _, y: slope(SQUID, 10.0, 6.3, y),
        (0, 30),
        at_rest(-65.0),
        method="LSODA",
        rtol=1e-9,
        atol=1e-9,
        t_eval=run.t[run.t <= 30],
    )
    assert own.y[0] == pytest.approx(run.v[run.t <= 30], abs=0.3)  # CVODE is half a microsecond off


def test_hopf_points_are_the_proved_ones():
    # hh-dynamics, theorem 2
    low, high = hopf_points(SQUID)
    assert low.density_uA_per_cm2 == pytest.approx(9.775437995393, abs=1e-7)
    assert high.density_uA_per_cm2 == pytest.approx(154.522433665808, abs=1e-6)
    assert (low.v_mV, high.v_mV) == pytest.approx((-59.654, -43.058), abs=5e-4)
    # the angular frequencies there: 0.586234 and 1.062922 rad/ms
    turns = [1000 * omega / (2 * math.pi) for omega in (0.586234, 1.062922)]
    assert (low.frequency_hz, high.frequency_hz) == pytest.approx(turns, abs=1e-3)


def test_the_leak_shifts_a_hopf_point_by_its_own_current():
    # hh-dynamics: the current shifts by exactly gl times the shift of el
    shifted = hopf_points(SQUID.but(el=-54.3))[0]
    change = shifted.density_uA_per_cm2 - hopf_points(SQUID)[0].density_uA_per_cm2
    assert change == pytest.approx(0.3 * (-54.387 + 54.3), abs=1e-9)


def test_there_is_one_equilibrium_for_every_current():
    # hh-dynamics, theorem 1: for every current in [0, 200] µA/cm²
    for density in range(0, 201, 5):
        (found,) = equilibria(SQUID, density=density)
        assert found.stable == (not 9.7754 < density < 154.5224)
        assert found.v_mV == pytest.approx(rest_mV(SQUID, density), abs=1e-8)


def test_the_equilibrium_under_8_is_the_proved_one():
    # hh-dynamics, theorem 4
    (found,) = equilibria(SQUID, density=8)
    assert found.v_mV == pytest.approx(-65 + 4.646624016873, abs=1e-9)
    assert found.gates["m"] == pytest.approx(float(rates.steady_state("m", found.v_mV)))
    assert found.eigenvalues.real.max() < 0


def test_warmth_changes_the_eigenvalues_and_not_the_place():
    cold, warm = (equilibria(SQUID, density=8, celsius=celsius)[0] for celsius in (6.3, 16.3))
    assert cold.v_mV == warm.v_mV
    assert not np.allclose(cold.eigenvalues, warm.eigenvalues)


def test_the_cycle_under_8_is_the_proved_one():
    # hh-dynamics, theorem 5: period 16.00771280383 ms, v reaches 95.953 mV above rest
    cycle = limit_cycle(SQUID, density=8)
    assert cycle.period_ms == pytest.approx(16.00771280383, abs=1e-6)
    assert cycle.rate_hz == pytest.approx(62.470, abs=1e-3)
    assert cycle.recording.v.max() == pytest.approx(-65 + 95.953, abs=0.01)
    assert cycle.stable
    # one multiplier is 1: a shift along the cycle itself
    assert np.abs(cycle.multipliers - 1).min() < 1e-3


def test_without_sodium_channels_nothing_repeats_itself():
    for function in (limit_cycle, cycle_branch, cycle_fold):
        with pytest.raises(NoCycle):
            function(SQUID.but(gnabar=0))
    with pytest.raises(NoCycle, match=r"Under 5 µA/cm² this membrane comes to rest"):
        limit_cycle(SQUID, density=5)


def test_the_fold_of_cycles_is_the_published_one():
    # hh-dynamics, numerical: 6.260321 µA/cm², 50.3 Hz
    fold = cycle_fold(SQUID)
    assert fold.density_uA_per_cm2 == pytest.approx(6.260321, abs=2e-6)
    assert fold.rate_hz == pytest.approx(50.3, abs=0.05)


def test_the_branch_joins_both_hopf_points(branch):
    low, high = hopf_points(SQUID)
    ends = branch.densities_uA_per_cm2[[-1, 0]]
    assert ends == pytest.approx((low.density_uA_per_cm2, high.density_uA_per_cm2), abs=0.5)
    assert 1000 / branch.periods_ms[[-1, 0]] == pytest.approx((low.frequency_hz, high.frequency_hz), rel=0.02)
    assert branch.densities_uA_per_cm2.min() == pytest.approx(6.2603, abs=0.01)


def test_cycles_are_stable_down_to_the_fold_and_unstable_beyond(branch):
    fold = int(branch.densities_uA_per_cm2.argmin())
    assert branch.stable[: fold - 1].all()
    assert not branch.stable[fold + 1 :].any()
    # hh-dynamics: the upper Hopf point is supercritical, the lower one subcritical
    assert branch.densities_uA_per_cm2[0] < hopf_points(SQUID)[1].density_uA_per_cm2
    assert branch.densities_uA_per_cm2[-1] < hopf_points(SQUID)[0].density_uA_per_cm2


def test_the_unstable_branch_turns_twice_more(branch):
    # Rinzel and Miller (1980), Math. Biosci. 49:27: folds near 7.92 and 7.85 µA/cm²
    turns = np.flatnonzero(np.diff(np.sign(np.diff(branch.densities_uA_per_cm2)))) + 1
    assert len(turns) == 3
    assert branch.densities_uA_per_cm2[turns] == pytest.approx((6.26, 7.92, 7.85), abs=0.02)


def test_neuron_fires_with_the_height_of_the_branch(branch):
    i = int(np.argmin(np.abs(branch.densities_uA_per_cm2 - 40)))
    density = branch.densities_uA_per_cm2[i]
    run = simulate(SQUID, CurrentClamp(amp=amp_nA(density, SQUID), delay=0, dur=300), method="cvode")
    late = run.t > 200
    assert run.v[late].max() == pytest.approx(branch.highest_mV[i], abs=0.1)
    assert run.v[late].min() == pytest.approx(branch.lowest_mV[i], abs=0.1)
    assert np.diff(spike_times_ms(run))[-1] == pytest.approx(branch.periods_ms[i], abs=0.002)


@pytest.mark.parametrize(
    ("shift", "at", "stops"),
    [
        (4, 9, True),
        (4, 10, True),
        (-4, 14, True),
        (-4, 15, True),
        (4, 5, False),
        (0, 9.5, False),
    ],
)
def test_one_shock_stops_the_firing_or_does_not(shift, at, stops):
    # curriculum.md, L09
    assert stops_firing(SQUID, shift_mV=shift, at_ms=at) == stops


def test_neuron_is_stopped_by_the_same_shock():
    step = CurrentClamp(amp=amp_nA(8, SQUID), delay=0, dur=1000)
    crossing = spike_times_ms(simulate(SQUID, step, tstop=100, method="cvode"), -45.0)[4]
    assert late_spikes(step, Shock(shift=4, delay=crossing + 9.5)) == 0
    assert late_spikes(step, Shock(shift=0, delay=crossing + 9.5)) > 3


def late_spikes(*clamps):
    """Give how often NEURON's soma fires from 300 to 400 ms under several clamps at once."""
    settings = Settings(method="cvode", tstop=400)
    with configured(settings):
        soma = build_soma(SQUID)
        electrodes = [attach(clamp, soma(0.5)) for clamp in clamps]
        t, v = h.Vector().record(h._ref_t), h.Vector().record(soma(0.5)._ref_v)
        advance(settings, on_start=[electrode.on_start for electrode in electrodes])
        return int((spike_times_ms(Recording(t, v=v)) > 300).sum())


def test_a_shocked_cycle_is_cut_where_it_was_asked():
    recording = shocked_cycle(SQUID, shift_mV=4, at_ms=9.5, tstop=20)
    assert recording.v[0] == pytest.approx(-45, abs=0.01)
    i = int(np.flatnonzero(recording.t == 9.5)[0])
    assert recording.v[i + 1] - recording.v[i] == pytest.approx(4)
    assert recording.t[-1] == 20


def test_the_reduced_model_has_the_published_rest_and_hopf_point():
    # curriculum.md, L09: rest -65.09 mV, Hopf point 6.75 µA/cm²
    (rest,) = ReducedModel(membrane=SQUID).equilibria()
    assert rest[0] == pytest.approx(-65.09, abs=0.005)
    assert reduced_hopf_uA_per_cm2(SQUID) == pytest.approx(6.75, abs=0.005)


@pytest.mark.parametrize("density", [0.0, 6.5, 20.0])
def test_nothing_moves_on_a_nullcline(density):
    model = ReducedModel(membrane=SQUID, density=density)
    v = np.linspace(-75, 45, 61)
    n = model.v_nullcline(v)
    found = np.isfinite(n)
    assert found.sum() > 50
    assert model.slope(v[found], n[found])[0] == pytest.approx(np.zeros(found.sum()), abs=1e-6)
    assert model.slope(v, model.n_nullcline(v))[1] == pytest.approx(np.zeros(61), abs=1e-15)
    for place, level, _ in model.equilibria():
        assert model.slope(place, level) == pytest.approx((0, 0), abs=1e-9)


@pytest.mark.parametrize(
    "model",
    [
        ReducedModel(density=8.0),
        ReducedModel(density=200.0, offset=1.05, ratio=0.8, n_shift_mV=-7.5, celsius=18.5),
        ReducedModel(membrane=Membrane.squid_1952(cm=2.0, gkbar=0.02, inactivation=False)),
        ReducedModel(density=8.0, membrane=Membrane.connor_1977(gabar=0), celsius=18),
    ],
)
def test_a_path_follows_the_slopes_of_the_plane(model):
    path = model.trajectory(-56.0, 0.26, tstop=30)
    again = solve_ivp(
        lambda _, y: np.array(model.slope(*y)), (0, 30), (-56.0, 0.26), method="Radau", rtol=1e-9, atol=1e-9
    )
    assert path.v[-1] == pytest.approx(again.y[0, -1], abs=0.01)
    assert path.n[-1] == pytest.approx(again.y[1, -1], abs=1e-5)
    if model.membrane.kinetics != "squid_1952":
        return
    # where the rates are written once more, for single numbers, they are the same
    scalar = model._scalar_slope()
    for v in (-140.0, -65.0, -55.0, -55.0 + model.n_shift_mV, -40.0, 20.0):
        assert scalar(v, 0.4) == pytest.approx(model.slope(v, 0.4), rel=1e-12, abs=1e-12)


def test_a_path_ends_where_it_leaves_the_plane():
    model = ReducedModel(density=0.0)
    v, n = model._path(-90.0, 0.9, 60.0, -1.0)[1:]
    assert 2 < len(v) < 60 / 0.02
    assert (np.abs(v + 20) < 120).all()
    assert (np.abs(n - 0.5) < 0.8).all()


def test_the_plane_follows_a_hand():
    # a picture of the plane, at the current where the path is longest; 0.7 s before, of this process alone
    model = ReducedModel(density=200.0)
    began_s = time.process_time()
    model.v_nullcline(np.linspace(-90, 50, 281))
    model.trajectory(-56.0, 0.26, tstop=80)
    assert time.process_time() - began_s < 0.3


def test_arrows_of_the_plane_point_the_way_its_states_go():
    model = ReducedModel(membrane=SQUID, density=5.0)
    v, n = (one.reshape(-1, 7) for one in model.arrows((-90, 50), (0.2, 0.8)))
    assert len(v) == 24 * 9
    assert np.isnan(v[:, [3, 6]]).all()
    # on the picture, three times as wide as high
    right, up = (v[:, 1] - v[:, 0]) / 140 * 3, (n[:, 1] - n[:, 0]) / 0.6
    assert np.hypot(right, up) == pytest.approx(np.hypot(right, up)[0])
    dv, dn = model.slope((v[:, 0] + v[:, 1]) / 2, (n[:, 0] + n[:, 1]) / 2)
    assert np.arctan2(up, right) == pytest.approx(np.arctan2(dn / 0.6, dv / 140 * 3), abs=1e-6)
    # both lines of a head lie behind its tip
    for k in (2, 5):
        back, down = (v[:, k] - v[:, 1]) / 140 * 3, (n[:, k] - n[:, 1]) / 0.6
        assert (back * right + down * up < 0).all()
    assert v[:, 0].min() > -90
    assert n[:, :3].max() < 0.8


def test_a_plane_without_a_threshold_has_no_separatrix():
    # sodium channels that never open, and a rest that no other branch faces
    for model in (
        ReducedModel(membrane=Membrane.squid_1952(gnabar=0.0)),
        ReducedModel(membrane=SQUID, density=900.0),
        ReducedModel(membrane=SQUID, density=-200.0, offset=-4.0),
    ):
        v, n = model.separatrix()
        assert len(v) == len(n)


def test_states_on_either_side_of_the_separatrix_part():
    model = ReducedModel(membrane=SQUID, density=0.0)
    v, n = model.separatrix()
    i = int(np.argmin(np.abs(v + 55)))
    below, above = (model.trajectory(v[i] + d, n[i], tstop=30).v.max() for d in (-2.0, 2.0))
    assert below < -40
    assert above > 20


def test_between_fold_and_hopf_point_the_separatrix_is_a_cycle_around_rest():
    model = ReducedModel(membrane=SQUID, density=6.5)
    v, n = model.separatrix()
    rest_v, rest_n, values = model.equilibria()[0]
    assert (values.real < 0).all()
    angle = np.unwrap(np.arctan2((n - rest_n) * 100, v - rest_v))
    assert abs(angle[-1] - angle[0]) > 2 * math.pi
    inside = model.trajectory(rest_v + 0.5 * (v.max() - rest_v), rest_n, tstop=400)
    outside = model.trajectory(rest_v + 3 * (v.max() - rest_v), rest_n, tstop=400)
    assert np.ptp(inside.v[inside.t > 300]) < 0.5
    assert np.ptp(outside.v[outside.t > 300]) > 50


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: equilibria("squid"), TypeError, "membrane must be a Membrane"),
        (lambda: equilibria(SQUID, density=math.nan), ValueError, "density = nan µA/cm²"),
        (lambda: equilibria(Membrane(nernst=True)), ValueError, "leave nernst=False"),
        (lambda: limit_cycle(SQUID, density="8"), TypeError, "density must be a number"),
        (lambda: limit_cycle(SQUID, celsius=1000), ValueError, "celsius = 1000 °C"),
        (lambda: shocked_cycle(SQUID, shift_mV=1e6), ValueError, "shift_mV"),
        (lambda: shocked_cycle(SQUID, at_ms=-1), ValueError, "at_ms = -1 ms, but it must be at least 0 ms"),
        (lambda: stops_firing(SQUID, density=5), NoCycle, "comes to rest"),
        (lambda: ReducedModel(ratio="1"), TypeError, "ratio must be a number"),
        (
            lambda: ReducedModel(membrane=SQUID).trajectory(-65, 2),
            ValueError,
            "n = 2, but it must be at most 1",
        ),
        (lambda: cycle_branch(Membrane.passive()), NoCycle, "joins two Hopf points"),
    ],
)
def test_impossible_input_is_told_so(call, error, message):
    with pytest.raises(error, match=message):
        call()


def test_capacitance_slows_the_potential_and_warmth_speeds_the_gates():
    y, slow = at_rest(-50.0) + 0.02, SQUID.but(cm=2.5)
    plain, capacitive, warm = slope(SQUID, 5.0, 6.3, y), slope(slow, 5.0, 6.3, y), slope(SQUID, 5.0, 18.5, y)
    assert capacitive == pytest.approx([plain[0] / 2.5, *plain[1:]])
    assert warm == pytest.approx([plain[0], *(3**1.22 * plain[1:])])
    of_plain, of_capacitive = jacobian(SQUID, 6.3, y), jacobian(slow, 6.3, y)
    assert of_capacitive[0] == pytest.approx(of_plain[0] / 2.5)
    assert of_capacitive[1:] == pytest.approx(of_plain[1:])


def test_the_first_eigenvalue_is_the_one_that_decides():
    for density in (0, 8, 12):
        (found,) = equilibria(density=density)
        assert (np.diff(found.eigenvalues.real) <= 1e-12).all()
        assert found.stable == (found.eigenvalues[0].real < 0)


def test_a_shifted_n_is_as_slow_as_it_is_where_it_comes_from():
    shifted, plain = ReducedModel(n_shift_mV=10), ReducedModel()
    assert shifted.slope(-40.0, 0.5)[1] == pytest.approx(plain.slope(-50.0, 0.5)[1])
