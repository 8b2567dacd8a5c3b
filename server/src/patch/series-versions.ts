import type { Patch } from './model.ts';
import type { Group } from './series-groups.ts';
import type { OwnSeries } from './series-model.ts';
import type { Threads } from './threads.ts';

/**
 * Which series are versions of one another: a number for each, the same for versions of one. They are where one
 * answers another, where both have one change-id, or one title and one sender.
 */
export function lineages(
  series: readonly OwnSeries[],
  groups: readonly Group[],
  patches: readonly Patch[],
  threads: Threads,
): number[] {
  const parents = series.map((_, at) => at);
  const top = (at: number): number => {
    let up = at;
    while (parents[up] !== up) up = parents[up] ?? up;
    let low = at;
    while (parents[low] !== up) [parents[low], low] = [up, parents[low] ?? up];
    return up;
  };
  const join = (a: number, b: number): void => {
    const [low, high] = [Math.min(top(a), top(b)), Math.max(top(a), top(b))];
    parents[high] = low;
  };
  const heads = new Map<number, number>();
  series.forEach((own, at) => {
    for (const index of [own.cover, own.patches[0]]) if (index !== undefined) heads.set(index, at);
  });
  const named = new Map<string, number>();
  series.forEach((own, at) => {
    for (const key of [
      own.changeId && `change-id ${own.changeId}`,
      own.title && `${mailOf(own.sender)} ${own.title}`,
    ]) {
      if (key === '') continue;
      const known = named.get(key);
      if (known === undefined) named.set(key, at);
      else join(known, at);
    }
    const head = own.cover ?? own.patches[0];
    if (head === undefined) return;
    const members = new Set(groups[at]?.members);
    const above = threads.nearest(head, (index) => heads.has(index) && !members.has(index));
    const other = above === undefined ? undefined : heads.get(above);
    if (other !== undefined && series[other]?.version !== own.version && isPatchOrCover(patches, above))
      join(other, at);
  });
  return series.map((_, at) => top(at));
}

const isPatchOrCover = (patches: readonly Patch[], index: number | undefined): boolean => {
  const kind = index === undefined ? undefined : patches[index]?.message.kind;
  return kind === 'patch' || kind === 'cover';
};

/** The address of a sender, without a name; mailers change names. */
const mailOf = (from: string): string => (/<([^<>]+)>/.exec(from)?.[1] ?? from).toLowerCase();
