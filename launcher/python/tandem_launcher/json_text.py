"""
JSON by the accelerators that the `json` module itself stands on: that module takes `re` and several milliseconds along,
which a program would have to wait for.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

try:
    from _json import encode_basestring_ascii, make_encoder, make_scanner
except ImportError:
    from json import JSONDecoder, JSONEncoder

    _decoder = JSONDecoder()
    _encoder = JSONEncoder(separators=(",", ":"))

    def loads(text: str) -> Any:
        return _decoder.decode(text)

    def dumps(value: Any) -> str:
        return _encoder.encode(value)

else:

    def _no_constant(name: str) -> None:
        raise ValueError(f"{name} is not JSON")

    class _Reading:
        strict = True
        object_hook = None
        object_pairs_hook = None
        parse_float = float
        parse_int = int
        parse_constant = staticmethod(_no_constant)

    _scan = make_scanner(_Reading)  # pyright: ignore[reportArgumentType]
    _SPACE = " \t\n\r"

    def loads(text: str) -> Any:
        """Raises ValueError for what is not one JSON value."""
        begin = len(text) - len(text.lstrip(_SPACE))
        try:
            value, end = _scan(text, begin)
        except StopIteration:
            raise ValueError("there is no JSON value") from None
        if text[end:].strip(_SPACE):
            raise ValueError("something follows the JSON value")
        return value

    def _unknown(value: object) -> None:
        raise TypeError(f"a {type(value).__name__} is not JSON")

    _encode = make_encoder(None, _unknown, encode_basestring_ascii, None, ":", ",", False, False, False)

    def dumps(value: Any) -> str:
        """In ASCII, so that even half of a surrogate pair, which a program may well print, gets through."""
        return "".join(_encode(value, 0))
