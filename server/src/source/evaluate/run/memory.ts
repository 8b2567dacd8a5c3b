import { Stop } from './stop.ts';

/** Below is the page at NULL: nothing may be read or written there, as a kernel has it. */
const NULL_PAGE = 4096;

const TWO_64 = 1n << 64n;

/** Up to here a loop copies faster than a call of copyWithin. */
const SMALL = 256;

/**
 * The whole memory of a run: one buffer, addresses are its offsets, numbers are little-endian as on x86-64. An access at
 * NULL or outside stops the run. Values are numbers up to 32 bits and for pointers, bigints beyond.
 */
export function createMemory(size: number) {
  const buffer = new ArrayBuffer(size);
  const view = new DataView(buffer);
  const bytes = new Uint8Array(buffer);
  const words = new Uint32Array(buffer);

  /** The address, if it is not in the page at NULL; DataView itself refuses what is beyond the end. */
  const at = (address: number): number => {
    if (address < NULL_PAGE) throw fault(address);
    return address;
  };

  const range = (address: number, length: number): void => {
    if (length > 0 && (address < NULL_PAGE || address + length > size)) throw fault(address);
  };

  const loadU64 = (a: number): bigint => {
    at(a);
    return view.getBigUint64(a, true);
  };

  const storeU64 = (a: number, v: bigint): bigint => {
    at(a);
    view.setBigUint64(a, v, true);
    return v;
  };

  /** Most are below 2^64: shifts of bigints are slow. */
  const store128 = (a: number, v: bigint): bigint => {
    storeU64(a, v);
    storeU64(a + 8, v >= 0n && v < TWO_64 ? 0n : v >> 64n);
    return v;
  };

  /** The high half of 128 bits is zero. */
  const isLow = (a: number): boolean => view.getInt32(a + 8, true) === 0 && view.getInt32(a + 12, true) === 0;

  const loadUnit = (a: number, unit: number): bigint => {
    at(a);
    if (unit === 8) return view.getBigUint64(a, true);
    return BigInt(unit === 4 ? view.getUint32(a, true) : unit === 2 ? view.getUint16(a, true) : view.getUint8(a));
  };

  const storeUnit = (a: number, unit: number, v: bigint): void => {
    if (unit === 8) view.setBigUint64(a, v, true);
    else if (unit === 4) view.setUint32(a, Number(v), true);
    else if (unit === 2) view.setUint16(a, Number(v), true);
    else view.setUint8(a, Number(v));
  };

  const bitValue = (raw: bigint, width: number, signed: boolean, wide: boolean): number | bigint => {
    const value = signed ? BigInt.asIntN(width, raw) : BigInt.asUintN(width, raw);
    return wide ? value : Number(value);
  };

  /** A pointer to what is no memory here: kept apart, so that the others are small integers to the engine. */
  const loadFarPointer = (a: number): number => view.getInt32(a + 4, true) * 4294967296 + view.getUint32(a, true);

  /** A bit-field in a unit of up to 32 bits. */
  const storeNarrow = (
    a: number,
    unit: number,
    shift: number,
    width: number,
    signed: boolean,
    value: number,
  ): number => {
    const low = width === 32 ? -1 : (1 << width) - 1;
    const old =
      unit === 4 ? view.getInt32(at(a), true) : unit === 2 ? view.getUint16(at(a), true) : view.getUint8(at(a));
    const made = (old & ~(low << shift)) | ((value & low) << shift);
    if (unit === 4) view.setInt32(a, made, true);
    else if (unit === 2) view.setUint16(a, made, true);
    else view.setUint8(a, made);
    return signed ? (value << (32 - width)) >> (32 - width) : (value & low) >>> 0;
  };

  return {
    size,
    bytes,
    range,
    loadI8: (a: number): number => view.getInt8(at(a)),
    loadU8: (a: number): number => view.getUint8(at(a)),
    loadI16: (a: number): number => view.getInt16(at(a), true),
    loadU16: (a: number): number => view.getUint16(at(a), true),
    loadI32: (a: number): number => view.getInt32(at(a), true),
    loadU32: (a: number): number => view.getUint32(at(a), true),
    loadI64: (a: number): bigint => view.getBigInt64(at(a), true),
    loadU64,
    loadI128: (a: number): bigint => {
      const low = loadU64(a);
      return isLow(a) ? low : low | (view.getBigInt64(a + 8, true) << 64n);
    },
    loadU128: (a: number): bigint => {
      const low = loadU64(a);
      return isLow(a) ? low : low | (view.getBigUint64(a + 8, true) << 64n);
    },
    loadF32: (a: number): number => view.getFloat32(at(a), true),
    loadF64: (a: number): number => view.getFloat64(at(a), true),
    /** A pointer is a signed number: -1 is the highest address. */
    loadP: (a: number): number => {
      const low = view.getInt32(at(a), true);
      return low >= 0 && view.getInt32(a + 4, true) === 0 ? low : loadFarPointer(a);
    },
    storeI8: (a: number, v: number): number => {
      view.setInt8(at(a), v);
      return v;
    },
    storeU8: (a: number, v: number): number => {
      view.setUint8(at(a), v);
      return v;
    },
    storeI16: (a: number, v: number): number => {
      view.setInt16(at(a), v, true);
      return v;
    },
    storeU16: (a: number, v: number): number => {
      view.setUint16(at(a), v, true);
      return v;
    },
    storeI32: (a: number, v: number): number => {
      view.setInt32(at(a), v, true);
      return v;
    },
    storeU32: (a: number, v: number): number => {
      view.setUint32(at(a), v, true);
      return v;
    },
    storeI64: (a: number, v: bigint): bigint => {
      view.setBigInt64(at(a), v, true);
      return v;
    },
    storeU64,
    storeI128: store128,
    storeU128: store128,
    storeF32: (a: number, v: number): number => {
      view.setFloat32(at(a), v, true);
      return v;
    },
    storeF64: (a: number, v: number): number => {
      view.setFloat64(at(a), v, true);
      return v;
    },
    storeP: (a: number, v: number): number => {
      at(a);
      view.setInt32(a, v, true);
      view.setInt32(a + 4, (v | 0) === v && v >= 0 ? 0 : Math.floor(v / 4294967296), true);
      return v;
    },
    loadBits: (
      a: number,
      unit: number,
      shift: number,
      width: number,
      signed: boolean,
      wide: boolean,
    ): number | bigint => bitValue(loadUnit(a, unit) >> BigInt(shift), width, signed, wide),
    storeBits: (
      a: number,
      unit: number,
      shift: number,
      width: number,
      signed: boolean,
      wide: boolean,
      value: number | bigint,
    ): number | bigint => {
      if (unit <= 4 && typeof value === 'number') return storeNarrow(a, unit, shift, width, signed, value);
      const mask = ((1n << BigInt(width)) - 1n) << BigInt(shift);
      const raw = BigInt(value);
      storeUnit(a, unit, (loadUnit(a, unit) & ~mask) | ((raw << BigInt(shift)) & mask));
      return bitValue(raw, width, signed, wide);
    },
    /** memmove, and the assignment of records; gives the target. */
    copy: (to: number, from: number, length: number): number => {
      range(to, length);
      range(from, length);
      const isApart = to <= from || to >= from + length;
      if (length <= SMALL && isApart && ((to | from | length) & 3) === 0) {
        for (let i = 0; i < length >> 2; i++) words[(to >> 2) + i] = words[(from >> 2) + i] ?? 0;
        return to;
      }
      bytes.copyWithin(to, from, from + length);
      return to;
    },
    /** memmove of four bytes, which the nodes of dispatch trees are filled with. */
    copy4: (to: number, from: number): number => {
      view.setInt32(at(to), view.getInt32(at(from), true), true);
      return to;
    },
    fill: (from: number, byte: number, length: number): number => {
      range(from, length);
      bytes.fill(byte, from, from + length);
      return from;
    },
    /** A copy of 32-bit words, `from` a multiple of four. */
    words: (from: number, count: number): Uint32Array => {
      range(from, 4 * count);
      return words.slice(from >> 2, (from >> 2) + count);
    },
    /** The bytes before the zero that ends a string. */
    text: (from: number): string => {
      let end = at(from);
      while (end < size && bytes[end] !== 0) end++;
      let text = '';
      for (let i = from; i < end; i++) text += String.fromCharCode(bytes[i] ?? 0);
      return text;
    },
  };
}

export type Memory = ReturnType<typeof createMemory>;

function fault(address: number): Stop {
  const hex =
    address < 0 ? `0x${BigInt.asUintN(64, BigInt(Math.trunc(address))).toString(16)}` : `0x${address.toString(16)}`;
  if (address >= 0 && address < NULL_PAGE) {
    return new Stop(
      'null-access',
      address === 0 ? 'NULL is accessed' : `a member of NULL is accessed (address ${hex})`,
    );
  }
  return new Stop('wild-access', `memory that is not there is accessed (address ${hex})`);
}

/** What DataView throws for an access outside becomes a stop. */
export const isOutside = (error: unknown): boolean =>
  error instanceof RangeError && /bounds|offset/i.test(error.message);

export const outside = (): Stop => new Stop('wild-access', 'memory that is not there is accessed');
