"""
Does several kinds of work, and writes how long each took by its own clock, in milliseconds of processor time, to the file
that it is told. What it is to do besides the first two is told behind that.
"""

import json
import sys
import threading
import time


def add(total, number):
    if number < 0:
        total = 0  # breakpoint
    return total + number


def calls(count=500_000):
    total = 0
    for number in range(count):
        total = add(total, number)
    return total


def lines():
    total = 0
    number = 0
    while number < 300_000:
        total += number  # condition
        number += 1
    return total


def logs():
    total = 0
    for number in range(500):
        total += number  # log
    return total


def fail(number):
    raise ValueError(number)


def throws():
    caught = 0
    for number in range(50_000):
        try:
            fail(number)
        except ValueError:
            caught += 1
    return caught


def threads():
    workers = [threading.Thread(target=calls, args=(25_000,)) for _ in range(20)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()


def timed(work, rounds):
    times = []
    for _ in range(rounds):
        began = time.process_time()
        work()
        times.append((time.process_time() - began) * 1000)
    return min(times)


ALL = {"calls": calls, "lines": lines, "logs": logs, "throws": throws, "threads": threads}

result = {name: timed(ALL[name], 3) for name in sys.argv[2:]}
with open(sys.argv[1], "w") as file:
    json.dump(result, file)
