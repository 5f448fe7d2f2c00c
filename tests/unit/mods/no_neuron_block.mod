: no NEURON block at all: the mechanism is called as its file
PARAMETER { scale = 2 }
ASSIGNED { seen }
STATE { x }
INITIAL { x = scale }
