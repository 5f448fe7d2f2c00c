"""What the doctor has found."""

from typing import NamedTuple


class Finding(NamedTuple):
    """One thing that was looked at.

    Attributes
    ----------
    subject, said : str
        What was looked at, in a word, and how it is.
    remedy : str
        What mends it, a command where there is one; "" of what is well.
    """

    subject: str
    said: str
    remedy: str = ""
