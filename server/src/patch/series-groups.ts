import { pushTo } from '../text/multimap.ts';
import { commitsInOrder } from './commit-order.ts';
import type { Patch } from './model.ts';
import { Threads } from './threads.ts';

/** Messages of one series, by their indices, in the order of `inOrder`. */
export interface Group {
  readonly members: readonly number[];
  /** The patches have no numbers: their order here is that of the series. */
  readonly unnumbered: boolean;
}

/** What the grouping hands on: the groups, and the order and threads that it made for them. */
export interface Groups {
  readonly groups: readonly Group[];
  readonly threads: Threads;
  /** Compares two messages by date and id, then by what they say: the same wherever they stand in the text. */
  readonly inOrder: (a: number, b: number) => number;
}

/**
 * Parts the messages of a text into series: by threading, version and total where mails have ids; by version and total
 * alone where they have none (git format-patch without --thread). Patches with neither number nor id, such as the
 * commits of git log -p, are one series. `text` is what the ranges are of.
 */
export function groupSeries(patches: readonly Patch[], text: string): Groups {
  const messages = patches.map((patch) => patch.message);
  const threads = new Threads(messages);
  const times = messages.map(({ date }) => Date.parse(date) || 0);
  const inOrder = (a: number, b: number): number =>
    (times[a] ?? 0) - (times[b] ?? 0) || compare(orderKey(patches[a]), orderKey(patches[b])) || a - b;
  const roots = new Roots(patches, threads);
  const loose: number[] = [];
  const byRoot = new Map<string, number[]>();
  const byKey = new Map<string, number[]>();
  for (const [index, patch] of patches.entries()) {
    if (!isMember(patch, index, patches, threads)) continue;
    const { message } = patch;
    const numbered = isNumbered(patch);
    if (!numbered && message.messageId === '') loose.push(index);
    else if (numbered && isUnthreaded(message)) pushTo(byKey, keyOf(patch), index);
    else pushTo(byRoot, `${keyOf(patch)} ${roots.of(index)}`, index);
  }
  joinAnswered(byRoot, byKey, patches);
  const groups: Group[] = [...byRoot.values()].map((members) => ({ members, unnumbered: false }));
  for (const members of byKey.values()) {
    for (const part of parted(members.sort(inOrder), patches)) groups.push({ members: part, unnumbered: false });
  }
  if (loose.length > 0) {
    const ofLog = loose.every((index) => isOfLog(patches[index], text));
    groups.push({ members: ofLog ? commitsInOrder(loose, patches) : loose, unnumbered: true });
  }
  const sorted = groups.map((group) =>
    group.unnumbered ? group : { ...group, members: [...group.members].sort(inOrder) },
  );
  return { groups: sorted, threads, inOrder };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const orderKey = (patch: Patch | undefined): string =>
  patch ? `${patch.message.messageId} ${patch.message.number} ${patch.message.subject} ${patch.message.from}` : '';

const isNumbered = ({ message }: Patch): boolean => message.total > 1 || message.number !== 1;

/** A commit as git log and git show print it; mails are taken in the order of the text, as git am does. */
const isOfLog = (patch: Patch | undefined, text: string): boolean =>
  patch !== undefined &&
  /^commit [0-9a-f]{7}/m.test(text.slice(patch.message.headersRange.start, patch.message.headersRange.end));

const isUnthreaded = ({ inReplyTo, references }: Patch['message']): boolean =>
  inReplyTo === '' && references.length === 0;

/** Pulls and resent series are not the patches of the same version and total that they come from. */
const CLASSES = ['pull', 'resend'];

function keyOf({ message: { version, total, prefixes } }: Patch): string {
  const words = prefixes.join(' ').toLowerCase();
  return `v${version} ${total} ${CLASSES.filter((word) => words.includes(word)).join(' ')}`;
}

/** A patch, a cover, or a numbered mail whose diff cannot be read; an answer to such with a diff of its own is none. */
function isMember(patch: Patch, index: number, patches: readonly Patch[], threads: Threads): boolean {
  const { kind, number, subject } = patch.message;
  if (kind === 'reply') return false;
  if (kind === 'pull' || kind === 'other') return isNumbered(patch);
  if (kind === 'cover') return true;
  const parent = threads.nearest(index, () => true);
  const above = parent === undefined ? undefined : patches[parent];
  return (
    !above || keyOf(above) !== keyOf(patch) || above.message.number !== number || above.message.subject !== subject
  );
}

/**
 * What names a mail's series: the topmost mail above it of the same series, or what that answers: a cover that is not
 * here, or the former version. A cover begins a series, whatever it answers; so does a patch without a number, but for its cover.
 */
class Roots {
  private readonly tops = new Map<number, number>();

  constructor(
    private readonly patches: readonly Patch[],
    private readonly threads: Threads,
  ) {}

  of(index: number): string {
    const top = this.top(index);
    const root = this.patches[top];
    if (!root) return '';
    const [answered] = this.threads.above(top);
    const ownsName = root.message.number === 0 || !isNumbered(root) || answered === undefined;
    return ownsName ? root.message.messageId : answered;
  }

  private top(index: number): number {
    const way: number[] = [];
    const seen = new Set<number>();
    let at = index;
    while (!seen.has(at)) {
      const known = this.tops.get(at);
      if (known !== undefined) {
        at = known;
        break;
      }
      seen.add(at);
      way.push(at);
      const above = this.above(at);
      if (above === undefined) break;
      at = above;
    }
    for (const passed of way) this.tops.set(passed, at);
    return at;
  }

  /** The nearest message above of the same series. */
  private above(index: number): number | undefined {
    const own = this.patches[index];
    if (!own || own.message.number === 0) return undefined;
    const key = keyOf(own);
    return this.threads.nearest(index, (above) => {
      const patch = this.patches[above];
      if (!patch || patch.message.kind === 'reply' || keyOf(patch) !== key) return false;
      return isNumbered(own) || patch.message.number === 0;
    });
  }
}

/** A mail that answers nothing belongs to the mails that answer it. */
function joinAnswered(byRoot: Map<string, number[]>, byKey: Map<string, number[]>, patches: readonly Patch[]): void {
  for (const [key, members] of byKey) {
    const left = members.filter((index) => {
      const group = byRoot.get(`${key} ${patches[index]?.message.messageId}`);
      if (group && patches[index]?.message.messageId !== '') group.push(index);
      return !group || patches[index]?.message.messageId === '';
    });
    byKey.set(key, left);
  }
}

/**
 * Mails of one version and total that no thread joins: as many series as every number stands times, the oldest first;
 * one series with duplicates where the numbers do not stand equally often. Members are in order.
 */
function parted(members: readonly number[], patches: readonly Patch[]): number[][] {
  if (members.length === 0) return [];
  const byNumber = new Map<number, number[]>();
  for (const index of members) pushTo(byNumber, patches[index]?.message.number ?? 0, index);
  const times = new Set([...byNumber].filter(([number]) => number > 0).map(([, list]) => list.length));
  const [count = 1] = times;
  const total = patches[members[0] ?? 0]?.message.total ?? 0;
  const whole = [...byNumber.keys()].filter((number) => number > 0).length >= total;
  if (times.size !== 1 || count === 1 || !whole) return [[...members]];
  return Array.from({ length: count }, (_, part) =>
    [...byNumber.values()].flatMap((list) => list.slice(part, part + 1)),
  );
}
