"""From the lab to the room of a class, where a hub has one: `room` asks it, `lecture` follows it.

Nothing here knows NEURON, and nothing of the package is imported.
"""
