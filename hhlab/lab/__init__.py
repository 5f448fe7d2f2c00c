"""Running the lab: the command ``hhlab``, and what is the same in the image, under make and from the wheel.

It may import figures, exercises and grading. A command is a module here whose ``main`` takes the words behind
its name and gives an exit status; `command` lists them.
"""
