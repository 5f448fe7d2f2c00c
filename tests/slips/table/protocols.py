"""Slips in what an experimenter does."""

ROWS = {
    "hhlab/protocols/common.py": [
        (
            "test_protocols.py -k capacitance",
            "return 60.0 * max(1.0, cold) * max(1.0, membrane.cm)",
            "return 60.0",
        ),
        (
            "test_protocols.py -k 'search'",
            "if high - low <= rel * high:",
            "if high - low <= 100 * rel * high:",
        ),
        (
            "test_protocols.py -k 'search'",
            "(low, middle) if fires(middle) else (middle, high)\n    return high",
            "(low, middle) if fires(middle) else (middle, high)\n    return low",
        ),
        ("test_protocols.py -k 'search'", "if high >= limit:", "if high > limit:"),
        (
            "test_protocols.py -k other_settings",
            "return density * membrane.area_um2 / 1e5",
            "return density * membrane.area_um2 / 1e4",
        ),
        (
            "test_protocols.py -k fires_by_itself",
            "v_init=rest + 1.0",
            "v_init=rest",
            "with CVODE rounding alone leaves an unstable rest",
        ),
        (
            "test_protocols.py -k counts_as_a_spike",
            "(recording.t >= since_ms) & (recording.v < LEVEL_MV)",
            "(recording.v < LEVEL_MV)",
        ),
        (
            "test_protocols.py -k beyond_what",
            "return min(max(MAX_DENSITY, MAX_CHARGE_MV * membrane.cm / dur), possible)",
            "return max(MAX_DENSITY, MAX_CHARGE_MV * membrane.cm / dur)",
        ),
        (
            "test_protocols.py -k impossible_arguments",
            "if (np.diff(found) <= 0).any():",
            "if (np.diff(found) < 0).any():",
        ),
        (
            "test_protocols.py -k what_value",
            "grid[below[0]], grid[below[0] + 1], xtol",
            "grid[below[-1]], grid[below[-1] + 1], xtol",
            "the squid's membrane has one rest",
        ),
    ],
    "hhlab/protocols/thresholds.py": [
        (
            "test_protocols.py -k hyperpolarisation",
            "amp=-amp_nA(strength, membrane)",
            "amp=amp_nA(strength, membrane)",
        ),
        ("test_protocols.py -k other_settings", "LONG_STEP_MS = 200.0", "LONG_STEP_MS = 2.0"),
        (
            "test_protocols.py -k slow_ramp",
            "strongest(membrane, dur) / dur, rel",
            "strongest(membrane, dur), rel",
            "what limits the search is far above what it finds",
        ),
        ("test_protocols.py -k slow_ramp", "Ramp(slope=amp_nA(slope, membrane)", "Ramp(slope=slope"),
    ],
    "hhlab/protocols/firing.py": [
        ("test_protocols.py -k narrow", 'with lasting spikes", growth=1.25)', 'with lasting spikes")'),
        (
            "test_protocols.py -k dies_away",
            "ONSET_MS + 0.75 * dur, ONSET_MS + dur), len(times)",
            "ONSET_MS + 0.5 * dur, ONSET_MS + dur), len(times)",
        ),
        (
            "test_protocols.py -k blocks_firing",
            "latency = times[0] - ONSET_MS",
            "latency = times[-1] - ONSET_MS",
        ),
        (
            "test_protocols.py -k slow_rise",
            'delay = ONSET_MS if start == "step" else 0.0',
            "delay = ONSET_MS",
        ),
        (
            "test_protocols.py -k both_stable",
            "np.array(rates[stairs - 1 :][::-1])",
            "np.array(rates[stairs - 1 :])",
        ),
        ("test_protocols.py -k both_stable", "(i + 0.5) * hold, (i + 1) * hold", "i * hold, (i + 1) * hold"),
        (
            "test_protocols.py -k 'at_once_give'",
            "for clamp in clamps[i : i + size]]",
            "for clamp in clamps[:size]]",
        ),
    ],
    "hhlab/protocols/recovery.py": [
        ("test_protocols.py -k earliest", "CONDITIONING = 2.0", "CONDITIONING = 1.0"),
        ("test_protocols.py -k refractory_ratio", "ratio=test / CONDITIONING", "ratio=test"),
        ("test_protocols.py -k earliest", "if fires(0.0):", "if fires(1.0):"),
        (
            "test_protocols.py -k hyperpolarisation",
            "fired = spiked(rec, since_ms=end)",
            "fired = spiked(rec)",
            "a hyperpolarising step fires nothing while it lasts",
        ),
    ],
    "hhlab/protocols/strength.py": [
        ("test_protocols.py -k own_law", "-b / np.expm1(-np.log(2) * d / c)", "-b / np.expm1(-d / c)"),
        ("test_protocols.py -k own_law", "b * (1 + c / d)", "b * (1 + d / c)"),
        (
            "test_protocols.py -k times_its_duration",
            "return self.durations_ms * self.thresholds_uA_per_cm2",
            "return self.durations_ms / self.thresholds_uA_per_cm2",
        ),
    ],
    "hhlab/protocols/clamping.py": [
        (
            "test_protocols.py -k conditioning_step",
            "later = recording.t > since + settling_ms(membrane)",
            "later = recording.t > 0",
        ),
        ("test_protocols.py -k clamp_peak", "t[i] - b / (2 * a), c", "t[i] + b / (2 * a), c"),
        ("test_protocols.py -k clamp_peak", "np.argmax(np.abs(ina))", "np.argmax(ina)"),
        ("test_protocols.py -k steady_potassium", "1000 * rec.ik[-1]", "1000 * rec.ik[0]"),
        ("test_protocols.py -k size", "max(RS_MOHM_UM2 / membrane.area_um2, LEAST_RS_MOHM)", "RS_MOHM_UM2"),
    ],
    "hhlab/protocols/gating.py": [
        ("test_protocols.py -k tails", "1000 * (i1 - t1 * (i2 - i1) / (t2 - t1))", "1000 * i1"),
        (
            "test_values.py -k half",
            "zero_mV(self.potentials_mV, 0.5 - self.available)",
            "zero_mV(self.potentials_mV, 0.6 - self.available)",
        ),
    ],
    "hhlab/protocols/passive.py": [
        (
            "test_protocols.py -k passive_membrane",
            "(up.v[-1] - down.v[-1]) / (2 * amp)",
            "(up.v[-1] - down.v[-1]) / amp",
        ),
        (
            "test_protocols.py -k passive_membrane",
            "if one.conductance else getattr(membrane, one.gbar)",
            "if one.conductance else 0.0",
        ),
        ("test_protocols.py -k passive_membrane", "(1 - np.exp(-1)) * fall[last]", "0.5 * fall[last]"),
    ],
    "hhlab/protocols/conduction.py": [
        ("test_conduction.py -k shape", "float(start - lowest)", "float(lowest - start)"),
        (
            "test_conduction.py -k 'die or both_live'",
            "profile.x_um[np.nanargmax(arrivals)]",
            "profile.x_um[np.nanargmin(arrivals)]",
        ),
        (
            "test_conduction.py -k rest_of_the_membrane",
            '{"v_init": v_init, "celsius"',
            '{"v_init": -65.0, "celsius"',
        ),
        (
            "test_conduction.py -k roots",
            "changed.lambda_100_um / axon.lambda_100_um",
            "axon.lambda_100_um / changed.lambda_100_um",
        ),
    ],
    "hhlab/protocols/energetics.py": [
        (
            "test_conduction.py -k leaves",
            "return IonExchange(float(-inward), float(potassium), float(leak))",
            "return IonExchange(float(inward), float(potassium), float(leak))",
        ),
        (
            "test_protocols.py -k grows_with_the_capacitance",
            "charge / (membrane.cm * amplitude)",
            "charge / amplitude * membrane.cm",
        ),
        ("test_protocols.py -k sodium_entry_when", "inward = rec.ina[0] - rec.ina", "inward = -rec.ina"),
    ],
    "hhlab/protocols/limits.py": [
        (
            "test_conduction.py -k side_that_passes",
            "(middle, bad) if passes(middle) else (good, middle)\n    return good",
            "(middle, bad) if passes(middle) else (good, middle)\n    return bad",
        ),
        ("test_conduction.py -k weaker", "axon.blocked(na=1 - share)", "axon.blocked(na=share)"),
    ],
    "hhlab/protocols/synaptic.py": [
        (
            "test_synapses.py -k hyperpolarises",
            "return float(moved[abs(moved).argmax()])",
            "return float(abs(moved).max())",
        ),
        (
            "test_synapses.py",
            "synapse.interval * (synapse.count - 1)",
            "synapse.interval",
            "a train has settled long before",
        ),
    ],
    "hhlab/descriptions/gates.py": [
        (
            "test_protocols.py -k rest_is_where",
            "gates = [states[gate.name] ** gate.power for gate in self.gates]",
            "gates = [states[gate.name] ** max(1, gate.power - 1) for gate in self.gates]",
        ),
    ],
    "hhlab/descriptions/currents.py": [
        (
            "test_protocols.py -k rest_is_where",
            "    return 1000 * sum(\n        current.density_mA_per_cm2",
            "    return 10 * sum(\n        current.density_mA_per_cm2",
        ),
    ],
}
