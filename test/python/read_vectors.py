"""Reads every binary test vector, cut as it says and cut into single bytes, and prints what came out as JSON."""

import json
import sys
from pathlib import Path

sys.path.insert(0, sys.argv[1])
from tandem_launcher import wire  # noqa: E402
from tandem_launcher.failures import Failure  # noqa: E402
from tandem_launcher.json_text import dumps, loads  # noqa: E402


def read(vector, data, cuts):
    decoder = wire.Decoder(wire.EVENT if vector["hears"] == "event" else wire.COMMAND)
    messages = []
    begin = 0
    try:
        for end in [*cuts, len(data)]:
            messages.extend(decoder.push(data[begin:end]))
            begin = end
        decoder.end()
    except Failure as failure:
        return {"messages": messages, "error": failure.code}
    except BaseException as thrown:
        return {"messages": messages, "error": repr(thrown)}
    return {"messages": messages}


def written_again(messages):
    frames = b"".join(wire.encode(wire.EVENT, message) for message in messages)
    return list(wire.Decoder(wire.EVENT).push(frames)) == messages


directory = Path(sys.argv[2])
results = {}
for vector in loads((directory / "vectors.json").read_text(encoding="utf-8"))["vectors"]:
    if vector.get("framing") == "text":
        continue
    data = (directory / vector["file"]).read_bytes()
    results[vector["name"]] = {
        "asCut": read(vector, data, vector.get("cuts", [])),
        "inBytes": read(vector, data, range(1, min(len(data), 4096))),
        "again": vector["hears"] == "command" or written_again(vector["messages"]),
    }
print(dumps(results))
assert json.loads(dumps(results)) == results
