: an ion of its own, with a charge
NEURON { SUFFIX mgchan USEION mg1 READ mg1i, emg1 WRITE img1 VALENCE 2 RANGE p }
PARAMETER { p = 1e-5 }
ASSIGNED { v (mV) mg1i (mM) emg1 (mV) img1 (mA/cm2) }
BREAKPOINT { img1 = p*(v - emg1) }
