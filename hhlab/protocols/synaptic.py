"""What one synapse does to a membrane: how far it moves the potential, and from which weight on it fires."""

from ..descriptions.defaults import REL, SEARCH_METHOD
from ..descriptions.parameters import Membrane, Method, Settings, Synapse
from ..descriptions.places import runs_in_worker
from ..descriptions.quantities import shown
from .common import ONSET_MS, from_rest, search, spiked, window_ms

SMALL_US = 1e-6  # 1 pS, far below any threshold
MAX_WEIGHT_US = 10.0


@runs_in_worker
def psp_mV(
    membrane: Membrane | None = None,
    synapse: Synapse | None = None,
    *,
    celsius: float = Settings.celsius,
    method: Method = SEARCH_METHOD,
) -> float:
    """Give how far a synapse moves a resting membrane, in mV: above 0 where it depolarises.

    Parameters
    ----------
    membrane : Membrane, optional
        By default ``Membrane()``, NEURON's ``hh``.
    synapse : Synapse, optional
        Its `delay` counts from the start of the run.
    celsius : float
        Temperature [°C].
    method : {"cvode", "cn", "neuron"}
        Variable steps with an error bound; fixed steps with exact rates; NEURON's defaults.

    Returns
    -------
    float
        The largest deviation from rest, whichever its sign; a spike if there is one.

    Raises
    ------
    TypeError, ValueError
        A value is not what it should be, or the membrane fires without a stimulus.

    Examples
    --------
    >>> import hhlab
    >>> round(psp_mV(synapse=hhlab.Synapse(weight=1e-4)), 1)
    1.7
    """
    synapse = Synapse() if synapse is None else synapse
    if not isinstance(synapse, Synapse):
        raise TypeError(f"synapse must be a Synapse, but it is {shown(synapse)}.")
    membrane, run = from_rest(membrane, celsius, method)
    last = synapse.delay + synapse.interval * (synapse.count - 1)
    recording = run(synapse, tstop=last + window_ms(membrane, celsius) + 5 * synapse.tau)
    moved = recording.v - recording.v[0]
    return float(moved[abs(moved).argmax()])


@runs_in_worker
def threshold_weight_uS(
    membrane: Membrane | None = None,
    *,
    tau: float = Synapse.tau,
    e: float = Synapse.e,
    celsius: float = Settings.celsius,
    method: Method = SEARCH_METHOD,
    rel: float = REL,
) -> float:
    """Give the least weight at which one synaptic event fires a resting membrane, in µS.

    Parameters
    ----------
    membrane : Membrane, optional
        By default ``Membrane()``, NEURON's ``hh``.
    tau : float
        Decay time of the synapse, an ExpSyn [ms].
    e : float
        Its reversal potential [mV].
    celsius : float
        Temperature [°C].
    method : {"cvode", "cn", "neuron"}
        Variable steps with an error bound; fixed steps with exact rates; NEURON's defaults.
    rel : float
        How far the result may lie above a stimulus that fails, as a fraction of it.

    Returns
    -------
    float
        In µS.

    Raises
    ------
    TypeError, ValueError
        A value is not a number or outside its limits.
    SimulationError
        NEURON could not finish a run.
    NoThreshold
        The membrane fires by itself, or nothing makes it fire.

    Examples
    --------
    >>> round(1000 * threshold_weight_uS(method="neuron"), 3)  # nS
    0.269
    """
    synapse = Synapse(weight=SMALL_US, tau=tau, e=e, delay=ONSET_MS)
    membrane, run = from_rest(membrane, celsius, method)
    window = window_ms(membrane, celsius) + synapse.tau

    def fires(weight):
        return spiked(run(synapse.but(weight=weight), tstop=ONSET_MS + window), since_ms=ONSET_MS)

    return search(fires, SMALL_US, MAX_WEIGHT_US, rel, "synaptic weight [µS]")
