: names that look like words of the language, in another case
NEURON { SUFFIX Suffix RANGE state, Neuron, Range, point_process NONSPECIFIC_CURRENT initial }
PARAMETER { state = 1e-4 Neuron = -50 Range = 1 point_process = 2 }
ASSIGNED { v initial }
BREAKPOINT { initial = state * (v - Neuron) * Range * point_process }
