TITLE Calcium: it comes in, is buffered, diffuses and is pumped out
NEURON {
    SUFFIX pump
    USEION ca READ cai, ica WRITE cai
    RANGE buf
}
UNITS { (mM) = (milli/liter) (um) = (micron) (mA) = (milliamp) FARADAY = (faraday) (coulomb) PI = (pi) (1) }
PARAMETER { diam (um) D = 0.6 (um2/ms) kf = 1 (/mM-ms) kr = .01 (/ms) total = .03 (mM) }
ASSIGNED { ica (mA/cm2) cai (mM) }
STATE { ca (mM) buf (mM) cabuf (mM) }
INITIAL { ca = cai buf = total cabuf = 0 }
BREAKPOINT { SOLVE diffuse METHOD sparse }
KINETIC diffuse {
    COMPARTMENT PI*diam*diam/4 { ca buf cabuf }
    LONGITUDINAL_DIFFUSION D*PI*diam*diam/4 { ca }
    ~ ca << (-ica*PI*diam*(1e4)/(2*FARADAY))
    ~ ca + buf <-> cabuf (kf, kr)
    cai = ca
}
