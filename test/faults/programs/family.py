"""Everybody waits for the others, and nobody ends."""

import os
import subprocess
import sys
import threading
import time

words = sys.argv[1:]
if words[-1:] != ["child"]:
    subprocess.Popen([sys.executable, __file__, *words, "child"])
    subprocess.Popen(["sh", "-c", 'exec "$@"', "sh", sys.executable, __file__, *words, "child"])
    os.fork()
    threading.Thread(target=time.sleep, args=(600,)).start()
print("up", flush=True)
while True:
    time.sleep(0.01)
