"""The warmest hour of each station. One station never reports what it should: stop where `readings` are grouped."""

from collections import defaultdict
from dataclasses import dataclass


@dataclass
class Reading:
    station: str
    hour: int
    celsius: float


LINES = """\
Oslo;06;-3.5
Oslo;14;2.0
Cairo;06;18.5
Cairo;14;31.0
Lima;06;17.0
Lima ;14;22.5
"""


def parse(lines):
    for line in lines.splitlines():
        station, hour, celsius = line.split(";")
        yield Reading(station, int(hour), float(celsius))


def warmest(readings):
    by_station = defaultdict(list)
    for reading in readings:
        by_station[reading.station].append(reading)
    return {station: max(rows, key=lambda row: row.celsius) for station, rows in by_station.items()}


for station, reading in warmest(parse(LINES)).items():
    print(f"{station:<6} {reading.hour:02}:00  {reading.celsius:5.1f} °C")
