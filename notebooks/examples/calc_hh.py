"""Fire a Hodgkin-Huxley cell in plain NEURON and plot its voltage.

Run it with `python calc_hh.py`. It shows the figure, or saves it as calc_hh.png where there is no screen.
"""

import os

import numpy as np

# NEURON looks for a screen unless told before its import
os.environ.setdefault("NEURON_MODULE_OPTIONS", "-nogui")
from neuron import h

h.load_file("stdrun.hoc")  # NEURON's standard run system, with h.continuerun


def calc_hh(amp=0.1, dur=200.0, delay=50.0, tstop=300.0, v_init=-65.0):
    """Give time [ms] and membrane potential [mV] of a 10 µm soma under a current step of `amp` [nA]."""
    soma = h.Section(name="soma")
    soma.L = soma.diam = 10  # µm
    soma.insert("hh")

    # the name keeps the electrode alive: NEURON drops one that Python no longer knows
    stim = h.IClamp(soma(0.5))
    stim.delay, stim.dur, stim.amp = delay, dur, amp  # ms, ms, nA

    t = h.Vector().record(h._ref_t)  # ms
    v = h.Vector().record(soma(0.5)._ref_v)  # mV

    h.finitialize(v_init)  # mV
    h.continuerun(tstop)  # ms; the older neuron.run(tstop) no longer exists in NEURON 9

    # copies: a Vector that records is filled again by every later run
    return np.array(t), np.array(v)


def main():
    import matplotlib.pyplot as plt

    t, v = calc_hh()
    spikes = int(((v[:-1] < 0) & (v[1:] >= 0)).sum())  # upward crossings of 0 mV
    print(f"{spikes} spikes, peak {v.max():.1f} mV")

    fig, ax = plt.subplots(figsize=(7.6, 3), layout="constrained")
    ax.plot(t, v)
    ax.set(xlabel="time [ms]", ylabel="membrane potential [mV]")
    if plt.get_backend().lower() == "agg":
        fig.savefig("calc_hh.png", dpi=150)
        print("No screen: the figure is in calc_hh.png")
    else:
        plt.show()


if __name__ == "__main__":
    main()
