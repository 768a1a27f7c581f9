import time

print("up", flush=True)
while True:
    try:
        raise ValueError("again")
    except ValueError:
        time.sleep(0.001)
