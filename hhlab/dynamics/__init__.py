"""The same equations as a dynamical system: where they rest, where they turn, and which way is stable.

It may import descriptions and results: NEURON is not asked.
"""
