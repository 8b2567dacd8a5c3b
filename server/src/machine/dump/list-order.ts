import type { Draft } from './draft.ts';

/**
 * The list order behind the printed one: by priority, the higher first. Equals of one address are printed in list
 * order. Of overlapping equals elsewhere the text does not tell who wins: the one that begins later is taken to, as a
 * device before the background of its board; a printed view decides otherwise (evidence/paths.ts).
 */
export function listOrder(printed: readonly Draft[]): Draft[] {
  if (isInOrder(printed)) return [...printed];
  const groups = new Map<number, Group>();
  for (const draft of printed) {
    const end = draft.addr + draft.size;
    const group = groups.get(draft.priority);
    if (!group) {
      groups.set(draft.priority, { list: [draft], end });
      continue;
    }
    const at = draft.addr < group.end ? group.list.findIndex((other) => isBelow(other, draft)) : -1;
    group.list.splice(at < 0 ? group.list.length : at, 0, draft);
    if (end > group.end) group.end = end;
  }
  if (groups.size === 1) return [...groups.values()][0]?.list ?? [];
  return [...groups].sort(([a], [b]) => b - a).flatMap(([, { list }]) => list);
}

/** Nearly always: one priority, each behind the end of the one before. */
const isInOrder = (printed: readonly Draft[]): boolean =>
  printed.every((draft, i) => {
    const before = printed[i - 1];
    return !before || (before.priority === draft.priority && before.addr + before.size <= draft.addr);
  });

/** Siblings of one priority, and where the last of them ends. */
interface Group {
  readonly list: Draft[];
  end: bigint;
}

const isBelow = (other: Draft, draft: Draft): boolean =>
  other.addr < draft.addr && other.addr + other.size > draft.addr;
