import type { Addresses } from './addresses.ts';
import type { Memory } from './memory.ts';

/** Static data of a program, made when it is first needed, and how it is before a run. */
export class Statics {
  private readonly memory: Memory;
  private readonly addresses: Addresses;
  private readonly strings = new Map<string, number>();
  private readonly images: { readonly address: number; readonly bytes: ArrayLike<number> }[] = [];

  constructor(memory: Memory, addresses: Addresses) {
    this.memory = memory;
    this.addresses = addresses;
  }

  /** What an object has been initialised with is there at the start of every later run. */
  keep(address: number, size: number): void {
    this.images.push({ address, bytes: this.memory.bytes.slice(address, address + size) });
  }

  string(bytes: readonly number[]): number {
    const key = String.fromCharCode(...bytes);
    const known = this.strings.get(key);
    if (known !== undefined) return known;
    const address = this.addresses.ofData(`"${key}`, bytes.length, 1);
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
