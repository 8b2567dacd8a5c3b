import type { Memory } from './memory.ts';
import { STACK, STATICS_END } from './room.ts';
import { Stop } from './stop.ts';

/** Static data of a program, made when it is first needed, and how it is before a run. */
export class Statics {
  private readonly memory: Memory;
  private readonly strings = new Map<string, number>();
  private readonly images: { readonly address: number; readonly bytes: ArrayLike<number> }[] = [];
  end = STACK;

  constructor(memory: Memory) {
    this.memory = memory;
  }

  /** Room for an object, all zero. */
  reserve(size: number, align: number): number {
    const address = Math.ceil(this.end / align) * align;
    if (address + size > STATICS_END) throw new Stop('out-of-memory', 'the static data of the program is too large');
    this.end = address + size;
    return address;
  }

  /** What an object has been initialised with is there at the start of every later run. */
  keep(address: number, size: number): void {
    this.images.push({ address, bytes: this.memory.bytes.slice(address, address + size) });
  }

  string(bytes: readonly number[]): number {
    const key = String.fromCharCode(...bytes);
    const known = this.strings.get(key);
    if (known !== undefined) return known;
    const address = this.reserve(bytes.length, 1);
    this.memory.bytes.set(bytes, address);
    this.images.push({ address, bytes });
    this.strings.set(key, address);
    return address;
  }

  /** In memory that is zero. */
  restore(): void {
    for (const { address, bytes } of this.images) this.memory.bytes.set(bytes, address);
  }
}
