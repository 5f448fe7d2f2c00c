NEURON { POINT_PROCESS Geometry RANGE a, i NONSPECIFIC_CURRENT i }
ASSIGNED { v area (um2) diam (um) a i }
INITIAL { a = area/diam }
BREAKPOINT { i = 1e-6*a*(v+50) }
