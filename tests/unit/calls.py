"""One short call of every public function that simulates: a new function needs its line here."""

import hhlab
from hhlab import CurrentClamp, Membrane


def rec_of(amp=0.1):
    """Give the run that the explorer below shows."""
    return hhlab.simulate(clamp=CurrentClamp(amp=amp, delay=1), tstop=5)


AXON = hhlab.Axon(L=5000, diam=10)

CALLS = {
    "calc_hh": lambda: hhlab.calc_hh(tstop=5),
    "simulate": lambda: hhlab.simulate(Membrane(gnabar=0.1), celsius=20, dt=0.01, method="cvode", tstop=5),
    "sweep": lambda: hhlab.sweep("amp", [0, 0.1], tstop=5),
    "explore": lambda: setattr(hhlab.explore(rec_of, amp=(0.0, 0.3)).amp, "value", 0.2),
    "playground": lambda: hhlab.playground(),
    "psp_mV": lambda: hhlab.psp_mV(),
    "threshold_weight_uS": lambda: hhlab.threshold_weight_uS(rel=0.1),
    "simulate_ring": lambda: hhlab.simulate_ring(tstop=20),
    "propagate": lambda: hhlab.propagate(AXON, tstop=2),
    "collision": lambda: hhlab.collision(AXON),
    "conduction": lambda: hhlab.conduction(AXON),
    "fastest_celsius": lambda: hhlab.fastest_celsius(AXON, tolerance=1),
    "hottest_celsius": lambda: hhlab.hottest_celsius(AXON, tolerance=1),
    "least_sodium": lambda: hhlab.least_sodium(AXON, tolerance=0.1),
    "velocities_m_per_s": lambda: hhlab.velocities_m_per_s(AXON, "celsius", [10, 20]),
    "ion_exchange": lambda: hhlab.ion_exchange(AXON),
    "clamp_family": lambda: hhlab.clamp_family(None, [-20, 20], dur=2),
    "rest_mV": lambda: hhlab.rest_mV(celsius=20),
    "sodium_entry": lambda: hhlab.sodium_entry(celsius=16),
    "f_i_curve": lambda: hhlab.f_i_curve(None, [5, 10], dur=50),
    "first_spike_latency_ms": lambda: hhlab.first_spike_latency_ms(None, 10, dur=50),
    "hysteresis": lambda: hhlab.hysteresis(stairs=2, hold=50),
    "repetitive_onset_uA_per_cm2": lambda: hhlab.repetitive_onset_uA_per_cm2(rel=0.1),
    "inactivation_curve": lambda: hhlab.inactivation_curve(None, [-120, -60], dur=5),
    "tail_currents": lambda: hhlab.tail_currents(None, [-80, -40]),
    "input_resistance": lambda: hhlab.input_resistance(dur=5),
    "time_constant_ms": lambda: hhlab.time_constant_ms(),
    "rebound": lambda: hhlab.rebound(),
    "refractory_curve": lambda: hhlab.refractory_curve(None, [20], rel=0.1),
    "chronaxie_ms": lambda: hhlab.chronaxie_ms(rel=0.1),
    "strength_duration": lambda: hhlab.strength_duration(None, [0.5], rel=0.1),
    "threshold_charge_nC_per_cm2": lambda: hhlab.threshold_charge_nC_per_cm2(rel=0.1),
    "anode_break_uA_per_cm2": lambda: hhlab.anode_break_uA_per_cm2(rel=0.1),
    "rheobase_nA": lambda: hhlab.rheobase_nA(rel=0.1),
    "rheobase_uA_per_cm2": lambda: hhlab.rheobase_uA_per_cm2(rel=0.1),
    "shock_threshold_mV": lambda: hhlab.shock_threshold_mV(rel=0.1),
    "slowest_ramp_uA_per_cm2_per_ms": lambda: hhlab.slowest_ramp_uA_per_cm2_per_ms(dur=50, rel=0.1),
    "threshold_nA": lambda: hhlab.threshold_nA(rel=0.1),
    "threshold_uA_per_cm2": lambda: hhlab.threshold_uA_per_cm2(rel=0.1),
}


def simulating():
    """Give the names of the public functions that run NEURON."""
    marked = {name for name in hhlab.__all__ if getattr(getattr(hhlab, name), "runs_in_worker", False)}
    return {"sweep", "explore", "playground"} | marked
