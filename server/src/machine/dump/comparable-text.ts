/**
 * What a dump says, as a text that is equal where nothing but chance differs: numbers of FlatViews, the order of
 * blocks (that of a hash table from 7.0 on), the mark of the section used last, and the comment of a capture.
 */
export function comparableText(dump: string): string {
  const parts = dump.replace(/^# .*\n/, '').split(/^(\(qemu\) .*\n)/m);
  return parts.map(comparablePart).join('');
}

const comparablePart = (part: string): string =>
  part
    .replace(/^FlatView #\d+$/gm, 'FlatView')
    .replace(/ \[MRU\]/g, '')
    .split('\n\n')
    .map(usersInOrder)
    .sort()
    .join('\n\n');

/** The address spaces of a view, in the order of their names. */
const usersInOrder = (block: string): string =>
  block.replace(/(?:^ AS .*\n)+/gm, (users) => `${users.trimEnd().split('\n').sort().join('\n')}\n`);
