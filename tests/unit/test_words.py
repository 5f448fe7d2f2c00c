"""The sentence on the status line says what the picture shows."""

import numpy as np
from matplotlib.figure import Figure

import hhlab
from hhlab import Curves, Family, Profile, Recording
from hhlab.descriptions.quantities import minus
from hhlab.results import words


def test_words_say_what_the_picture_shows():
    rec = hhlab.simulate()
    assert words.in_words(rec) == "21 spikes, the first at 51.0 ms; peak 42.1 mV; 100.3 Hz."
    assert words.in_words(hhlab.simulate(tstop=55)).startswith("1 spike, at 51.0 ms; peak 42")
    assert words.in_words(hhlab.simulate(tstop=20)).startswith("No spike; the potential stays between −65.0")


def test_peaks_that_are_no_spikes_are_told_too():
    fading = Recording(t=range(9), v=[-65, 40, -30, -15, -28, -16, -27, -17, -65])
    assert words.in_words(fading) == (
        "1 spike, at 0.6 ms; peak 40.0 mV. 3 swings of less than 20 mV are not counted."
    )
    low = Recording(t=range(5), v=[-65, -30, -65, -65, -65])
    assert words.in_words(low).endswith("between −65.0 and −30.0 mV. 1 swing below −20 mV is not counted.")
    pushed = hhlab.simulate(hhlab.Membrane.passive(), hhlab.CurrentClamp(amp=0.5, delay=1, dur=1), tstop=20)
    assert words.in_words(pushed).startswith("No spike;")
    assert words.in_words(pushed).endswith(" One peak is the stimulus's own, at 2.0 ms.")


def test_words_without_a_potential_name_the_traces():
    rec = Recording(t=[0, 1], i_stim=[0, 0.1], m=[0.05, 1])
    assert words.in_words(rec) == "electrode current from 0 to 0.1 nA; m, Na⁺ activation from 0.05 to 1."


def test_words_about_curves_families_and_profiles():
    curves = Curves(
        x="duration [ms]", y="rate [Hz]", lines={"up": ([1, 2], [5, np.nan])}, marks={"a": (1, 2)}
    )
    assert words.in_words(curves) == "rate, up: 5 Hz at 1 ms; a at (1, 2)."
    shut = Curves(x="time [ms]", y="syn.i [nA]", lines={"": ([0, 1], [-0.5, -0.0])})
    assert words.in_words(shut) == "syn.i: rises from −0.5 to 0 nA."
    spike = Recording(t=[0, 1, 2], v=[-65, 40, -65])
    quiet = Recording(t=[0, 1, 2], v=[-65, -65, -65])
    family = Family("amp [nA]", [0, 0.1], [quiet, spike])
    assert words.in_words(family) == "2 traces, amp from 0 to 0.1 nA; 1 of them with a spike."
    hot = Recording(t=[0, 1, 2], v=[-65, -3, -65])
    assert words.in_words(Family("amp [nA]", [0, 0.1, 0.2], [quiet, spike, hot])) == (
        "3 traces, amp from 0 to 0.2 nA; 2 of them with a spike."
    )
    clamped = Family("v [mV]", [0], [Recording(t=[0, 1], v=[-65, 0], ina=[0, -1.5])])
    assert words.in_words(clamped) == "1 trace, v from 0 to 0 mV; Na⁺ current from −1.5 to 0 mA/cm²."
    profile = Profile(x_um=[0, 500], t=[0, 1], v=[[-65, 0], [-65, 30]])
    assert words.in_words((profile, quiet)) == (
        "At 1 ms the potential is highest at 500 µm, 30.0 mV. "
        "No spike; the potential stays between −65.0 and −65.0 mV."
    )
    assert words.in_words(3) == ""


def test_words_about_a_profile_tell_the_trough_where_there_is_one():
    down = Profile(x_um=[0, 500, 1000], t=[0, 1], v=[[-70, -78.04], [-70, -74], [-70, -69.9]])
    assert words.in_words(down) == "At 0 ms the potential is −70.0 mV everywhere."
    later = Profile(x_um=down.x_um, t=down.t, v=down.v, at_ms=1)
    assert words.in_words(later) == "At 1 ms the potential is lowest at 0 µm, −78.0 mV."
    start = {0.0: hhlab.CurrentClamp(amp=-1000, delay=1, dur=1)}
    run = hhlab.propagate(hhlab.Axon.passive(), start, tstop=3, v_init=-70)
    said = words.in_words(Profile(x_um=run.x_um, t=run.t, v=run.v, at_ms=2))
    assert said.startswith(f"At 2 ms the potential is lowest at 0.258 mm, −{-run.along(2)[0]:.1f} mV.")
    assert "impulse" not in said


def test_a_figure_is_what_its_axes_say():
    rec = hhlab.simulate(record=("v", "i_stim"))
    assert (
        words.in_words(hhlab.draw(rec)) == "membrane potential [mV]; electrode current [nA] over time [ms]."
    )
    assert words.in_words(Figure()) == ""


def test_a_negative_number_has_a_minus_and_nothing_else_has_one():
    assert minus("EK -74.2 mV at (-5, -.5), 1e-05 nA, 2-3 ms, F-I, hh-like") == (
        "EK −74.2 mV at (−5, −.5), 1e-05 nA, 2-3 ms, F-I, hh-like"
    )
    code = "v_init=-65, h.finitialize(-75), clamp_family(membrane, [-30])"
    assert minus(code) == code


def test_words_tell_the_speed_of_one_impulse_and_of_none_that_meets_another():
    one = hhlab.propagate()
    assert f"passes the middle at {hhlab.velocity_m_per_s(one):.2f} m/s." in words.in_words(one)
    axon = hhlab.Axon()
    meeting = hhlab.propagate(axon, {0.0: axon.pulse(), axon.L: axon.pulse(delay=0.5)})
    # as long as the sentence with a speed, so that the words of a slider's runs wrap alike
    assert words.in_words(meeting).endswith(" Half its height does not pass the middle at one speed.")
    lost = words.in_words(hhlab.propagate(celsius=36.0))
    assert lost.endswith(" No impulse passes the middle.")


def test_where_no_impulse_could_be_none_is_missed():
    weak = {0.0: hhlab.CurrentClamp(amp=1000, delay=1, dur=1)}
    low = hhlab.propagate(hhlab.Axon.passive(), weak)
    start = {0.0: hhlab.CurrentClamp(amp=10_000, delay=1, dur=1)}
    high = hhlab.propagate(hhlab.Axon.passive(), start)
    assert high.v.max() > 0
    narrow = Profile(x_um=high.x_um, t=high.t, v=high.v, v_range=(-75, -45))
    for run in (low, narrow):
        assert "impulse" not in words.in_words(run) and "passes" not in words.in_words(run)
    assert "No impulse passes" in words.in_words(high)


def test_a_long_cable_is_told_in_mm_and_a_short_one_in_um():
    v = [[-65.0, -65.0], [-65.0, 20.0]]
    assert words.in_words(Profile(x_um=[0, 25_000], t=[0, 1], v=v, at_ms=1)).startswith(
        "At 1 ms the potential is highest at 25 mm"
    )
    assert " 500 µm" in words.in_words(Profile(x_um=[0, 500], t=[0, 1], v=v, at_ms=1))


def told(y="v [mV]", x="time [ms]", **shapes):
    return words.in_words(Curves(x=x, y=y, **shapes))


def test_lines_of_a_potential_are_told_by_their_spikes_and_levels_by_nothing():
    t = np.linspace(0, 100, 4001)
    rec = hhlab.simulate(tstop=100)
    spikes, peak = hhlab.spike_count(rec), hhlab.peak_mV(rec)
    lines = {"cell": (rec.t, rec.v), "EK −74.2 mV": ([0, 100], [-74.17, -74.17]), "flat": (t, 0 * t)}
    assert told(lines=lines) == f"v, cell: {spikes} spikes, peak {peak:.1f} mV."
    assert told(lines={"ek": ([0, 1], [-74.17, -74.17])}) == ""


def test_a_line_rises_falls_or_has_a_top_or_a_bottom():
    x = np.linspace(0, 10, 101)
    axes = {"x": "current [nA]", "y": "rate [Hz]"}
    for y, said in (
        (2 * x + 1, "rises from 1 to 21 Hz"),
        (21 - 2 * x, "falls from 21 to 1 Hz"),
        (25 - (x - 3) ** 2, "highest 25 Hz at 3 nA"),
        ((x - 3) ** 2 - 4, "lowest −4 Hz at 3 nA"),
        (np.abs(x - 3) * (x < 6) + (x >= 6) * (7 - x), "from −3 to 3 Hz"),
    ):
        assert told(**axes, lines={"": (x, y)}) == f"rate: {said}."
        # and so it does where it was measured from right to left
        assert told(**axes, lines={"": (x[::-1], y[::-1])}) == f"rate: {said}."


def test_what_would_be_a_list_of_numbers_is_left_out():
    x = np.arange(5.0)
    assert told(y="cell", dots={"spikes (5)": (x, np.array([0.0, 1, 2, 3, 0]))}) == ""
    assert told(lines={f"{k} mV": (x, k + x) for k in range(4)}) == ""
    assert told(lines={"a": (x, x)}, marks={"12": (1, 2)}) == "v, a: rises from 0 to 4 mV."


def test_words_about_a_profile_judge_what_has_moved_since_the_start():
    hill = Profile(x_um=[0, 500], t=[0, 1], v=[[-70, -69], [-70, -50]], at_ms=1)
    assert words.in_words(hill) == "At 1 ms the potential is highest at 500 µm, −50.0 mV."
    trough = Profile(x_um=[0, 500], t=[0, 1], v=[[30, 29], [30, 10]], at_ms=1)
    assert words.in_words(trough) == "At 1 ms the potential is lowest at 500 µm, 10.0 mV."


def test_a_hill_of_a_millivolt_is_none_that_is_flat():
    low = Profile(x_um=[0, 500], t=[0, 1], v=[[-70, -69], [-70, -70]], at_ms=1)
    assert words.in_words(low) == "At 1 ms the potential is highest at 0 µm, −69.0 mV."
    flat = Profile(x_um=[0, 500], t=[0, 1], v=[[-70, -69.98], [-70, -70]], at_ms=1)
    assert words.in_words(flat) == "At 1 ms the potential is −70.0 mV everywhere."


def test_low_peaks_of_a_spiking_trace_are_told_where_they_are_large_enough_to_be_taken_for_spikes():
    spike, ripple = [-65, 40, -65], [-62, -65, -61, -65]
    assert words.in_words(Recording(t=range(7), v=spike + ripple)) == "1 spike, at 0.6 ms; peak 40.0 mV."
    swing = [-30, -65]
    assert words.in_words(Recording(t=range(5), v=spike + swing)) == (
        "1 spike, at 0.6 ms; peak 40.0 mV. 1 swing below −20 mV is not counted."
    )


def test_the_least_peak_that_is_told_is_one_that_can_be_seen():
    for height, told in ((1.0, False), (3.0, True)):
        wave = Recording(t=range(7), v=[-65, 40, -10, -10 + height, -10, -65, -65])
        assert ("swing" in words.in_words(wave)) == told


def test_a_few_spikes_have_a_rate():
    two = Recording(t=range(5), v=[-65, 40, -65, 40, -65])
    assert words.in_words(two) == "2 spikes, the first at 0.6 ms; peak 40.0 mV; 500.0 Hz."
