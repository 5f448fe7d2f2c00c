"""Slips in the script that an explorer gives."""

ROWS = {
    "hhlab/scripts/neuron_script.py": [
        ("test_script.py -k plain_neuron", 'lines.append("h.secondorder = 2  # Crank-Nicolson")', "pass"),
        (
            "test_script.py -k plain_neuron",
            "clamp.delay + clamp.interval, clamp.dur, clamp.ratio * clamp.amp",
            "clamp.interval, clamp.dur, clamp.ratio * clamp.amp",
        ),
        (
            "test_script.py -k plain_neuron",
            '"cvode.condition_order(2)",',
            "",
            "it decides how exactly a threshold is met, and these runs have none",
        ),
        (
            "test_script.py -k another_time_step",
            'f"h.dt, h.steps_per_ms = {dt}, 1 / {dt}',
            'f"h.dt = {dt}',
            "NEURON's run system fits its own steps to the dt",
        ),
        ("test_script.py -k plain_neuron", "* 1e5 / {membrane.area_um2!r}", "* 1e4 / {membrane.area_um2!r}"),
        ("test_script.py -k plain_neuron", "spikes.number = {clamp.count}", "spikes.number = 1"),
        (
            "test_script.py -k left_out",
            "item[0] in foreign or getattr(membrane, item[0]) != neurons.HH[item[0]]",
            "True",
        ),
        (
            "test_script.py -k plain_neuron",
            '[f"h.finitialize({_number(settings.v_init)})',
            '[f"h.finitialize(-65)',
        ),
    ],
    "hhlab/scripts/smallest.py": [
        ("test_script.py -k not_taken", "calls[0].answer is not result or", ""),
    ],
    "hhlab/scripts/source.py": [
        ("test_script.py -k one_name", "raise Clash(name)", "return"),
        ("test_students_scripts.py", "self.bound[known] = value\n        return known", "return known"),
    ],
    "hhlab/scripts/neuron_lines.py": [
        ("test_students_scripts.py", "if wire.delay != 1 else []", "if wire.delay == 1 else []"),
        ("test_students_scripts.py", 'short = f"{value:g}"', 'return f"{value:g}"'),
        (
            "test_students_scripts.py",
            "if section.nseg != 1 else []",
            "if section.nseg == 1 else []",
            "shapes by points with more than one segment are rare",
        ),
    ],
    "hhlab/scripts/functions.py": [
        (
            "test_students_scripts.py",
            "sorted(pairs, key=lambda pair: (-pair[0].lineno, -pair[0].col_offset))",
            "pairs",
        ),
    ],
    "hhlab/scripts/literals.py": [
        (
            "test_students_scripts.py",
            "if made.dtype == value.dtype and np.array_equal(made, value):",
            "if len(made) == len(value):",
        ),
    ],
    "hhlab/scripts/recorders.py": [
        ("test_script.py -k students_model", "h.t, h.dt = t, dt", "pass"),
    ],
}
