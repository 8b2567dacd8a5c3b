import type { FilePatch } from '../model.ts';
import { shown } from '../problems.ts';
import { type Checked, nameOf } from './checked.ts';

/** Says where the lines of a file's header contradict each other: the header was written or edited by hand. */
export function checkHeaderLines({ lines, set, problems }: Checked): void {
  for (const { files } of set.patches) {
    for (const file of files) {
      const { start, end } = file.headerRange;
      const index = lines.text.slice(start, end).indexOf('\nindex ');
      if (index < 0) continue;
      const why = contradiction(file);
      if (!why) continue;
      const range = lines.range(lines.lineOf(start + index + 1));
      const message = `The index line of ${shown(nameOf(file))} does not fit: ${why}. The header was edited, or is of another diff; git apply --index and git am -3 would look for the wrong blob.`;
      problems.add('index-line', 'warning', message, range);
    }
  }
}

const isNone = (blob: string): boolean => /^0+$/.test(blob);

function contradiction({ change, oldBlob, newBlob, oldPath, newPath, hunks }: FilePatch): string | undefined {
  if (oldBlob === '' || newBlob === '') return undefined;
  if (oldPath === '' && !isNone(oldBlob)) return `the file is new, but the line names a blob before (${oldBlob})`;
  if (newPath === '' && !isNone(newBlob)) return `the file is deleted, but the line names a blob after (${newBlob})`;
  if (change === 'modified' && (isNone(oldBlob) || isNone(newBlob)))
    return 'the file is on both sides, but the line names a blob for one only';
  if (oldBlob === newBlob && hunks.length > 0) return 'the blobs before and after are the same, but there are hunks';
  return undefined;
}
