"""What every experiment needs: a membrane at rest, whether a spike followed, a search for a limit.

Strengths are densities [µA/cm²], which do not depend on the size of the patch; electrodes count in nA.
"""

from functools import partial

import numpy as np

from ..descriptions import rates
from ..descriptions.currents import currents_of, ionic_uA_per_cm2, settled
from ..descriptions.parameters import CurrentClamp, Membrane, Settings
from ..descriptions.places import runs_in_worker
from ..descriptions.quantities import number, shown
from ..results.spikes import LEVEL_MV, spike_tops
from ..simulator.cells import reversal_potentials
from ..simulator.engine import completed, simulate
from ..simulator.integration import SimulationError, configured

MAX_DENSITY = 1000.0  # µA/cm², hundreds of times the rheobase
MAX_CHARGE_MV = 200.0  # a brief pulse is tried up to the charge that moves the membrane so far
MAX_AMP_NA = 1000.0  # into one patch; the end of a giant axon takes more
MAX_ROW = 1000
MAX_HALVINGS = 60  # a bracket has no more bits
LIKELY_SLIP = (
    "Has it Na⁺ channels (gnabar), K⁺ channels (gkbar), and a rest at which they are not inactivated?"
)
ONSET_MS = 1.0  # a stimulus begins here, so that the rest before it can be seen


def spike_traces(membrane):
    """Give the names of what must be recorded to tell a spike of `membrane` from what a stimulus does."""
    return ("v", *(current.name for current in currents_of(membrane)))


SPIKE_TRACES = spike_traces(Membrane())


class NoThreshold(ValueError):
    """No strength separates silence from a spike: the membrane cannot fire, or fires by itself."""


@runs_in_worker
def rest_mV(
    membrane: Membrane | None = None, density: float = 0.0, *, celsius: float = Settings.celsius
) -> float:
    """Give the potential at which the ionic currents balance a steady current, in mV.

    Of several it is the lowest. It may be unstable.

    Parameters
    ----------
    membrane : Membrane, optional
        By default ``Membrane()``, NEURON's ``hh``.
    density : float
        The steady current [µA/cm²].
    celsius : float
        Temperature [°C]; it matters with ``Membrane.nernst`` only.

    Returns
    -------
    float
        In mV.

    Raises
    ------
    TypeError, ValueError
        A value is not a number or outside its limits, or no potential from -200 to 200 mV balances it.

    Examples
    --------
    >>> import hhlab
    >>> round(hhlab.rest_mV(), 3)
    -64.974

    Sources
    -------
    Hodgkin and Huxley (1952), J. Physiol. 117:500-544: their equations with every derivative zero.
    """
    membrane, _ = completed(membrane, None)
    density = number("density", density, "µA/cm²", low=-MAX_DENSITY, high=MAX_DENSITY)
    with configured(Settings(celsius=celsius)):
        reversals = dict(zip(("ena", "ek"), reversal_potentials(membrane), strict=True))

    def outward(v):
        return ionic_uA_per_cm2(membrane, v, settled(membrane, v), reversals) - density

    grid = np.linspace(-200.0, 200.0, 801)
    below = np.flatnonzero((outward(grid[:-1]) <= 0) & (outward(grid[1:]) > 0))
    if len(below) == 0:
        raise ValueError(f"No potential from -200 to 200 mV balances {density:g} µA/cm² in {membrane}.")
    # in the worker alone: the kernel, which has this module too, saves 45 MB
    from scipy.optimize import brentq

    return float(brentq(outward, grid[below[0]], grid[below[0] + 1], xtol=1e-10))


def from_rest(membrane, celsius, method):
    """Give the membrane and a function ``run(clamp, tstop=, record=)`` that starts at its rest.

    Raises
    ------
    NoThreshold
        The membrane fires without a stimulus.
    """
    membrane, _ = completed(membrane, None)
    rest = rest_mV(membrane, celsius=celsius)
    run = partial(simulate, membrane, celsius=celsius, method=method, record=spike_traces(membrane))
    # an unstable rest could last if the run began right on it; 1 mV is enough to leave it
    silence = run(CurrentClamp(amp=0), tstop=window_ms(membrane, celsius), v_init=rest + 1.0)
    if spiked(silence):
        raise NoThreshold(f"This membrane fires without a stimulus, so it has no threshold: {membrane}.")
    return membrane, partial(run, v_init=rest)


def window_ms(membrane, celsius):
    """Give how long after a stimulus a spike may still come [ms]: longer when cold or heavily capacitive."""
    cold = rates.Q10 ** ((rates.CELSIUS_1952 - celsius) / 10)
    return 60.0 * max(1.0, cold) * max(1.0, membrane.cm)


def amp_nA(density, membrane):
    """Give in nA a current of `density` [µA/cm²] into the whole of a membrane."""
    return density * membrane.area_um2 / 1e5  # 1 µA/cm² is 1e-5 nA/µm²


def usual(membrane, dur):
    """Give a density [µA/cm²] about as strong as a step of `dur` [ms] must be to fire a squid's membrane."""
    return 1 + 5 * membrane.cm / dur  # the last 5 mV to threshold, and what leaks meanwhile


def strongest(membrane, dur):
    """Give the strongest density [µA/cm²] that a search tries with a step of `dur` [ms]."""
    possible = MAX_AMP_NA / amp_nA(1.0, membrane)
    if possible < usual(membrane, dur):
        raise ValueError(
            f"An electrode gives at most {MAX_AMP_NA:g} nA, which on {membrane.area_um2:.3g} µm² is only "
            f"{possible:.3g} µA/cm². Take a smaller patch: densities stay the same."
        )
    return min(max(MAX_DENSITY, MAX_CHARGE_MV * membrane.cm / dur), possible)


def spiked(recording, since_ms=0.0):
    """Say whether a spike, as :mod:`hhlab.results.spikes` counts it, rose after a moment [ms].

    Parameters
    ----------
    recording : Recording
        With ``v``; with all of :func:`spike_traces` it is told from what a strong current does by itself.
    since_ms : float
        A spike on its way at that moment must first have come down.
    """
    low = np.flatnonzero((recording.t >= since_ms) & (recording.v < LEVEL_MV))
    return len(low) > 0 and bool((spike_tops(recording) > low[0]).any())


def search(fires, start, limit, rel, what, growth=2.0):
    """Give the least strength that fires: `start` grows until it does, then the bracket is halved.

    Parameters
    ----------
    fires : callable
        From a strength, above 0, to True or False.
    start, limit, growth : float
        The first strength tried, the strongest, and the factor from one to the next.
    rel : float
        The result fires, and lies at most this fraction above one that does not.
    what : str
        The stimulus with its unit, for the error.

    Raises
    ------
    NoThreshold
        Nothing up to `limit` fires.
    """
    rel = number("rel", rel, low=1e-7, high=0.1)
    low, high = 0.0, min(start, limit)
    try:
        while not fires(high):
            if high >= limit:
                raise NoThreshold(f"No {what} up to {limit:.4g} makes this membrane fire. {LIKELY_SLIP}")
            low, high = high, min(growth * high, limit)
    except SimulationError:
        raise NoThreshold(
            f"No {what} up to {low:.4g} makes this membrane fire, and {high:.4g} drives its potential beyond "
            f"what a membrane stands. {LIKELY_SLIP}"
        ) from None
    for _ in range(MAX_HALVINGS):
        if high - low <= rel * high:
            break
        middle = (low + high) / 2
        low, high = (low, middle) if fires(middle) else (middle, high)
    return high


def row(name, values, unit, **limits):
    """Give a rising row of numbers as an array of shape (N,), or say what is wrong with it."""
    try:
        values = list(values)
    except TypeError:
        raise TypeError(f"{name} must be a list of numbers in {unit}, but it is {shown(values)}.") from None
    if not 1 <= len(values) <= MAX_ROW:
        raise ValueError(f"{name} must hold 1 to {MAX_ROW} numbers in {unit}, but it holds {len(values)}.")
    found = np.array([number(f"{name}[{i}]", x, unit, **limits) for i, x in enumerate(values)])
    if (np.diff(found) <= 0).any():
        i = int(np.argmax(np.diff(found) <= 0))
        pair = f"{found[i]:g} {unit} is followed by {found[i + 1]:g} {unit}"
        raise ValueError(f"{name} must rise, but {pair}. Sort the list, and leave out what comes twice.")
    return found
