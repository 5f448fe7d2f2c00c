"""Which process a public function runs in: said beside the function, read where the name is handed out."""

from collections.abc import Callable
from typing import Any, TypeVar

F = TypeVar("F", bound=Callable[..., Any])


def runs_in_worker(function: F) -> F:
    """Mark a function that ``hhlab.NAME`` runs in the worker process, where no Section of the caller lives.

    Imported from its own module it runs where it is called, as its neighbours in the package want it.
    """
    function.runs_in_worker = True  # type: ignore[attr-defined]
    return function
