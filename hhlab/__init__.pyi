# The public names and where they live: what tools read, and what __init__ loads on first use.
from .descriptions import rates as rates
from .descriptions.axons import Axon as Axon
from .descriptions.axons import MyelinatedAxon as MyelinatedAxon
from .descriptions.measured import fitted_1952 as fitted_1952
from .descriptions.measured import measured_1952 as measured_1952
from .descriptions.parameters import CurrentClamp as CurrentClamp
from .descriptions.parameters import Membrane as Membrane
from .descriptions.parameters import PairedPulses as PairedPulses
from .descriptions.parameters import PulseTrain as PulseTrain
from .descriptions.parameters import Ramp as Ramp
from .descriptions.parameters import Settings as Settings
from .descriptions.parameters import Shock as Shock
from .descriptions.parameters import Synapse as Synapse
from .descriptions.parameters import VoltageClamp as VoltageClamp
from .dynamics.branches import cycle_branch as cycle_branch
from .dynamics.branches import cycle_fold as cycle_fold
from .dynamics.cycles import NoCycle as NoCycle
from .dynamics.cycles import limit_cycle as limit_cycle
from .dynamics.equilibria import equilibria as equilibria
from .dynamics.equilibria import hopf_points as hopf_points
from .dynamics.noise import noisy as noisy
from .dynamics.noise import noisy_trials as noisy_trials
from .dynamics.reduced import ReducedModel as ReducedModel
from .dynamics.reduced import reduced_hopf_uA_per_cm2 as reduced_hopf_uA_per_cm2
from .dynamics.shocks import shocked_cycle as shocked_cycle
from .dynamics.shocks import stops_firing as stops_firing
from .exercises.classroom import check as check
from .exercises.classroom import mystery as mystery
from .exercises.classroom import mystery_axon as mystery_axon
from .exercises.classroom import mystery_secret as mystery_secret
from .exercises.handing_in import hand_in as hand_in
from .exercises.prediction import predict as predict
from .exercises.sheet import exercise as exercise
from .exercises.sheet import sheet as sheet
from .exercises.signing import sign_in as sign_in
from .exercises.signing import sign_out as sign_out
from .figures.drawing import draw as draw
from .figures.schemes.atlas import drawing as drawing
from .live.by_hand import by_hand as by_hand
from .live.explorer import Explorer as Explorer
from .live.explorer import explore as explore
from .live.playground import playground as playground
from .live.ranges import Log as Log
from .live.sound import sound as sound
from .mechanisms.compiling import check_units as check_units
from .mechanisms.compiling import compile_mechanism as compile_mechanism
from .mechanisms.source import MechanismError as MechanismError
from .morphology.form import Morphology as Morphology
from .morphology.reading import pyramidal_cell as pyramidal_cell
from .morphology.reading import read_swc as read_swc
from .morphology.shapes import shape_of as shape_of
from .morphology.swc import SWCError as SWCError
from .protocols.clamping import clamp_family as clamp_family
from .protocols.common import NoThreshold as NoThreshold
from .protocols.common import rest_mV as rest_mV
from .protocols.conduction import collision as collision
from .protocols.conduction import conduction as conduction
from .protocols.conduction import velocities_m_per_s as velocities_m_per_s
from .protocols.energetics import ion_exchange as ion_exchange
from .protocols.energetics import sodium_entry as sodium_entry
from .protocols.firing import f_i_curve as f_i_curve
from .protocols.firing import first_spike_latency_ms as first_spike_latency_ms
from .protocols.firing import hysteresis as hysteresis
from .protocols.firing import repetitive_onset_uA_per_cm2 as repetitive_onset_uA_per_cm2
from .protocols.gating import inactivation_curve as inactivation_curve
from .protocols.gating import tail_currents as tail_currents
from .protocols.limits import fastest_celsius as fastest_celsius
from .protocols.limits import hottest_celsius as hottest_celsius
from .protocols.limits import least_sodium as least_sodium
from .protocols.passive import input_resistance as input_resistance
from .protocols.passive import time_constant_ms as time_constant_ms
from .protocols.recovery import rebound as rebound
from .protocols.recovery import refractory_curve as refractory_curve
from .protocols.strength import chronaxie_ms as chronaxie_ms
from .protocols.strength import strength_duration as strength_duration
from .protocols.strength import threshold_charge_nC_per_cm2 as threshold_charge_nC_per_cm2
from .protocols.synaptic import psp_mV as psp_mV
from .protocols.synaptic import threshold_weight_uS as threshold_weight_uS
from .protocols.thresholds import anode_break_uA_per_cm2 as anode_break_uA_per_cm2
from .protocols.thresholds import rheobase_nA as rheobase_nA
from .protocols.thresholds import rheobase_uA_per_cm2 as rheobase_uA_per_cm2
from .protocols.thresholds import shock_threshold_mV as shock_threshold_mV
from .protocols.thresholds import slowest_ramp_uA_per_cm2_per_ms as slowest_ramp_uA_per_cm2_per_ms
from .protocols.thresholds import threshold_nA as threshold_nA
from .protocols.thresholds import threshold_uA_per_cm2 as threshold_uA_per_cm2
from .reports.report import report as report
from .results.curves import Curves as Curves
from .results.family import Family as Family
from .results.measures import arrival_ms as arrival_ms
from .results.measures import arrivals_ms as arrivals_ms
from .results.measures import current_density_uA_per_cm2 as current_density_uA_per_cm2
from .results.measures import half_width_ms as half_width_ms
from .results.measures import impulse_count as impulse_count
from .results.measures import lowest_mV as lowest_mV
from .results.measures import measure as measure
from .results.measures import peak_mV as peak_mV
from .results.measures import rate_hz as rate_hz
from .results.measures import readings as readings
from .results.measures import spike_count as spike_count
from .results.measures import spike_times_ms as spike_times_ms
from .results.measures import velocity_m_per_s as velocity_m_per_s
from .results.profile import Profile as Profile
from .results.recording import TRACES as TRACES
from .results.recording import Recording as Recording
from .results.shape import Shape as Shape
from .results.tables import Table as Table
from .simulator.engine import calc_hh as calc_hh
from .simulator.engine import simulate as simulate
from .simulator.integration import SimulationError as SimulationError
from .simulator.networks import Ring as Ring
from .simulator.networks import Spikes as Spikes
from .simulator.networks import simulate_ring as simulate_ring
from .simulator.propagation import propagate as propagate
from .simulator.psections import psection as psection
from .simulator.psections import psection_diff as psection_diff
from .workers.mpi import MPIError as MPIError
from .workers.mpi import run_on_ranks as run_on_ranks
from .workers.sweeps import sweep as sweep
from .workers.worker import WorkerLost as WorkerLost
from .workers.worker import cancel as cancel

__version__: str
__all__ = [
    "TRACES",
    "Axon",
    "CurrentClamp",
    "Curves",
    "Explorer",
    "Family",
    "Log",
    "MPIError",
    "MechanismError",
    "Membrane",
    "Morphology",
    "MyelinatedAxon",
    "NoCycle",
    "NoThreshold",
    "PairedPulses",
    "Profile",
    "PulseTrain",
    "Ramp",
    "Recording",
    "ReducedModel",
    "Ring",
    "SWCError",
    "Settings",
    "Shape",
    "Shock",
    "SimulationError",
    "Spikes",
    "Synapse",
    "Table",
    "VoltageClamp",
    "WorkerLost",
    "anode_break_uA_per_cm2",
    "arrival_ms",
    "arrivals_ms",
    "by_hand",
    "calc_hh",
    "cancel",
    "check",
    "check_units",
    "chronaxie_ms",
    "clamp_family",
    "collision",
    "compile_mechanism",
    "conduction",
    "current_density_uA_per_cm2",
    "cycle_branch",
    "cycle_fold",
    "draw",
    "drawing",
    "equilibria",
    "exercise",
    "explore",
    "f_i_curve",
    "fastest_celsius",
    "first_spike_latency_ms",
    "fitted_1952",
    "half_width_ms",
    "hand_in",
    "hopf_points",
    "hottest_celsius",
    "hysteresis",
    "impulse_count",
    "inactivation_curve",
    "input_resistance",
    "ion_exchange",
    "least_sodium",
    "limit_cycle",
    "lowest_mV",
    "measure",
    "measured_1952",
    "mystery",
    "mystery_axon",
    "mystery_secret",
    "noisy",
    "noisy_trials",
    "peak_mV",
    "playground",
    "predict",
    "propagate",
    "psection",
    "psection_diff",
    "psp_mV",
    "pyramidal_cell",
    "rate_hz",
    "rates",
    "read_swc",
    "readings",
    "rebound",
    "reduced_hopf_uA_per_cm2",
    "refractory_curve",
    "repetitive_onset_uA_per_cm2",
    "report",
    "rest_mV",
    "rheobase_nA",
    "rheobase_uA_per_cm2",
    "run_on_ranks",
    "shape_of",
    "sheet",
    "shock_threshold_mV",
    "shocked_cycle",
    "sign_in",
    "sign_out",
    "simulate",
    "simulate_ring",
    "slowest_ramp_uA_per_cm2_per_ms",
    "sodium_entry",
    "sound",
    "spike_count",
    "spike_times_ms",
    "stops_firing",
    "strength_duration",
    "sweep",
    "tail_currents",
    "threshold_charge_nC_per_cm2",
    "threshold_nA",
    "threshold_uA_per_cm2",
    "threshold_weight_uS",
    "time_constant_ms",
    "velocities_m_per_s",
    "velocity_m_per_s",
]
