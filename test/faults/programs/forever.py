import time
print("up", flush=True)
while True:
    time.sleep(60)
