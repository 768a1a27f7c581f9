import { crc32, deflateSync, inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { sizeOf, withPalette } from '../../scripts/pictures/png.mjs';

type Colour = readonly [red: number, green: number, blue: number];
const [BLACK, RED, WHITE]: readonly Colour[] = [
  [0, 0, 0],
  [255, 0, 0],
  [255, 255, 255],
];

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** Each row after the number of its filter, as a PNG with `channels` has them. */
function png(rows: readonly (readonly number[])[], width: number, channelType = 2): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width);
  header.writeUInt32BE(rows.length, 4);
  header.set([8, channelType, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.from(rows.flat()))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function partOf(file: Buffer, type: string): Buffer {
  const at = file.indexOf(type, 0, 'latin1');
  return file.subarray(at + 4, at + 4 + file.readUInt32BE(at - 4));
}

/** Row by row. */
function coloursOf(file: Buffer): Colour[] {
  const { width } = sizeOf(file);
  const palette = partOf(file, 'PLTE');
  return [...inflateSync(partOf(file, 'IDAT'))]
    .filter((_, at) => at % (width + 1) !== 0)
    .map((index) => [...palette.subarray(index * 3, index * 3 + 3)] as unknown as Colour);
}

describe('a PNG with a palette', () => {
  it('shows what the picture shows, whichever filters that has', () => {
    const picture = png(
      [
        [0, ...BLACK!, ...RED!, ...WHITE!],
        [1, ...WHITE!, 0, 0, 0, 0, 0, 0], // nothing is added to what is to the left
        [2, 0, 0, 0, 0, 0, 0, 0, 0, 0], // nor to what is above
        [3, 128, 128, 128, 0, 0, 0, 0, 0, 0], // the mean of left and above
        [4, 0, 0, 0, 0, 0, 0, 0, 0, 0], // the nearest of the three
      ],
      3,
    );
    const small = withPalette(picture);
    expect(sizeOf(small)).toEqual({ width: 3, height: 5 });
    expect(coloursOf(small).slice(0, 9)).toEqual([BLACK, RED, WHITE, ...Array(6).fill(WHITE)]);
    expect(coloursOf(small).slice(9)).toEqual(Array(6).fill(WHITE));
  });

  it('keeps the colour of large areas when there are too many', () => {
    const width = 1000;
    const noise = Array.from({ length: width }, (_, at) => [
      at % 256,
      (at * 7) % 256,
      (at * 13) % 256,
    ]).flat();
    const area = Array.from({ length: 20 }, () => [0, ...Array(width).fill([31, 31, 31]).flat()]);
    const colours = coloursOf(withPalette(png([[0, ...noise], ...area], width)));
    expect(colours.slice(width)).toEqual(Array(width * 20).fill([31, 31, 31]));
  });

  it('is refused for what is no such picture', () => {
    expect(() => sizeOf(Buffer.from('no picture'))).toThrow('no PNG');
    expect(() => withPalette(png([[0, 0, 0, 0, 0]], 1, 6))).toThrow('8 bits a channel');
  });
});
