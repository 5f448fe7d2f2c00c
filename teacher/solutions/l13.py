"""Solutions of lesson 13, from the equations of the paper, written out."""

import math

from . import Solution


def alpha_n(v):
    x = v + 55
    return 0.1 if x == 0 else 0.01 * x / (1 - math.exp(-x / 10))


def beta_n(v):
    return 0.125 * math.exp(-(v + 65) / 80)


def n_inf(v):
    return alpha_n(v) / (alpha_n(v) + beta_n(v))


def n_tau(v, celsius):
    return 1 / (3 ** ((celsius - 6.3) / 10) * (alpha_n(v) + beta_n(v)))


def channel(gbar, vhalf, slope, tau, power, change=("", "")):
    text = f"""NEURON {{
    SUFFIX mine
    USEION k READ ek WRITE ik
    RANGE gbar, n
}}

UNITS {{
    (mV) = (millivolt)
    (mA) = (milliamp)
    (S) = (siemens)
}}

PARAMETER {{
    gbar = {gbar / 1000:.6g} (S/cm2)
    tau = {tau} (ms)
}}

ASSIGNED {{
    v (mV)
    ek (mV)
    ik (mA/cm2)
}}

STATE {{ n }}

INITIAL {{
    n = ninf(v)
}}

BREAKPOINT {{
    SOLVE states METHOD cnexp
    ik = gbar * n^{power:g} * (v - ek)
}}

DERIVATIVE states {{
    n' = (ninf(v) - n) / tau
}}

FUNCTION ninf(v (mV)) {{
    ninf = 1 / (1 + exp(-(v - ({vhalf})) / {slope}))
}}
"""
    assert change[0] in text
    return text.replace(*change)


def changed(*change):
    return lambda **given: channel(**given, change=change)


def a_current(bhalf, btau, change=("", "")):
    """Give ka.mod with the gate b."""
    text = """TITLE A-current

NEURON {
    SUFFIX ka
    USEION k READ ek WRITE ik
    RANGE gabar
}

UNITS {
    (mV) = (millivolt)
    (mA) = (milliamp)
    (S) = (siemens)
}

PARAMETER {
    gabar = 0.0477 (S/cm2)
}

ASSIGNED {
    v (mV)
    ek (mV)
    ik (mA/cm2)
    ainf
    atau (ms)
    binf
}

STATE {
    a
    b
}

INITIAL {
    rates(v)
    a = ainf
    b = binf
}

BREAKPOINT {
    SOLVE states METHOD cnexp
    ik = gabar * a^3 * b * (v - ek)
}

DERIVATIVE states {
    rates(v)
    a' = (ainf - a) / atau
    b' = (binf - b) / BTAU
}

PROCEDURE rates(v (mV)) {
    UNITSOFF
    ainf = (0.0761 * exp((v + 94.22) / 31.84) / (1 + exp((v + 1.17) / 28.93)))^(1 / 3)
    atau = 0.3632 + 1.158 / (1 + exp((v + 55.96) / 20.12))
    binf = 1 / (1 + exp((v - (BHALF)) / 14.54))^4
    UNITSON
}
"""
    assert change[0] in text
    return text.replace(*change).replace("BHALF", f"{bhalf:g}").replace("BTAU", f"{btau:g}")


def a_changed(*change):
    return lambda **given: a_current(**given, change=change)


SOLUTIONS = {
    "L13.conductance": Solution(
        right=lambda v, power: 36 * n_inf(v) ** power,
        wrong={
            "gate": lambda v, power: 36 * n_inf(v),
            "all_open": lambda v, power: 36.0,
        },
        method="ninf(v) from the rates of the paper, to the power, times 36 mS/cm².",
    ),
    "L13.warm": Solution(
        right=n_tau,
        wrong={
            "cold": lambda v, celsius: n_tau(v, 6.3),
            "inverted": lambda v, celsius: n_tau(v, 6.3) * 3 ** ((celsius - 6.3) / 10),
        },
        method="1 / (q10 · (alpha + beta)), with q10 = 3^((celsius − 6.3) / 10).",
    ),
    "L13.hole": Solution(
        right=lambda factor, scale: factor * 1e-6 / (1 - math.exp(-1e-6 / scale)),
        wrong={
            "factor": lambda factor, scale: factor,
            "inverted": lambda factor, scale: factor / scale,
            "zero": lambda factor, scale: 0.0,
            "sign": lambda factor, scale: -factor * scale,
        },
        method="The limit is factor · scale; the formula at −40 mV ± a little shows it.",
    ),
    "L13.a-current": Solution(
        right=a_current,
        wrong={
            "open": a_changed("a^3 * b", "a^3"),
            "opens": a_changed("exp((v - (BHALF))", "exp(-(v - (BHALF))"),
            "stuck": a_changed("b' = (binf - b) / BTAU", "b' = 0"),
            "instant": a_changed("a^3 * b", "a^3 * binf"),
            "wrong": lambda bhalf, btau: a_current(bhalf, 2 * btau),
            "refused": a_changed("    b\n}", "    b\n"),
            "lost": a_changed("    b = binf", "    b = binf\n    while (b < 2) { b = binf }"),
        },
        method="b in ASSIGNED (binf), STATE, INITIAL, DERIVATIVE and rates, and once in the current.",
    ),
    "L13.yours": Solution(
        right=lambda: "A STATE b, b' = (binf - b) / btau, binf falls with v; ik = gmbar * p * b * (v - ek).",
        method="A second gate that closes with depolarisation. Look for: a STATE, its INITIAL value, its "
        "equation in DERIVATIVE, a factor in BREAKPOINT, a first interval that is longer than without it.",
    ),
    "L13.program": Solution(
        right=channel,
        wrong={
            "milli": lambda **given: channel(**given | {"gbar": 1000 * given["gbar"]}),
            "single": lambda **given: channel(**given | {"power": 1}),
            "pull": changed("(v - ek)", "(ek - v)"),
            "stuck": changed("n' = (ninf(v) - n) / tau", "n' = 0"),
            "instant": changed("n^", "ninf(v)^"),
            "wrong": lambda **given: channel(**given | {"tau": 2 * given["tau"]}),
            "refused": changed("STATE { n }", "STATE { n"),
            "lost": changed("    n = ninf(v)", "    n = ninf(v)\n    while (n < 2) { n = ninf(v) }"),
        },
        method="khh.mod with another ninf and a constant time constant.",
    ),
}
