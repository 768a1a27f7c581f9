// PNG in a palette of few colours: a screenshot of an editor has not many more, and is a third of the size.
import { crc32, deflateSync, inflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
const PALETTE_SIZE = 128;
const TRUECOLOR = 2;
const PALETTE = 3;

/**
 * @param {Buffer} png
 * @returns {{ width: number, height: number }} in pixels
 */
export function sizeOf(png) {
  if (!png.subarray(0, SIGNATURE.length).equals(SIGNATURE)) throw new Error('This is no PNG.');
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20) };
}

/**
 * @param {Buffer} png as Chromium writes it: 8 bits a channel, no alpha, not interlaced
 * @returns {Buffer} the same picture, as near to it as the palette comes
 */
export function withPalette(png) {
  const { width, height } = sizeOf(png);
  const colours = coloursOf(png, width, height);
  const palette = paletteOf(colours);
  const indexOf = nearestIn(palette);

  const rows = Buffer.alloc((width + 1) * height); // the first byte of a row says: no filter
  for (let at = 0; at < colours.length; at += 1) {
    rows[at + Math.floor(at / width) + 1] = indexOf(/** @type {number} */ (colours[at]));
  }
  const header = Buffer.from(png.subarray(16, 29));
  header[9] = PALETTE;
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flatMap(channels))),
    chunk('IDAT', deflateSync(rows, { level: 9, memLevel: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** @param {number} colour */
const channels = (colour) => [colour >> 16, (colour >> 8) & 255, colour & 255];

/**
 * @param {Buffer} png
 * @param {number} width
 * @param {number} height
 * @returns {Uint32Array} 0xRRGGBB of each pixel
 */
function coloursOf(png, width, height) {
  if (png[24] !== 8 || png[25] !== TRUECOLOR || png[28] !== 0)
    throw new Error('Only PNG with 8 bits a channel, without alpha and not interlaced, can be read.');
  const bytes = unfiltered(inflateSync(Buffer.concat(dataOf(png))), width * 3, height);
  return Uint32Array.from({ length: width * height }, (_, at) => bytes.readUIntBE(at * 3, 3));
}

/** @param {Buffer} png */
function dataOf(png) {
  const data = [];
  for (let at = SIGNATURE.length; at < png.length; ) {
    const length = png.readUInt32BE(at);
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') data.push(png.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  return data;
}

/**
 * What each filter of PNG adds to a byte, from those to its left, above, and above to its left.
 * @type {((left: number, up: number, upLeft: number) => number)[]}
 */
const filters = [
  () => 0,
  (left) => left,
  (_, up) => up,
  (left, up) => (left + up) >> 1,
  (left, up, upLeft) => {
    const [toLeft, toUp, toUpLeft] = [up - upLeft, left - upLeft, left + up - 2 * upLeft].map(Math.abs);
    const least = Math.min(Number(toLeft), Number(toUp), Number(toUpLeft));
    if (toLeft === least) return left;
    return toUp === least ? up : upLeft;
  },
];

/**
 * @param {Buffer} rows each after the number of its filter
 * @param {number} stride bytes of a row
 * @param {number} height
 */
function unfiltered(rows, stride, height) {
  const bytes = Buffer.alloc(stride * height);
  for (let row = 0; row < height; row += 1) {
    const filter = filters[Number(rows[row * (stride + 1)])];
    if (!filter) throw new Error('This PNG is damaged.');
    for (let column = 0; column < stride; column += 1) {
      const at = row * stride + column;
      const left = column < 3 ? 0 : Number(bytes[at - 3]);
      const up = row === 0 ? 0 : Number(bytes[at - stride]);
      const upLeft = row === 0 || column < 3 ? 0 : Number(bytes[at - stride - 3]);
      bytes[at] = Number(rows[at + row + 1]) + filter(left, up, upLeft);
    }
  }
  return bytes;
}

/**
 * Median cut; each box is shown by its most frequent colour, so that large areas keep theirs exactly.
 * @param {Uint32Array} colours
 * @returns {number[]}
 */
function paletteOf(colours) {
  /** @type {Map<number, number>} */
  const counts = new Map();
  for (const colour of colours) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  let boxes = [boxOf([...counts])];
  while (boxes.length < PALETTE_SIZE) {
    const widest = boxes.reduce((one, other) => (other.weight > one.weight ? other : one));
    if (widest.members.length < 2) break;
    boxes = [...boxes.filter((box) => box !== widest), ...halvesOf(widest)];
  }
  return boxes.map(({ members }) => members.reduce((one, other) => (other[1] > one[1] ? other : one))[0]);
}

/**
 * @param {[colour: number, count: number][]} members
 */
function boxOf(members) {
  const spreads = [0, 1, 2].map((channel) => {
    const values = members.map(([colour]) => Number(channels(colour)[channel]));
    return values.reduce((a, b) => Math.max(a, b)) - values.reduce((a, b) => Math.min(a, b));
  });
  const spread = Math.max(...spreads);
  // Rare colours far apart count, and so do frequent ones that are near: an edge is as visible as a surface.
  const count = members.reduce((sum, [, each]) => sum + each, 0);
  return { members, channel: spreads.indexOf(spread), weight: spread * Math.sqrt(count) };
}

/** @param {ReturnType<typeof boxOf>} box */
function halvesOf({ members, channel }) {
  const value = (/** @type {[number, number]} */ [colour]) => Number(channels(colour)[channel]);
  const sorted = members.toSorted((a, b) => value(a) - value(b));
  const middle =
    (value(/** @type {[number, number]} */ (sorted[0])) +
      value(/** @type {[number, number]} */ (sorted.at(-1)))) /
    2;
  const cut = sorted.findIndex((member) => value(member) > middle);
  return [boxOf(sorted.slice(0, cut)), boxOf(sorted.slice(cut))];
}

/** @param {number[]} palette */
function nearestIn(palette) {
  const entries = palette.map(channels);
  /** @type {Map<number, number>} */
  const known = new Map();
  return (/** @type {number} */ colour) => {
    const found = known.get(colour);
    if (found !== undefined) return found;
    const wanted = channels(colour);
    const distances = entries.map((entry) =>
      entry.reduce((sum, value, channel) => sum + (value - Number(wanted[channel])) ** 2, 0),
    );
    const nearest = distances.indexOf(Math.min(...distances));
    known.set(colour, nearest);
    return nearest;
  };
}

/**
 * @param {string} type
 * @param {Buffer} data
 */
function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
