/** MessagePack for what JSON can say, to measure against it. */
export function packed(value: unknown): Buffer {
  const writer = new Writer();
  writer.value(value);
  return writer.bytes;
}

/** The inverse of {@link packed}. */
export const unpacked = (bytes: Buffer): unknown => new Reader(bytes).value();

/** Longest string that is written character by character, which is faster than a call into Node. */
const SHORT = 24;

class Writer {
  /** Kept between messages. */
  static #buffer = Buffer.allocUnsafeSlow(64 * 1024);
  #at = 0;

  get bytes(): Buffer {
    return Buffer.from(Writer.#buffer.subarray(0, this.#at));
  }

  value(value: unknown): void {
    if (typeof value === 'string') this.#string(value);
    else if (typeof value === 'number') this.#number(value);
    else if (value === null || value === undefined) this.#byte(0xc0);
    else if (typeof value === 'boolean') this.#byte(value ? 0xc3 : 0xc2);
    else if (Array.isArray(value)) {
      this.#head(value.length, 0x90, 15, 0xdc);
      for (const item of value) this.value(item);
    } else this.#map(value as Record<string, unknown>);
  }

  #map(object: Readonly<Record<string, unknown>>): void {
    const keys = Object.keys(object).filter((key) => object[key] !== undefined);
    this.#head(keys.length, 0x80, 15, 0xde);
    for (const key of keys) {
      this.#string(key);
      this.value(object[key]);
    }
  }

  #string(text: string): void {
    const length = Buffer.byteLength(text);
    if (length > 31 && length < 256) {
      this.#byte(0xd9);
      this.#byte(length);
    } else this.#head(length, 0xa0, 31, 0xda);
    const buffer = this.#room(length);
    if (length !== text.length || length > SHORT) buffer.write(text, this.#at);
    else for (let i = 0; i < length; i += 1) buffer[this.#at + i] = text.charCodeAt(i);
    this.#at += length;
  }

  /** A length: in the byte itself, or in two bytes behind `wide`, or in four behind the next. */
  #head(length: number, base: number, most: number, wide: number): void {
    if (length <= most) this.#byte(base | length);
    else if (length < 0x10000) {
      this.#byte(wide);
      this.#at = this.#room(2).writeUInt16BE(length, this.#at);
    } else {
      this.#byte(wide + 1);
      this.#at = this.#room(4).writeUInt32BE(length, this.#at);
    }
  }

  #number(value: number): void {
    if (Number.isInteger(value) && value >= 0 && value < 128) this.#byte(value);
    else if (Number.isInteger(value) && Math.abs(value) < 0x80000000) {
      this.#byte(0xd2);
      this.#at = this.#room(4).writeInt32BE(value, this.#at);
    } else {
      this.#byte(0xcb);
      this.#at = this.#room(8).writeDoubleBE(value, this.#at);
    }
  }

  #byte(byte: number): void {
    this.#room(1)[this.#at++] = byte;
  }

  #room(bytes: number): Buffer {
    const former = Writer.#buffer;
    if (this.#at + bytes <= former.length) return former;
    Writer.#buffer = Buffer.allocUnsafeSlow(2 * (this.#at + bytes));
    former.copy(Writer.#buffer, 0, 0, this.#at);
    return Writer.#buffer;
  }
}

class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  value(): unknown {
    const bytes = this.#bytes;
    const head = bytes[this.#at++]!;
    if (head < 0x80) return head;
    if (head < 0x90) return this.#map(head & 15);
    if (head < 0xa0) return this.#array(head & 15);
    if (head < 0xc0) return this.#string(head & 31);
    switch (head) {
      case 0xc2:
        return false;
      case 0xc3:
        return true;
      case 0xcb:
        this.#at += 8;
        return bytes.readDoubleBE(this.#at - 8);
      case 0xd2:
        this.#at += 4;
        return bytes.readInt32BE(this.#at - 4);
      case 0xd9:
        return this.#string(bytes[this.#at++]!);
      case 0xda:
      case 0xdb:
        return this.#string(this.#length(head === 0xdb));
      case 0xdc:
      case 0xdd:
        return this.#array(this.#length(head === 0xdd));
      case 0xde:
      case 0xdf:
        return this.#map(this.#length(head === 0xdf));
      default:
        return null;
    }
  }

  #length(isWide: boolean): number {
    this.#at += isWide ? 4 : 2;
    return isWide ? this.#bytes.readUInt32BE(this.#at - 4) : this.#bytes.readUInt16BE(this.#at - 2);
  }

  #array(length: number): unknown[] {
    const array: unknown[] = [];
    for (let i = 0; i < length; i += 1) array.push(this.value());
    return array;
  }

  #map(length: number): object {
    const object: Record<string, unknown> = {};
    for (let i = 0; i < length; i += 1) {
      const key = this.value() as string;
      object[key] = this.value();
    }
    return object;
  }

  #string(length: number): string {
    const start = this.#at;
    this.#at += length;
    if (length > SHORT) return this.#bytes.toString('utf8', start, this.#at);
    let text = '';
    for (let at = start; at < this.#at; at += 1) {
      const byte = this.#bytes[at]!;
      if (byte > 127) return this.#bytes.toString('utf8', start, this.#at);
      text += String.fromCharCode(byte);
    }
    return text;
  }
}
