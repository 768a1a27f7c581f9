import threading
import time


def helper(value):
    return value + 1


def work(count):
    point = {"x": count}
    data = bytearray(8)
    bytes = data
    more = helper(point["x"])  # breakpoint
    return more + len(bytes) + count


threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
work(1)
work(2)
while True:
    work(3)
    time.sleep(0.02)
