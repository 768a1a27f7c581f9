"""What objects and classes have of their own, found without running anything of the program's."""

from __future__ import annotations

import sys

from .watched_attribute import original_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# Without the module `types`, which takes others along.
GetSetDescriptorType = type(type(sys._getframe()).f_locals)
MemberDescriptorType = type(type(lambda: 0).__globals__)


def of_class(kind: Any) -> list[tuple[str, Any]]:
    """What a class, or a module, has itself: as it is, though somebody may watch it."""
    return [(name, original_of(it)) for name, it in list(vars(kind).items())]


def of_instance(value: Any) -> dict[str, Any]:
    """What is in its dictionary, in slots, and what types written in C have."""
    found: dict[str, Any] = {}
    for kind in type(value).__mro__:
        for name, descriptor in of_class(kind):
            if name.startswith("__") or name in found:
                continue
            if type(descriptor) in (MemberDescriptorType, GetSetDescriptorType):
                try:
                    found[name] = descriptor.__get__(value, type(value))
                except Exception:
                    # An empty slot, or one that the object has no answer for.
                    continue
    found.update(dictionary_of(value) or {})
    return found


def dictionary_of(value: Any) -> dict[str, Any] | None:
    """What has been assigned to it, as it is now. None where there is no place for that."""
    try:
        own = object.__getattribute__(value, "__dict__")
    except Exception:
        return None
    if not isinstance(own, dict):
        return None
    try:
        return {name: it for name, it in dict.items(own) if isinstance(name, str)}
    except RuntimeError:
        # There are others by now.
        return {}
