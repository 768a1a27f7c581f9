"""The version of Tandem; the build writes the real one here."""

VERSION = "0.0.0"
