"""Does two kinds of work, and writes how long each took by its own clock, in milliseconds, to the file that it is told."""

import json
import sys
import time


def add(total, number):
    if number < 0:
        total = 0  # breakpoint
    return total + number


def calls():
    total = 0
    for number in range(50_000):
        total = add(total, number)
    return total


def lines():
    total = 0
    number = 0
    while number < 50_000:
        total += number  # condition
        number += 1
    return total


def timed(work):
    times = []
    for _ in range(3):
        began = time.process_time()
        work()
        times.append((time.process_time() - began) * 1000)
    return min(times)


result = {"calls": timed(calls), "lines": timed(lines)}
with open(sys.argv[1], "w") as file:
    json.dump(result, file)
