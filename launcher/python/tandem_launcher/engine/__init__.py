"""The engine: the Debug Adapter Protocol's requests over what CPython tells of a program that runs."""
