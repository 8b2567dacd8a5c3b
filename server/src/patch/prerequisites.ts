import type { Patch } from './model.ts';
import type { Series } from './series-model.ts';

/** What a series says that it stands on, besides a commit. */
export interface Prerequisites {
  /** Series of the same text, in the order in which they apply. */
  readonly series: readonly Series[];
  /** What the text has not: ids of messages and changes, and "2 patches, by their patch ids". */
  readonly lacking: readonly string[];
}

/** A series' own messages: its cover, then its patches. */
export const messagesOf = ({ cover, patches }: Series): readonly number[] =>
  cover === undefined ? patches : [cover, ...patches];

/**
 * The series that a series names by QEMU's `Based-on:` or b4's `prerequisite-message-id:` and `prerequisite-change-id:`,
 * and those that these name. What `git format-patch --base` names by patch ids is not looked for.
 */
export function prerequisites(series: Series, all: readonly Series[], patches: readonly Patch[]): Prerequisites {
  const found: Series[] = [];
  const lacking = new Set<string>();
  const visited = new Set([series]);
  const visit = (one: Series): void => {
    let ids = 0;
    for (const { name, value } of messagesOf(one).flatMap((index) => patches[index]?.message.trailers ?? [])) {
      const field = name.toLowerCase();
      if (field === 'prerequisite-patch-id') ids++;
      const names = NAMES[field]?.(value);
      if (!names) continue;
      const base = all.find((other) => names.is(other, patches));
      if (!base) lacking.add(names.text);
      else if (!visited.has(base)) {
        visited.add(base);
        visit(base);
        found.push(base);
      }
    }
    // those that it names in another way, too, are most likely the same
    if (ids > 0 && found.length === 0) lacking.add(`${ids} ${ids === 1 ? 'patch' : 'patches'}, by their patch ids`);
  };
  visit(series);
  return { series: found, lacking: [...lacking] };
}

interface Named {
  readonly text: string;
  is(series: Series, patches: readonly Patch[]): boolean;
}

function byMessage(value: string): Named | undefined {
  const id = /<?([^<>\s"]+@[^<>\s"]+)>?/.exec(value)?.[1];
  if (id === undefined) return undefined;
  return {
    text: `<${id}>`,
    is: (series, patches) => messagesOf(series).some((index) => patches[index]?.message.messageId === `<${id}>`),
  };
}

/** `change-id:vN`; without a version the first. */
function byChange(value: string): Named | undefined {
  const [, id, version = '1'] = /^(\S+?)(?::v(\d{1,4}))?$/.exec(value) ?? [];
  if (id === undefined) return undefined;
  return { text: value, is: (series) => series.changeId === id && series.version === Number(version) };
}

const NAMES: Readonly<Record<string, (value: string) => Named | undefined>> = {
  'based-on': byMessage,
  'prerequisite-message-id': byMessage,
  'prerequisite-change-id': byChange,
};
