"""A lab that does not start, and says why in a sentence."""


class NoStart(Exception):
    """Why the lab does not start, and what mends it: one or more lines, or "" where that has been said.

    Parameters
    ----------
    reason : str
    status : int
        The exit status: 2 for a word or variable that is wrong, 1 for everything else.
    """

    def __init__(self, reason, status=1):
        super().__init__(reason)
        self.status = status
