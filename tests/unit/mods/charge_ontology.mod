NEURON {
    SUFFIX chlor
    REPRESENTS NCIT:C17008
    USEION cl1 READ ecl1 WRITE icl1 CHARGE -1 REPRESENTS CHEBI:17996
    RANGE g
}
PARAMETER { g = 1e-4 (S/cm2) }
ASSIGNED { v (mV) ecl1 (mV) icl1 (mA/cm2) }
BREAKPOINT { icl1 = g * (v - ecl1) }
