total = 0
total += 1
total += 1
total += 1
print("up", total, flush=True)
