print("up", flush=True)
while True:
    pass
