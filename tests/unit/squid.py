"""The 1952 equations by SciPy, fast enough for searches: a second path to the thresholds, and the wave.

Nothing here is shared with hhlab or NEURON; potentials are in mV with rest at −65, densities in µA/cm².

Sources
-------
Hodgkin and Huxley (1952), J. Physiol. 117:500-544, equations 26 to 30.
"""

import math
from functools import cache, partial

import numpy as np
from scipy.integrate import solve_ivp
from scipy.optimize import brentq, minimize_scalar

G_NA, G_K, G_L = 120.0, 36.0, 0.3  # mS/cm²
E_NA, E_K, E_L = 50.0, -77.0, -54.387
LEVEL = -20.0


def rates(v):
    """Give (opening, closing) of m, h and n, in 1/ms at 6.3 °C."""
    u = v + 65.0
    a = (25.0 - u) / 10.0
    b = (10.0 - u) / 10.0
    return (
        (a / math.expm1(a) if a else 1.0, 4.0 * math.exp(-u / 18.0)),
        (0.07 * math.exp(-u / 20.0), 1.0 / (math.exp((30.0 - u) / 10.0) + 1.0)),
        (0.1 * (b / math.expm1(b) if b else 1.0), 0.125 * math.exp(-u / 80.0)),
    )


def settled(v):
    """Give m, h and n where `v` is held."""
    return [opening / (opening + closing) for opening, closing in rates(v)]


def ionic(v, m, h, n, e_na=E_NA, e_k=E_K, share=1.0):
    """Give the outward ionic current, with a share of the sodium channels."""
    return share * G_NA * m**3 * h * (v - e_na) + G_K * n**4 * (v - e_k) + G_L * (v - E_L)


@cache
def rest(density=0.0, e_na=E_NA, e_k=E_K, share=1.0):
    """Give the potential at which a steady current is balanced."""
    return brentq(lambda v: ionic(v, *settled(v), e_na, e_k, share) - density, -100, 0, xtol=1e-12)


def slope(_, y, density=0.0, speed=1.0, e_na=E_NA, e_k=E_K):
    """Give the time derivatives of v, m, h, n."""
    v, m, h, n = y
    gates = [speed * (a * (1 - x) - b * x) for x, (a, b) in zip((m, h, n), rates(v), strict=True)]
    return [density - ionic(v, m, h, n, e_na, e_k), *gates]


def run(*pieces, celsius=6.3, v=None, rtol=1e-7):
    """Give t and v of a membrane from rest, or from `v`, under (duration, density), ... in turn."""
    v = rest() if v is None else v
    y, speed, start = [v, *settled(rest())], 3.0 ** ((celsius - 6.3) / 10), 0.0
    t, found = [], []
    for duration, density in pieces:
        times = np.linspace(start, start + duration, max(2, round(duration / 0.02)))
        piece = solve_ivp(
            slope,
            (start, start + duration),
            y,
            method="LSODA",
            t_eval=times,
            args=(density, speed),
            rtol=rtol,
            atol=1e-9,
        )
        t.append(piece.t)
        found.append(piece.y[0])
        y, start = piece.y[:, -1], start + duration
    return np.concatenate(t), np.concatenate(found)


def fired(t, v, since=0.0):
    """Say whether the potential rose through -20 mV after a moment."""
    return bool(((v[:-1] < LEVEL) & (v[1:] >= LEVEL) & (t[1:] > since)).any())


def edge(fires, low, high, rel=2e-4):
    """Give the least strength that fires; it must lie between `low` and `high`."""
    assert not fires(low), f"{low} fires"
    assert fires(high), f"{high} does not fire"
    while high - low > rel * high:
        middle = (low + high) / 2
        low, high = (low, middle) if fires(middle) else (middle, high)
    return (low + high) / 2


def around(guess, share=0.03):
    """Give a bracket around a guess."""
    return (1 - share) * guess, (1 + share) * guess


@cache
def threshold(dur, guess, celsius=6.3):
    """Give the weakest step of `dur` [ms] that fires."""
    return edge(lambda density: fired(*run((dur, density), (30, 0), celsius=celsius)), *around(guess))


def refractory_ratio(interval, guess):
    """Give the threshold of a second 0.5 ms pulse after one of twice the threshold, over that threshold."""
    first = threshold(0.5, 13.27)

    def fires(ratio):
        pieces = ((0.5, 2 * first), (interval - 0.5, 0), (0.5, ratio * first), (25, 0))
        return fired(*run(*pieces), since=interval)

    return edge(fires, *around(guess))


def anode_break(dur, guess):
    """Give the weakest hyperpolarising step of `dur` [ms] after which the membrane fires."""
    return edge(lambda density: fired(*run((dur, -density), (40, 0)), since=dur), *around(guess))


def crossing(t, y, i, level):
    """Give the time at which `y` passes a level after sample `i`."""
    return t[i] + (level - y[i]) / (y[i + 1] - y[i]) * (t[i + 1] - t[i])


def half_width_ms(celsius):
    """Give how long the spike after 40 µA/cm² for 0.5 ms stays above half its height, and its peak."""
    t, v = run((0.5, 40), (30, 0), celsius=celsius)
    half, top = (v[0] + v.max()) / 2, int(np.argmax(v))
    up, down = np.flatnonzero(v[:top] < half)[-1], top + np.flatnonzero(v[top:] < half)[0] - 1
    return crossing(t, v, down, half) - crossing(t, v, up, half), v.max()


def rate_hz(density):
    """Give the rate of steady firing."""
    t, v = run((500, density), rtol=1e-8)
    i = np.flatnonzero((v[:-1] < 0) & (v[1:] >= 0))
    times = t[i] - v[i] * (t[i + 1] - t[i]) / (v[i + 1] - v[i])
    return 1000 / np.diff(times[times > 250]).mean()


def clamp_peak(v, hold=-65.0):
    """Give the peak sodium current of a perfect voltage clamp, and its time."""
    gates = [
        (x, start, 1 / sum(rate)) for x, start, rate in zip(settled(v), settled(hold), rates(v), strict=True)
    ]

    def current(t):
        m, h, _ = (x + (start - x) * math.exp(-t / tau) for x, start, tau in gates)
        return G_NA * m**3 * h * (v - E_NA)

    found = minimize_scalar(
        lambda t: current(t) if v < E_NA else -current(t), bounds=(0, 10), method="bounded"
    )
    return current(found.x), found.x


def growth(ko, nai=10.0, nao=140.0, ki=54.4, celsius=6.3):
    """Give how fast a disturbance of rest grows [1/ms], with Nernst's potentials; below zero it fades."""
    mv = 1e3 * 8.31446 * (273.15 + celsius) / 96485.3
    potentials = {"e_na": mv * math.log(nao / nai), "e_k": mv * math.log(ko / ki)}
    v = rest(0.0, **potentials)
    y = np.array([v, *settled(v)])
    jacobian = np.empty((4, 4))
    for i, step in enumerate((1e-4, 1e-7, 1e-7, 1e-7)):
        up, down = y.copy(), y.copy()
        up[i] += step
        down[i] -= step
        jacobian[:, i] = np.subtract(slope(0, up, **potentials), slope(0, down, **potentials)) / (2 * step)
    return np.linalg.eigvals(jacobian).real.max()


# the impulse that travels unchanged: V'' = K (V' + I/C), with K = 2·Ra·θ²·C/a


def _wave(_, y, k, speed, share):
    v, dv, m, h, n = y
    gates = slope(0, (v, m, h, n), 0.0, speed)[1:]
    return [dv, k * (dv + ionic(v, m, h, n, share=share)), *gates]


def _escape(k, celsius, share):
    """Give the wave for a trial K: where it leaves to, above or below, and its highest potential."""
    speed = 3.0 ** ((celsius - 6.3) / 10)
    start = rest(share=share)
    y = np.array([start, 0.0, *settled(start)])
    jacobian = np.empty((5, 5))
    for i in range(5):
        up, down = y.copy(), y.copy()
        up[i] += 1e-6
        down[i] -= 1e-6
        jacobian[:, i] = np.subtract(_wave(0, up, k, speed, share), _wave(0, down, k, speed, share)) / 2e-6
    values, vectors = np.linalg.eig(jacobian)
    unstable = vectors[:, np.argmax(values.real)].real
    y = y + 1e-3 * unstable / unstable[0]
    ends = [lambda t, y, *_, sign=sign: y[0] - sign * 250 for sign in (1, -1)]
    for end in ends:
        end.terminal = True
    run = {"args": (k, speed, share), "events": ends, "rtol": 1e-10, "atol": 1e-10}
    found = solve_ivp(_wave, (0, 60), y, method="LSODA", **run)
    return found.y[0, -1] > 0, found.y[0]


@cache
def wave(celsius=18.5, low=8.0, high=14.0, share=1.0):
    """Give K [1/ms] and the peak [mV] of the impulse that travels unchanged."""
    above = partial(_escape, celsius=celsius, share=share)
    assert above(low)[0] != above(high)[0]
    side = above(low)[0]
    while high - low > 1e-12 * high:
        middle = (low + high) / 2
        if middle in (low, high):
            break
        low, high = (middle, high) if above(middle)[0] == side else (low, middle)
    v = above(low)[1]
    turn = np.flatnonzero((np.diff(v)[:-1] > 0) & (np.diff(v)[1:] <= 0))
    return low, float(v[turn[0] + 1])


def velocity_m_per_s(diam=476.0, Ra=35.4, celsius=18.5, **bracket):
    """Give the speed of that impulse, by the paper's own way."""
    k, _ = wave(celsius, **bracket)
    return math.sqrt(1e3 * k * diam / 2 * 1e-4 / (2 * Ra * 1e-6)) / 100
