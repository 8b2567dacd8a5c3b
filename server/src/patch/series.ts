import { pushTo } from '../text/multimap.ts';
import { givenTrailers } from './given-trailers.ts';
import type { Patch } from './model.ts';
import { type Group, groupSeries } from './series-groups.ts';
import type { Duplicate, OwnSeries, Reply, Series } from './series-model.ts';
import { lineages } from './series-versions.ts';

/** More missing numbers than this are not listed: a subject may say [PATCH 1/99999]. */
const MOST_MISSING = 1000;

/**
 * The series that the messages of a text make, in whatever order they stand: versions of one series side by side, the
 * oldest first. Every patch is in one series; a patch alone is a series of one. `text` is what the ranges are of.
 */
export function readSeries(patches: readonly Patch[], text: string): readonly Series[] {
  const { groups, threads, inOrder } = groupSeries(patches, text);
  const read = groups.map((group) => seriesOf(group, patches, text));
  const home = new Map<number, number>();
  groups.forEach(({ members }, at) => {
    for (const member of members) home.set(member, at);
  });
  const replies = new Map<number, Reply[]>();
  for (const index of patches.keys()) {
    if (home.has(index)) continue;
    const to = threads.nearest(index, (above) => home.has(above));
    if (to !== undefined) pushTo(replies, home.get(to) ?? -1, { message: index, to });
  }
  const lineage = lineages(read, groups, patches, threads);
  const first = groups.map(({ members }) => members[0] ?? -1);
  const oldest = new Map<number, number>();
  lineage.forEach((of, at) => {
    const [known, own] = [oldest.get(of), first[at] ?? -1];
    if (known === undefined || inOrder(own, known) < 0) oldest.set(of, own);
  });
  const order = [...groups.keys()].sort(
    (a, b) =>
      inOrder(oldest.get(lineage[a] ?? -1) ?? -1, oldest.get(lineage[b] ?? -1) ?? -1) ||
      (read[a]?.version ?? 0) - (read[b]?.version ?? 0) ||
      inOrder(first[a] ?? -1, first[b] ?? -1),
  );
  const names = new Map<number, number>();
  return order.flatMap((at) => {
    const series = read[at];
    if (!series) return [];
    const of = lineage[at] ?? at;
    if (!names.has(of)) names.set(of, names.size);
    const answers = (replies.get(at) ?? []).sort((a, b) => inOrder(a.message, b.message));
    const given = answers.flatMap((reply) => givenTrailers(text, patches, reply));
    return [{ ...series, replies: answers, given, lineage: names.get(of) ?? 0 }];
  });
}

function seriesOf({ members, unnumbered }: Group, patches: readonly Patch[], text: string): OwnSeries {
  const byNumber = new Map<number, number[]>();
  let cover: number | undefined;
  const seen = new Set<number>();
  members.forEach((index, at) => {
    const message = patches[index]?.message;
    if (!message) return;
    const number = unnumbered ? at + 1 : message.number;
    if (number === 0) cover = index;
    else seen.add(number);
    if (message.kind === 'patch' && number !== 0) pushTo(byNumber, number, index);
  });
  const numbers = [...byNumber.keys()].sort((a, b) => a - b);
  const total = unnumbered ? members.length : (patches[members[0] ?? -1]?.message.total ?? 1);
  const chosen = numbers.flatMap((number) => byNumber.get(number)?.slice(-1) ?? []);
  const head = patches[cover ?? chosen[0] ?? members[0] ?? -1]?.message;
  const changeId = head?.trailers.find(({ name }) => name.toLowerCase() === 'change-id')?.value ?? '';
  const missing: number[] = [];
  for (let number = 1; number <= total && missing.length < MOST_MISSING; number++) {
    if (!seen.has(number)) missing.push(number);
  }
  const duplicates = numbers.flatMap((number): Duplicate[] => {
    const messages = byNumber.get(number) ?? [];
    return messages.length < 2 ? [] : [{ number, messages, same: areSame(messages, patches, text) }];
  });
  return {
    title: head?.subject ?? '',
    version: head?.version ?? 1,
    total,
    sender: head?.from ?? '',
    changeId,
    cover,
    patches: chosen,
    missing,
    duplicates,
    pastTotal: numbers.filter((number) => number > total).flatMap((number) => byNumber.get(number) ?? []),
  };
}

/** Whether patches have one diff and one subject. */
function areSame(messages: readonly number[], patches: readonly Patch[], text: string): boolean {
  const [first, ...others] = messages.map((index) => {
    const patch = patches[index];
    const diffs = patch?.files.map(({ range }) =>
      text.slice(range.start, range.end).trimEnd().replaceAll('\r\n', '\n'),
    );
    return `${patch?.message.subject}\n${diffs?.join('\n')}`;
  });
  return others.every((other) => other === first);
}
