import { CODE, CODE_END, STACK, STATICS_END } from './map.ts';
import { Stop } from './stop.ts';

/** Static data that is left for programs to come: with less, a program begins anew. */
const ENOUGH = (STATICS_END - STACK) / 2;

/**
 * Where static data and functions are, by key: programs that have the same have it at the same place, so that code in which
 * the address is serves both.
 */
export class Addresses {
  private readonly data = new Map<string, number>();
  private readonly code = new Map<string, number>();
  /** Where static data ends. */
  end = STACK;

  get isRoomy(): boolean {
    return STATICS_END - this.end > ENOUGH;
  }

  /** Of an object or a string. */
  ofData(key: string, size: number, align: number): number {
    const full = `${size},${align},${key}`;
    const known = this.data.get(full);
    if (known !== undefined) return known;
    const address = Math.ceil(this.end / align) * align;
    if (address + size > STATICS_END) throw new Stop('out-of-memory', 'the static data of the program is too large');
    this.end = address + size;
    this.data.set(full, address);
    return address;
  }

  ofCode(key: string): number {
    const known = this.code.get(key);
    if (known !== undefined) return known;
    const address = CODE + this.code.size * 16;
    if (address >= CODE_END) throw new Stop('out-of-memory', 'too many functions are pointed to');
    this.code.set(key, address);
    return address;
  }
}
