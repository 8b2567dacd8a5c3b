import type { HunkPair, PatchPair, RangeDiff } from '../../review/range-diff/model.ts';
import type { TextRange } from '../../text/range.ts';
import { visible } from '../markdown.ts';
import type { TreeEntry } from '../tree-entry.ts';
import { sayRangeDiff } from './say.ts';

/** A node of a comparison of two versions in the view "Memory Review". */
export interface VersionEntry extends Omit<TreeEntry, 'compare' | 'offset'> {
  /** What a click opens, in the text of one version. */
  readonly place?: { readonly side: 'old' | 'now'; readonly range: TextRange };
}

const ICONS = {
  same: { icon: 'circle-outline' },
  context: { icon: 'circle-outline' },
  changed: { icon: 'diff-modified', colour: 'gitDecoration.modifiedResourceForeground' },
  new: { icon: 'diff-added', colour: 'gitDecoration.addedResourceForeground' },
  gone: { icon: 'diff-removed', colour: 'gitDecoration.deletedResourceForeground' },
} as const;

/** Hunks of one patch that are listed. */
const MOST = 200;

/** The children of the node at `path`: the comparison where it is empty, then pairs of patches, then their hunks. */
export function versionsTree(diff: RangeDiff, path: readonly (string | number)[]): readonly VersionEntry[] {
  const [root, index] = path;
  const said = sayRangeDiff(diff);
  if (root === undefined)
    return [
      {
        path: [0],
        label: visible(said.title),
        description: said.summary,
        tooltip: [said.summary, ...said.whole].map(visible).join('\n'),
        icon: 'versions',
        children: diff.pairs.length > 0 ? 'expanded' : 'none',
      },
    ];
  if (index === undefined) return diff.pairs.map((pair, i) => pairEntry(pair, said.pairs[i]?.details ?? [], i));
  const pair = diff.pairs[Number(index)];
  return pair ? pair.hunks.slice(0, MOST).map((hunk, i) => hunkEntry(pair, hunk, [root, index, i])) : [];
}

function pairEntry({ change, old, now, hunks }: PatchPair, details: readonly string[], at: number): VersionEntry {
  const message = (now ?? old)?.review.patch.message;
  return {
    path: [0, at],
    label: visible(message?.subject || '(no subject)'),
    description: visible([`${old?.number ?? '-'} -> ${now?.number ?? '-'}`, change, ...details].join(' · ')),
    tooltip: [change, ...details].map(visible).join('\n'),
    ...ICONS[change],
    children: hunks.length > 0 && change === 'changed' ? 'collapsed' : 'none',
    ...(message ? { place: { side: now ? 'now' : 'old', range: message.subjectRange } } : {}),
  };
}

function hunkEntry({ old, now }: PatchPair, hunk: HunkPair, path: readonly (string | number)[]): VersionEntry {
  const at = hunk.now ?? hunk.old;
  const version = hunk.now ? now : old;
  const found = at && version?.review.patch.files[at.file]?.hunks[at.hunk];
  return {
    path,
    label: visible(`${hunk.path}:${found?.newStart ?? ''}`),
    description: visible(
      [hunk.change === 'context' ? 'other context' : hunk.change, found?.section.trim()].filter(Boolean).join(' · '),
    ),
    ...ICONS[hunk.change],
    children: 'none',
    ...(found ? { place: { side: hunk.now ? 'now' : 'old', range: found.headerRange } } : {}),
  };
}
