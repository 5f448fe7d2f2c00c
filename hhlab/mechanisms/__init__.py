"""MOD files: read, understood, compiled and loaded while NEURON runs, with what is wrong said by line.

It may import descriptions.
"""
