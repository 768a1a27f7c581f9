/** Stops in a method, with names of all sorts in scope. */
export const CART = `class Cart {
  #count = 0;
  constructor(owner) {
    this.owner = owner;
  }
  add(order, { rate = 2, ...options }) {
    const names = order.items.map((item) => item.name);
    for (const item of order.items) {
      this.#count += 1;
      const price = order.items[0].price * rate; // stop
      console.log(item.name, price, names, options);
    }
  }
}

new Cart('Ada').add({ id: 1, items: [{ name: 'tea', price: 4 }, { name: 'scone', price: 3 }] }, { fast: true });
`;

/** Ends with an error where it asks `undefined` for a member. */
export const BROKEN = `const coupons = new Map([['TEN', { percent: 10 }]]);

function total(order) {
  const sum = order.sum;
  const coupon = coupons.get(order.coupon);
  return sum - (sum * coupon.percent) / 100;
}

total({ sum: 9900, coupon: 'TENN' });
`;

export const PYTHON_BROKEN = `coupons = {'TEN': 10}

def total(order):
    sum = order['sum']
    coupon = coupons.get(order['coupon'])
    return sum - (sum * coupon.percent) / 100

total({'sum': 9900, 'coupon': 'TENN'})
`;

/** One value of each kind. */
export const KINDS = `class Point {
  constructor(x, y) {
    this.x = x;
    this.y = y;
  }
}
function look(callback, ...rest) {
  const text = 'it\\'s\\ta "text"\\nof two lines';
  const long = 'word '.repeat(100);
  const numbers = [1, 2.5, -0, NaN, 10n, Infinity];
  const nothing = [undefined, null, , true];
  const point = new Point(1, 2);
  const nested = { point, list: [[1, 2], [3]], deep: { er: { est: 1 } }, empty: {}, none: [] };
  const users = [{ name: 'Ada', age: 36 }, { name: 'Grace', age: 45 }, { name: 'Linus', age: 54 }];
  const map = new Map([['a', { b: 1 }], ['c', [1, 2]]]);
  const set = new Set(['x', 'y']);
  const date = new Date(0);
  const error = new TypeError('no such thing');
  const regex = /a+[b]/gi;
  const symbol = Symbol('mine');
  const buffer = Buffer.from('hello');
  const bytes = new Uint8Array(4);
  const promise = Promise.resolve(3);
  const arrow = async (a, b) => a + b;
  const generator = (function* count() { yield 1; })();
  const url = new URL('https://example.com/a?b=c');
  const weak = new WeakMap();
  const proxy = new Proxy({ a: 1 }, {});
  const wide = Object.fromEntries(Array.from({ length: 30 }, (_, i) => ['key' + i, i]));
  const large = new Array(1000).fill(7);
  console.log(text, callback); // stop
}
look(function done(error, result) {}, 1, 'two');
`;

export const PYTHON_KINDS = `import collections, dataclasses, datetime, decimal, enum, pathlib, re

@dataclasses.dataclass
class Point:
    x: int
    y: int = 2

class Cart:
    def __init__(self, owner):
        self.owner = owner
        self.items = [Point(1), Point(3)]

class Color(enum.Enum):
    RED = 1

def look(callback, *rest, **options):
    text = 'it\\'s\\ta "text"\\nof two lines'
    long = 'word ' * 100
    numbers = [1, 2.5, 10 ** 30, float('nan'), 1j]
    nothing = (None, True, ())
    point = Point(1)
    cart = Cart('Ada')
    nested = {'point': point, 'list': [[1, 2], [3]], 'deep': {'er': {'est': 1}}}
    users = [{'name': 'Ada', 'age': 36}, {'name': 'Grace', 'age': 45}]
    color = Color.RED
    date = datetime.datetime(2024, 2, 3, 4, 5)
    error = ValueError('no such thing')
    pattern = re.compile('a+[b]')
    path = pathlib.Path('/tmp/x')
    money = decimal.Decimal('1.20')
    data = b'hello'
    function = lambda a, b=1: a
    method = cart.__init__
    generator = (x for x in numbers)
    counter = collections.Counter('hello')
    pairs = collections.OrderedDict(a=1)
    large = list(range(1000))
    kind = Point
    total = cart.owner + text  # // stop

def done(error, result=None): pass
look(done, 1, 'two', fast=True)
`;

export const PYTHON_CART = `from dataclasses import dataclass

@dataclass
class Item:
    name: str
    price: int

class Cart:
    def __init__(self, owner):
        self.owner = owner

    def add(self, order, rate=2):
        print(self.owner, order["items"])
        for item in order["items"]:
            price = item.price * rate  # // stop
            print(item.name, price)

Cart("Ada").add({"items": [Item("tea", 4), Item("scone", 3)]})
`;
