"""What NEURON has by itself: what ``calc_hh`` runs with, and what a plain script need not say.

Sources
-------
NEURON 9: ``hh.mod``, ``passive.mod``, ``eion.cpp`` and ``stdrun.hoc``.
"""

from typing import Any

# the last four once its standard run system is loaded
GLOBALS = {
    "celsius": (6.3, "°C"),
    "dt": (0.025, "ms"),
    "secondorder": (0, ""),
    "usetable_hh": (1, ""),
    "nai0_na_ion": (10, "mM"),
    "nao0_na_ion": (140, "mM"),
    "ki0_k_ion": (54.4, "mM"),
    "ko0_k_ion": (2.5, "mM"),
    "cai0_ca_ion": (5e-5, "mM"),
    "cao0_ca_ion": (2, "mM"),
    "steps_per_ms": (40, "1/ms"),
    "tstop": (5, "ms"),
    "v_init": (-65, "mV"),
}
CELSIUS, DT, V_INIT = (GLOBALS[name][0] for name in ("celsius", "dt", "v_init"))
SIZE = {"L": 100.0, "diam": 500.0}
# of a Section into which hh has been inserted
HH: dict[str, Any] = {
    "cm": 1.0,
    "gnabar": 0.12,
    "gkbar": 0.036,
    "gl": 0.0003,
    "ena": 50.0,
    "ek": -77.0,
    "el": -54.3,
    **{f"{x}{side}": float(GLOBALS[f"{x}{side}0_{x}_ion"][0]) for x in ("na", "k") for side in "io"},
}
PAS = {"g": 0.001, "e": -70.0}
CVODE = {
    "atol": 0.001,
    "rtol": 0,
    "maxstep": 1e9,
    "minstep": 0,
    "maxorder": 5,
    "condition_order": 1,
    "jacobian": 0,
    "use_local_dt": False,
}
