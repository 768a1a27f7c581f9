"""
Packages come when the program imports them: those of its own environment that are Python alone, and those that Pyodide
has been built with.
"""

from __future__ import annotations

import sys
from importlib import invalidate_caches
from importlib.machinery import PathFinder
from os import walk
from site import getsitepackages

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from importlib.machinery import ModuleSpec
    from importlib.metadata import Distribution, DistributionFinder
    from typing import Any, Optional

    Bring = Callable[[str, str], Optional[str]]

COMPILED = (".so", ".pyd", ".dylib")


def _machinery(function: Callable[..., Any]) -> Callable[..., Any]:
    """Python leaves calls of the import machinery out of an ImportError's traceback, and knows them by this name."""
    function.__code__ = function.__code__.replace(co_filename="<frozen importlib._bootstrap>")
    return function


class PackageFinder:
    """
    Asked for modules that nobody else knows. `bring` puts the package of a module into a directory and returns an empty
    text, or one that says why it cannot; it returns None where there is no such package.
    """

    def __init__(self, bring: Bring, environment: Sequence[str]) -> None:
        self._bring = bring
        self._site = getsitepackages()[0]
        self._environment = list(environment)

    def register(self) -> None:
        sys.meta_path.append(self)  # type: ignore[arg-type]

    @_machinery
    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        if path is not None:
            return None
        own = PathFinder.find_spec(name, self._environment)
        if own is not None and not _is_compiled(own):
            return own
        problem = self._bring(name, self._site)
        if problem == "":
            invalidate_caches()
            return PathFinder.find_spec(name)
        if problem is None and own is not None:
            problem = f"What is in {own.origin} was compiled for another Python, and Pyodide has no such package."
        if problem is None:
            return None
        error = ModuleNotFoundError(f"No module named {name!r}", name=name)
        error.add_note(problem)
        raise error

    def find_distributions(self, context: DistributionFinder.Context) -> Iterable[Distribution]:
        """Packages ask for their own version."""
        from importlib.metadata import DistributionFinder, MetadataPathFinder

        return MetadataPathFinder.find_distributions(
            DistributionFinder.Context(name=context.name, path=self._environment)
        )


def _is_compiled(spec: ModuleSpec) -> bool:
    if spec.submodule_search_locations is None:
        return str(spec.origin).endswith(COMPILED)
    return any(
        file.endswith(COMPILED)
        for location in spec.submodule_search_locations
        for _, _, files in walk(location)
        for file in files
    )
