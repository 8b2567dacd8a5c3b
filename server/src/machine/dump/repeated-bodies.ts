/** A body that was read before, and how far this copy stands behind it. */
interface Known<T> {
  readonly body: T;
  readonly shift: number;
  readonly end: number;
}

/**
 * What stands between a header and the next blank line, by its text: `info mtree` prints some trees and views hundreds
 * of times, and what reads the same is read once. Only bodies without anything to report are kept.
 */
export class RepeatedBodies<T> {
  private readonly read = new Map<string, { readonly body: T; readonly start: number }>();
  private readonly gap: string;
  /** The body that is being read; without a key where it is not to be kept. */
  private current: { readonly start: number; readonly end: number; readonly key: string | undefined } | undefined;
  /** The last gap that was looked for; -1: there is none ahead. */
  private nextGap = 0;

  constructor(private readonly text: string) {
    this.gap = text.charCodeAt(text.indexOf('\n') - 1) === 13 ? '\n\r\n' : '\n\n';
  }

  /** The body that begins at `start`, if one of the same text was read. Its first line is one step in, whole. */
  open(start: number): Known<T> | undefined {
    if (this.current && start < this.current.end) this.spoil();
    else if (this.text.startsWith('  ', start) && this.text.charCodeAt(start + 2) !== 32) return this.find(start);
    return undefined;
  }

  private find(start: number): Known<T> | undefined {
    this.current = undefined;
    if (this.nextGap >= 0 && this.nextGap < start) this.nextGap = this.text.indexOf(this.gap, start);
    if (this.nextGap < 0) return undefined;
    const end = this.nextGap + 1;
    const key = this.text.slice(start, end);
    const known = this.read.get(key);
    if (known) return { body: known.body, shift: start - known.start, end };
    this.current = { start, end, key };
    return undefined;
  }

  /** Keeps the body that was opened last, if the blank line at `at` ends it. */
  close(at: number, body: T): void {
    const { current } = this;
    if (current?.end === at && current.key !== undefined) this.read.set(current.key, { body, start: current.start });
    this.current = undefined;
  }

  /** Something was said of the body that is being read, or it is not one. */
  spoil(): void {
    if (this.current) this.current = { ...this.current, key: undefined };
  }
}
