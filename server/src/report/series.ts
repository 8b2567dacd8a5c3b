import type { Patch } from '../patch/model.ts';
import type { Series } from '../patch/series-model.ts';
import type { WholeReview } from '../review/model.ts';
import { machinesLine } from './lens.ts';

/** Whether a text has more of a series than a patch alone: it is worth a line of its own. */
export const isSeveral = ({ patches, cover, replies, duplicates }: Series): boolean =>
  patches.length > 1 || duplicates.length > 0 || cover !== undefined || replies.length > 0;

/** "v2 Share views" */
export const seriesName = ({ version, title }: Series): string => `v${version} ${title || '(no subject)'}`;

/** "3 patches, 2/3 missing, 1/3 twice": what a text has of a series. */
export function seriesParts({ patches, total, missing, duplicates, pastTotal, replies }: Series): string {
  const here = missing.length === 0 ? `${patches.length}` : `${patches.length} of ${total}`;
  const numbers = (list: readonly number[]): string =>
    list.length > 6 ? `${list.length} patches` : list.map((number) => `${number}/${total}`).join(', ');
  return [
    `${here} ${patches.length === 1 && missing.length === 0 ? 'patch' : 'patches'}`,
    missing.length > 0 ? `${numbers(missing)} missing` : '',
    ...duplicates.map(
      ({ number, messages, same }) =>
        `${number}/${total} ${messages.length === 2 ? 'twice' : `${messages.length} times`}${same ? '' : ' and differs'}`,
    ),
    pastTotal.length > 0 ? `${pastTotal.length} past the total` : '',
    replies.length > 0 ? `${replies.length} ${replies.length === 1 ? 'reply' : 'replies'}` : '',
  ]
    .filter(Boolean)
    .join(', ');
}

/** What the whole series does: its figures, or why there are none. */
export function wholeLine({ machines, before, after, note }: WholeReview): string {
  if (!before || !after) return note;
  const figures = machines.length === 0 ? 'add a machine to see FlatViews' : machinesLine(machines);
  return [`${figures} (core ${before.name} -> ${after.name})`, note].filter(Boolean).join('. ');
}

/** "1/3 Reviewed-by: R <r@x>; all Tested-by: T <t@x>": what replies give. */
export const givenLines = ({ given, total }: Series, patches: readonly Patch[]): string[] =>
  given.map(({ name, value, on }) => {
    const message = on === 'all' ? undefined : patches[on]?.message;
    const place = message ? (message.total > 1 ? `${message.number}/${total}` : 'the patch') : 'all';
    return `${place}: ${name}: ${value}`;
  });
