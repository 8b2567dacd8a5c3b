import { LRUCache } from 'lru-cache';

/** The one cache: values by kind and content, weighed in bytes, the least used dropped first. */
export class Cache {
  private readonly entries: LRUCache<string, object>;

  constructor(bytes = 80 << 20) {
    this.entries = new LRUCache({ maxSize: bytes });
  }

  /** The cached value, or what `make` returns; `weigh` tells its bytes. A failure is not kept. */
  get<T extends object>(key: string, weigh: (value: T) => number, make: () => T): T {
    const known = this.entries.get(key);
    if (known !== undefined) return known as T;
    const value = make();
    this.put(key, value, weigh(value));
    return value;
  }

  /** Keeps what was made elsewhere, in the place of what the key had. */
  put(key: string, value: object, bytes: number): void {
    this.entries.set(key, value, { size: Math.max(1, Math.round(bytes)) });
  }

  /** The cached value of a key, for what is made elsewhere. */
  find<T extends object>(key: string): T | undefined {
    return this.entries.get(key) as T | undefined;
  }
}
