TITLE Both currents of a squid's membrane
UNITS { (mA) = (milliamp) (mV) = (millivolt) (S) = (siemens) }
NEURON {
    SUFFIX both
    USEION na READ ena WRITE ina
    USEION k READ ek WRITE ik
    NONSPECIFIC_CURRENT il
    RANGE gnabar, gkbar, gl, el, gna, gk
    GLOBAL minf, hinf, ninf, mtau, htau, ntau
    THREADSAFE
}
PARAMETER {
    gnabar = .12 (S/cm2) <0, 1e9>
    gkbar = .036 (S/cm2) <0, 1e9>
    gl = .0003 (S/cm2) <0, 1e9>
    el = -54.3 (mV)
}
STATE { m h n }
ASSIGNED {
    v (mV) celsius (degC) ena (mV) ek (mV)
    gna (S/cm2) gk (S/cm2) ina (mA/cm2) ik (mA/cm2) il (mA/cm2)
    minf hinf ninf mtau (ms) htau (ms) ntau (ms)
}
BREAKPOINT {
    SOLVE states METHOD cnexp
    gna = gnabar*m*m*m*h
    ina = gna*(v - ena)
    gk = gkbar*n*n*n*n
    ik = gk*(v - ek)
    il = gl*(v - el)
}
INITIAL { rates(v) m = minf h = hinf n = ninf }
DERIVATIVE states {
    rates(v)
    m' = (minf-m)/mtau
    h' = (hinf-h)/htau
    n' = (ninf-n)/ntau
}
PROCEDURE rates(v (mV)) {
    LOCAL a, b, sum, q10
    TABLE minf, mtau, hinf, htau, ninf, ntau DEPEND celsius FROM -100 TO 100 WITH 200
    UNITSOFF
    q10 = 3^((celsius - 6.3)/10)
    a = .1 * trap(-(v+40), 10)  b = 4 * exp(-(v+65)/18)
    sum = a + b  mtau = 1/(q10*sum)  minf = a/sum
    a = .07 * exp(-(v+65)/20)  b = 1 / (exp(-(v+35)/10) + 1)
    sum = a + b  htau = 1/(q10*sum)  hinf = a/sum
    a = .01*trap(-(v+55), 10)  b = .125*exp(-(v+65)/80)
    sum = a + b  ntau = 1/(q10*sum)  ninf = a/sum
    UNITSON
}
FUNCTION trap(x, y) {
    if (fabs(x/y) < 1e-6) { trap = y*(1 - x/y/2) } else { trap = x/(exp(x/y) - 1) }
}
