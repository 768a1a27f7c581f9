"""Has loaded what many programs do. Told to, it waits until its input ends."""

import json
import logging
import sys

values = [{"number": number} for number in range(1000)]
text = json.dumps(values)
logging.getLogger(__name__)
if sys.argv[1:] == ["wait"]:
    print("waits", flush=True)
    sys.stdin.read()
size = len(text)  # breakpoint
