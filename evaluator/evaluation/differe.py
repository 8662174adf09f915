"""What an evaluation works out only if it is asked for: the steps that led to a figure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Differe(Generic[T]):
    """Called, it gives what `faire` makes, made once. Any two are equal: a trace follows from the figures beside it."""

    __slots__ = ("_faire", "_fait")

    def __init__(self, faire: Callable[[], T]) -> None:
        self._faire: Callable[[], T] | None = faire

    def __call__(self) -> T:
        if self._faire is not None:
            self._fait = self._faire()
            self._faire = None  # with all that it held
        return self._fait

    def __eq__(self, autre: object) -> bool:
        return isinstance(autre, Differe)

    def __hash__(self) -> int:
        return 0
