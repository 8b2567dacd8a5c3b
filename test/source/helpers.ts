import type { SourcePatch } from '../../server/src/source/model.ts';
import { recognise } from '../../server/src/source/recognise.ts';

export type SourceHunk = SourcePatch['files'][number]['hunks'][number];
export type SourceLine = SourceHunk['lines'][number];

const KINDS: Readonly<Record<string, SourceLine['kind']>> = { '+': 'added', '-': 'removed', ' ': 'context' };

/** A hunk of its section's text and its lines, each with its marker; the first line of `text` is empty. */
export function hunk(section: string, text: string): SourceHunk {
  const lines = text
    .split('\n')
    .slice(1)
    .map((line): SourceLine => ({ kind: KINDS[line.charAt(0)] ?? 'context', text: line.slice(1) }));
  return { section, whole: true, lines };
}

export function patchOf(path: string, ...hunks: readonly SourceHunk[]): SourcePatch {
  return { date: '', files: [{ oldPath: path, newPath: path, hunks }] };
}

/** What `recognise` says of a transition, short: "e673ba9af9 -> 092aa2fc65", or the status. */
export function verdict(patch: SourcePatch): string {
  const { status, before, after } = recognise(patch);
  return status === 'recognised' ? `${before?.name} -> ${after?.name}` : status;
}

export function mapLines(patch: SourcePatch, change: (line: SourceLine) => readonly SourceLine[]): SourcePatch {
  return {
    ...patch,
    files: patch.files.map((file) => ({
      ...file,
      hunks: file.hunks.map((one) => ({ ...one, lines: one.lines.flatMap(change) })),
    })),
  };
}

/** As `git diff -R` has it. */
export function reversed(patch: SourcePatch): SourcePatch {
  return mapLines(patch, (line) => [
    line.kind === 'added' ? { ...line, kind: 'removed' } : line.kind === 'removed' ? { ...line, kind: 'added' } : line,
  ]);
}

/** Every identifier of the list gets another name, in all lines and sections. */
export function renamed(patch: SourcePatch, names: Readonly<Record<string, string>>): SourcePatch {
  // A field's name is not a variable's: `view->root` keeps `root`.
  const rename = (text: string): string =>
    text.replace(/(->|\.)?\b([A-Za-z_]\w*)\b/g, (all, field: string | undefined, word: string) =>
      field ? all : (names[word] ?? all),
    );
  return {
    ...patch,
    files: patch.files.map((file) => ({
      ...file,
      hunks: file.hunks.map((one) => ({
        ...one,
        section: rename(one.section),
        lines: one.lines.map((line) => ({ ...line, text: rename(line.text) })),
      })),
    })),
  };
}

/** The changed lines that have code: neither blank nor only a comment. */
export function codeLines(patch: SourcePatch): SourceLine[] {
  return patch.files.flatMap((file) =>
    file.hunks.flatMap((one) => {
      let comment = false;
      return one.lines.filter((line) => {
        const text = line.text.trim();
        const inside = comment || text.startsWith('/*');
        if (text.startsWith('/*')) comment = true;
        if (text.endsWith('*/')) comment = false;
        return !inside && text !== '' && line.kind !== 'context';
      });
    }),
  );
}

/** Each token of a line left out, or exchanged for another. */
function mutants(text: string): string[] {
  const tokens = [...text.replace(/\/[/*].*/, '').matchAll(/[A-Za-z_]\w*|\d+|"[^"]*"|->|\+\+|==|&&|[^\s\w]/g)];
  return tokens.flatMap((match) => {
    const put = (word: string): string => text.slice(0, match.index) + word + text.slice(match.index + match[0].length);
    const others = /^\d/.test(match[0]) ? ['7'] : /^\w/.test(match[0]) ? ['NULL', 'g_free'] : ['!', ';'];
    return [put(''), ...others.filter((word) => word !== match[0]).map(put)];
  });
}

/** Every patch that differs from the given one in one of the lines. */
export function* broken(patch: SourcePatch, among: readonly SourceLine[]): Generator<[string, SourcePatch]> {
  for (const line of among) {
    const put = (what: string, ...lines: readonly SourceLine[]): [string, SourcePatch] => [
      `${line.kind} "${line.text}" ${what}`,
      mapLines(patch, (one) => (one === line ? lines : [one])),
    ];
    yield put('left out');
    yield put('as context', { ...line, kind: 'context' });
    yield put('twice', line, line);
    for (const text of mutants(line.text)) yield put(`as "${text}"`, { ...line, text });
  }
}
