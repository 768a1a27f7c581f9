"""
What is told of values whose own `repr` says too little, as that of a generator, or far too much, as that of a table: where
it is, what shape it has. The libraries are never imported for it.
"""

from __future__ import annotations

from itertools import islice

from .briefs import named

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Write = Callable[[Any], str]

_SUSPENDING = {"generator": "gi", "coroutine": "cr", "async_generator": "ag"}
_ARRAYS = ("numpy", "torch", "jax", "jaxlib", "cupy", "tensorflow")
_TABLES = ("pandas", "polars", "modin", "cudf", "dask")
_HEAD = 8
"""So many elements of an array are shown in each of its first two dimensions."""


def summary(value: Any, kind: type, write: Write) -> str | None:
    """None where the value's own `repr` is as good. Raises what the value raises. `write` writes what is in it."""
    module = kind.__module__.partition(".")[0]
    if module == "builtins":
        prefix = _SUSPENDING.get(kind.__name__)
        return _suspended(value, kind, prefix) if prefix is not None else None
    if module in _ARRAYS:
        return _array(value, kind, write) if is_array(value) else None
    return _table(value, kind, write) if module in _TABLES else None


def is_array(value: Any) -> bool:
    """An array of numpy, or something like it, with at least one dimension."""
    kind = type(value)
    if kind.__module__.partition(".")[0] not in _ARRAYS or kind.__name__ == "dtype":
        return False
    shape = getattr(value, "shape", None)
    return isinstance(shape, tuple) and len(shape) > 0


def _suspended(value: Any, kind: type, prefix: str) -> str:
    frame = getattr(value, f"{prefix}_frame")
    if frame is None:
        state = "finished"
    elif getattr(value, f"{prefix}_running"):
        state = "running"
    else:
        state = f"at line {frame.f_lineno}" if _has_begun(value, prefix, frame) else "not begun"
    return f"<{kind.__name__} {named(value)}: {state}>"


def _has_begun(value: Any, prefix: str, frame: Any) -> bool:
    suspended = getattr(value, f"{prefix}_suspended", None)
    if suspended is not None:
        return bool(suspended)
    # In 3.11 an asynchronous generator does not tell, and has been prepared on the line of its `def`.
    return frame.f_lasti >= 0 and frame.f_lineno != frame.f_code.co_firstlineno


def _array(value: Any, kind: type, write: Write) -> str:
    shape = tuple(value.shape)
    text = f"{kind.__name__} {_shape(shape)} {value.dtype}"
    if kind.__module__.partition(".")[0] != "numpy":
        # Its elements may be on another device.
        device = getattr(value, "device", None)
        return text if device is None else f"{text} {device}"
    if getattr(value.dtype, "names", None) or kind.__name__ != "ndarray":
        return text
    first = tuple(slice(0, _HEAD if at < 2 else 1) for at in range(len(shape)))
    head = write(value[first].tolist())
    whole = all(size <= (_HEAD if at < 2 else 1) for at, size in enumerate(shape))
    if whole:
        return f"{text} {head}"
    open_end = head.rstrip("]")
    return f"{text} {open_end}" if open_end.endswith("…") else f"{text} {open_end}, …"


def _table(value: Any, kind: type, write: Write) -> str | None:
    shape = getattr(value, "shape", None)
    if not isinstance(shape, tuple) or not 1 <= len(shape) <= 2:
        return None
    if len(shape) == 1:
        name = getattr(value, "name", None)
        return f"{kind.__name__} {_shape(shape)} {value.dtype}" + (f" {name!r}" if isinstance(name, str) else "")
    rows, columns = shape
    names = write(list(islice(value.columns, 50)))
    return f"{kind.__name__} {rows} rows × {columns} columns {names}"


def _shape(shape: tuple[Any, ...]) -> str:
    return str(shape) if all(type(size) is int for size in shape) else f"({', '.join(map(str, shape))})"
