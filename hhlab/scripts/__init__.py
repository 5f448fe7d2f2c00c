"""What an explorer shows, as the smallest script of plain Python and NEURON that gives the same samples.

It may import descriptions, results, simulator, mechanisms and figures.
"""
