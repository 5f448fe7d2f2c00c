"""What a run gave, as arrays with names and units, and what is measured, said and saved of them.

Nothing here knows NEURON or draws. It may import descriptions.
"""
