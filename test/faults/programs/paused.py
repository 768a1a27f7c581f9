import time
print("up", flush=True)
breakpoint()
while True:
    time.sleep(60)
