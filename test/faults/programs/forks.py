import os
import subprocess
import sys

if len(sys.argv) > 1 and sys.argv[1] == "child":
    sys.exit(2)
subprocess.run([sys.executable, __file__, "child"])
subprocess.run('"$PYTHON" "$FILE" child', shell=True, env={**os.environ, "PYTHON": sys.executable, "FILE": __file__})
if os.fork() == 0:
    os._exit(1)
os.wait()
print("up", flush=True)
