"""NEURON itself: cells built from descriptions, stimuli placed, runs integrated, traces recorded.

It may import descriptions and results. What runs here runs in the process that calls it; the
workers wing is the way to another one.
"""
