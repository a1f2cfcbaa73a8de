"""Results kept for as long as they are among the last asked for."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock, RLock
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Recent(Generic[Key, Value]):
    """Values by key, of which the last few asked for stay.

    Several threads may ask at once. Who asks for what is there never waits; of those who ask
    for what is not, one makes it and the others wait.

    Parameters
    ----------
    size : int
        Values that stay.

    Examples
    --------
    >>> squares: Recent[int, int] = Recent(2)
    >>> squares.get(3, lambda: 9), squares.get(3, lambda: 10)
    (9, 9)
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._values: OrderedDict[Key, Value] = OrderedDict()
        self._looking, self._making = Lock(), RLock()

    def get(self, key: Key, make: Callable[[], Value]) -> Value:
        """Return the value of a key, made when first asked for.

        What `make` raises is raised, and nothing is kept.
        """
        found = self._look(key)
        if not found:
            with self._making:
                found = self._look(key)
                if not found:
                    found = [make()]
                    self._keep(key, found[0])
        return found[0]

    def forget(self, unwanted: Callable[[Key], bool]) -> None:
        """Drop the values of the keys that are unwanted."""
        with self._looking:
            for key in [each for each in self._values if unwanted(each)]:
                del self._values[key]

    def __len__(self) -> int:
        return len(self._values)

    def _look(self, key: Key) -> list[Value]:
        with self._looking:
            if key not in self._values:
                return []
            self._values.move_to_end(key)
            return [self._values[key]]

    def _keep(self, key: Key, value: Value) -> None:
        with self._looking:
            self._values[key] = value
            while len(self._values) > self._size:
                self._values.popitem(last=False)
