"""What an impulse costs: the sodium that it lets in, the potassium that it lets out."""

from dataclasses import dataclass

import numpy as np

from ..descriptions.axons import Axon
from ..descriptions.currents import currents_of
from ..descriptions.defaults import AXON, SEARCH_METHOD
from ..descriptions.parameters import CurrentClamp, Membrane, Method, Settings
from ..descriptions.places import runs_in_worker
from ..results.measures import arrival_ms
from ..simulator.propagation import propagate
from .common import ONSET_MS, NoThreshold, amp_nA, from_rest, rest_mV, spike_traces, window_ms
from .conduction import checked, passage_ms, speedup
from .thresholds import threshold_uA_per_cm2

PULSE_MS = 0.5
QUIET_MS = 40.0  # at 18.5 °C the last ringing has died by then
FARADAY = 96485.33212  # C/mol


@dataclass(frozen=True)
class SodiumEntry:
    """The sodium that one impulse lets in, beyond what leaks in at rest.

    ``ratio`` is its charge over the least that could do, C·ΔV, where ΔV runs from rest to the peak.
    """

    charge_nC_per_cm2: float
    amplitude_mV: float
    ratio: float

    @property
    def pmol_per_cm2(self) -> float:
        """The amount of sodium, in pmol/cm²."""
        return 1000 * self.charge_nC_per_cm2 / FARADAY  # 1 nC is 1000 pC, and 1 pC is 1/F pmol


@runs_in_worker
def sodium_entry(
    membrane: Membrane | None = None, *, celsius: float = Settings.celsius, method: Method = SEARCH_METHOD
) -> SodiumEntry:
    """Give the sodium that enters in one impulse, evoked by 0.5 ms of twice the threshold current.

    Parameters
    ----------
    membrane : Membrane, optional
        By default ``Membrane()``, NEURON's ``hh``.
    celsius : float
        Temperature [°C].
    method : {"cvode", "cn", "neuron"}
        Variable steps with an error bound; fixed steps with exact rates; NEURON's defaults.

    Returns
    -------
    SodiumEntry

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
    >>> import hhlab
    >>> round(hhlab.sodium_entry().pmol_per_cm2, 1)
    14.4
    """
    density = 2 * threshold_uA_per_cm2(membrane, PULSE_MS, celsius=celsius, method=method)
    membrane, run = from_rest(membrane, celsius, method)
    clamp = CurrentClamp(amp=amp_nA(density, membrane), delay=ONSET_MS, dur=PULSE_MS)
    rec = run(clamp, tstop=ONSET_MS + window_ms(membrane, celsius), record=("v", "ina"))
    inward = rec.ina[0] - rec.ina
    charge = float(1000 * np.trapezoid(inward, rec.t))  # 1 mA/cm² for 1 ms is 1000 nC/cm²
    amplitude = float(rec.v.max() - rec.v[0])
    return SodiumEntry(charge, amplitude, charge / (membrane.cm * amplitude))


@dataclass(frozen=True)
class IonExchange:
    """What one impulse moves through the membrane half-way along an axon, beyond what flows at rest.

    Charges in nC/cm²: sodium inward, potassium outward, leak outward. Once the axon is at rest again, as
    much has left as has entered.
    """

    sodium_nC_per_cm2: float
    potassium_nC_per_cm2: float
    leak_nC_per_cm2: float

    @property
    def sodium_pmol_per_cm2(self) -> float:
        """The sodium that enters, in pmol/cm²."""
        return 1000 * self.sodium_nC_per_cm2 / FARADAY

    @property
    def potassium_pmol_per_cm2(self) -> float:
        """The potassium that leaves, in pmol/cm²."""
        return 1000 * self.potassium_nC_per_cm2 / FARADAY


@runs_in_worker
def ion_exchange(axon: Axon | None = None, *, celsius: float = AXON.celsius) -> IonExchange:
    """Give the sodium and the potassium that a travelling impulse moves.

    Parameters
    ----------
    axon : Axon or MyelinatedAxon, optional
        By default ``Axon()``, 5 cm as thick as the squid's of 1952.
    celsius : float
        Temperature [°C].

    Returns
    -------
    IonExchange

    Raises
    ------
    TypeError, ValueError, SimulationError
        As :func:`hhlab.propagate`.
    NoThreshold
        No impulse comes.

    Examples
    --------
    >>> import hhlab
    >>> round(hhlab.ion_exchange(hhlab.Axon(L=5000, diam=10)).sodium_pmol_per_cm2, 1)
    4.4
    """
    axon = checked(axon)
    quiet_ms = QUIET_MS / speedup(celsius)
    # currents are added up: CVODE's stand all at the same moment
    profile = propagate(
        axon,
        at_um=axon.L / 2,
        tstop=2 * passage_ms(axon, celsius) + quiet_ms,
        celsius=celsius,
        method="cvode",
        v_init=rest_mV(axon, celsius=celsius),
        record=spike_traces(axon),
    )
    rec = profile.at(axon.L / 2)
    if not np.isfinite(arrival_ms(rec)):
        raise NoThreshold(f"No impulse comes half-way along this axon: {axon}.")
    # 1 mA/cm² for 1 ms is 1000 nC/cm²
    inward, potassium, leak = (
        1000 * sum(np.trapezoid(x - x[0], rec.t) for x in _carried(rec, axon, ion)) for ion in ("na", "k", "")
    )
    return IonExchange(float(-inward), float(potassium), float(leak))


def _carried(recording, membrane, ion):
    """Give the currents of one ion, or with "" those of several ions at once."""
    return [recording.traces[one.name] for one in currents_of(membrane) if one.carrier == ion]
