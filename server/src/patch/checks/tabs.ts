import type { Lines } from '../lines.ts';
import type { FilePatch } from '../model.ts';
import { shown } from '../problems.ts';
import { bodyOf, type Checked, counted, nameOf } from './checked.ts';

/**
 * Tabs that became blanks, where the patch itself shows it: the line below a rule of a makefile, which must begin with
 * a tab, or headers of Linux, which are indented by tabs throughout. QEMU's own C has blanks.
 */
export function checkTabs({ lines, set, problems }: Checked): void {
  for (const { files } of set.patches) {
    for (const file of files) {
      const name = nameOf(file);
      const kind = isMakefile(name) ? 'makefile' : isLinuxHeader(name) ? 'linux' : undefined;
      if (!kind) continue;
      const found = kind === 'makefile' ? recipes(lines, file) : indents(lines, file);
      const [first] = found;
      if (first === undefined) continue;
      const why =
        kind === 'makefile'
          ? 'it stands below a rule of a makefile, where make wants a tab'
          : 'headers of Linux are indented by tabs, and no line here has one';
      const message = `This line of ${shown(name)} begins with blanks, but ${why} (${counted(found.length, 'such line')}): a mail program or a terminal turned tabs into blanks, and the patch does not apply. Which blanks were tabs cannot be told from here: fetch the patch from where its bytes are kept.`;
      problems.add('tabs-to-blanks', 'warning', message, lines.range(first));
    }
  }
}

const isMakefile = (path: string): boolean => /(?:^|\/)(?:Makefile(?:\.[\w.-]+)?|[\w.-]+\.(?:mak|mk))$/.test(path);
const isLinuxHeader = (path: string): boolean => /^(?:linux-headers|include\/standard-headers)\//.test(path);

/** Lines below a rule that begin with eight blanks; none where a recipe has its tab. */
function recipes(lines: Lines, file: FilePatch): number[] {
  const found: number[] = [];
  for (const hunk of file.hunks) {
    const { first, end } = bodyOf(lines, hunk);
    for (let at = first; at < end; at++) {
      const text = lines.at(at).slice(1, 400);
      if (text.startsWith('\t')) return [];
      const above = at > first ? lines.at(at - 1).slice(1, 400) : '';
      if (/^[\w.%$(){}/-][\w.%$(){}/ -]*::?(?:\s|$)/.test(above) && !above.endsWith('\\') && /^ {8}\S/.test(text))
        found.push(at);
    }
  }
  return found;
}

/** So many lines show how a file is indented. */
const ENOUGH = 3;

/**
 * Statements and fields of the file before that are indented by blanks, in steps of eight; none where a line has a tab.
 * Added lines show nothing: their author may have written blanks.
 */
function indents(lines: Lines, file: FilePatch): number[] {
  const found: number[] = [];
  for (const hunk of file.hunks) {
    const { first, end } = bodyOf(lines, hunk);
    for (let at = first; at < end; at++) {
      const text = lines.at(at).slice(1, 400);
      if (text.includes('\t')) return [];
      if (!lines.startsWith(at, '+') && /^(?: {8})+\S/.test(text) && text.endsWith(';')) found.push(at);
    }
  }
  return found.length >= ENOUGH ? found : [];
}
