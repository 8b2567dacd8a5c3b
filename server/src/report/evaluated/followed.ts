import type { FollowedCall, FollowedSpace } from '../../source/evaluate/core/follow.ts';
import { visible } from '../markdown.ts';
import { stopSentence, stopTrace } from './words.ts';

/** Gives a line of a file, one-based; undefined where there is none. */
export type LineOf = (path: string, line: number) => string | undefined;

/** So many lines are printed; what is left is counted. */
const MOST_LINES = 600;

/**
 * The way of one address space as text: each call with its arguments, the lines that ran in it, in order, and what it
 * returned. Runs of lines that repeat are printed once, and so are the lines of calls that go one way. Equal ways are equal texts, for an editor's diff: line numbers, which
 * a patch moves, are left out.
 */
export function followedText(title: readonly string[], { calls, cut, stop }: FollowedSpace, lineOf: LineOf): string {
  const told = new Told();
  const lines = calls.flatMap((call) => callLines(call, lineOf, told, ''));
  const head = title.map((line) => `# ${visible(line)}`);
  const shown = lines.slice(0, MOST_LINES);
  const left = lines.length - shown.length;
  const tail = [
    ...(left > 0 || cut ? ['', `# ${left > 0 ? `${left} more lines` : 'More'} are left out.`] : []),
    ...(stop ? ['', `# It stops: ${stopSentence(stop)}`, ...stopTrace(stop).map((frame) => `#   ${frame}`)] : []),
  ];
  return `${[...head, '', ...shown, ...tail].join('\n')}\n`;
}

function callLines(call: FollowedCall, lineOf: LineOf, told: Told, indent: string): string[] {
  const args = call.args.map(({ name, value }) => `${name} = ${value}`).join(', ');
  const head = visible(`${call.function}(${args})`);
  const returned = call.returned === undefined ? '' : visible(` -> ${call.returned}`);
  // a helper of a line or two is one line
  if (call.steps.length <= 3 && call.steps.every((step) => typeof step === 'number'))
    return [`${indent}${head}${returned}`];
  if (!told.isNew(call)) return [`${indent}${head}${returned}  (as above)`];
  const inner = `${indent}    `;
  const parts = call.steps.slice(typeof call.steps[0] === 'number' ? 1 : 0).map((step): readonly string[] => {
    if (typeof step !== 'number') return callLines(step, lineOf, told, inner);
    const text = lineOf(call.path, step);
    return [`${inner}| ${text === undefined ? `line ${step}` : visible(text.trim())}`];
  });
  const end = returned === '' ? [] : [`${inner}${returned.trim()}`];
  return [`${indent}${head}`, ...folded(parts, inner), ...end];
}

/** The calls whose lines are printed already. */
class Told {
  private readonly numbers = new Map<string, number>();
  private readonly known = new Map<FollowedCall, number>();
  private readonly told = new Set<number>();

  /** No call that went the same way, whatever its arguments, was asked for before. */
  isNew(call: FollowedCall): boolean {
    const way = this.wayOf(call);
    if (this.told.has(way)) return false;
    this.told.add(way);
    return true;
  }

  /** A number for the lines and calls of a call, however often a loop runs. */
  private wayOf(call: FollowedCall): number {
    const known = this.known.get(call);
    if (known !== undefined) return known;
    const steps = call.steps.map((step) => (typeof step === 'number' ? `${step}` : `#${this.wayOf(step)}`));
    const key = `${call.function} ${once(steps).join(' ')}`;
    const number = this.numbers.get(key) ?? this.numbers.size;
    this.numbers.set(key, number);
    this.known.set(call, number);
    return number;
  }
}

/** The longest run that is looked for. */
const LONGEST = 40;

/** Runs of parts that come again and again are printed once, with how often they came. */
function folded(parts: readonly (readonly string[])[], indent: string): string[] {
  const keys = parts.map((part) => part.join('\n'));
  const lines: string[] = [];
  for (let at = 0; at < parts.length; ) {
    const { length, times } = repeated(keys, at);
    for (const part of parts.slice(at, at + length)) lines.push(...part);
    if (times > 1) lines.push(`${indent}... ${times} times in all`);
    at += length * times;
  }
  return lines;
}

/** Runs that repeat, once. */
function once(keys: readonly string[]): string[] {
  const left: string[] = [];
  for (let at = 0; at < keys.length; ) {
    const { length, times } = repeated(keys, at);
    left.push(...keys.slice(at, at + length));
    at += length * times;
  }
  return left;
}

/** The run from `at` on that repeats and covers most; one part once where none does. */
function repeated(keys: readonly string[], at: number): { readonly length: number; readonly times: number } {
  let best = { length: 1, times: 1 };
  for (let length = 1; length <= LONGEST && at + 2 * length <= keys.length; length++) {
    let times = 1;
    while (isSame(keys, at, at + times * length, length)) times++;
    if (times > 1 && times * length > best.times * best.length) best = { length, times };
  }
  return best;
}

function isSame(keys: readonly string[], a: number, b: number, length: number): boolean {
  if (b + length > keys.length) return false;
  for (let i = 0; i < length; i++) if (keys[a + i] !== keys[b + i]) return false;
  return true;
}
