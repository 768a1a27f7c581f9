class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y


def work(count):
    text = "some text"
    numbers = list(range(count))
    table = {number: Point(number, -number) for number in numbers}
    total = sum(numbers)  # breakpoint
    half = total / 2
    first = table[0]
    last = table[count - 1]
    both = (first, last)
    size = len(text)
    rest = total % 7
    return half, both, size, rest


work(1000)
