import { EXTENDED, type FileStart } from './file-start.ts';
import type { Lines } from './lines.ts';
import { gitNames, headerName, prefixLength, unquote } from './path.ts';

/** What the header of a file says. */
export interface FileHeader {
  readonly oldPath: string;
  readonly newPath: string;
  readonly oldBlob: string;
  readonly newBlob: string;
  readonly added: boolean;
  readonly deleted: boolean;
  readonly renamed: boolean;
  readonly copied: boolean;
  readonly moded: boolean;
  readonly binary: boolean;
  readonly combined: boolean;
  /** The line behind the header. */
  readonly next: number;
}

const PLAIN = {
  oldBlob: '',
  newBlob: '',
  added: false,
  deleted: false,
  renamed: false,
  copied: false,
  moded: false,
  binary: false,
  combined: false,
} as const;

/** Reads the header of the kind that `fileStartAt` found at this line. */
export function readFileHeader(lines: Lines, at: number, to: number, start: FileStart): FileHeader {
  if (start === 'git') return readGitHeader(lines, at, to);
  if (start === 'combined') return readCombinedHeader(lines, at, to);
  if (start === 'binary') {
    const [old = '', now = ''] = binaryNames(lines.at(at));
    return { ...PLAIN, ...paths(old, now), binary: true, next: at + 1 };
  }
  const names = paths(headerName(lines.at(at).slice(4)), headerName(lines.at(at + 1).slice(4)));
  return { ...PLAIN, ...names, added: names.oldPath === '', deleted: names.newPath === '', next: at + 2 };
}

function paths(old: string, now: string): { oldPath: string; newPath: string } {
  const prefix = prefixLength(old, now);
  return { oldPath: old.slice(prefix), newPath: now.slice(prefix) };
}

/** "Binary files OLD and NEW differ" to its names; where "and" stands more than once, the first parts them. */
function binaryNames(line: string): string[] {
  const both = line.slice('Binary files '.length, -' differ'.length);
  const and = both.indexOf(' and ');
  return and < 0 ? [] : [headerName(both.slice(0, and)), headerName(both.slice(and + 5))];
}

/** apply.c, parse_git_diff_header: renames and copies name without prefix, `---`, `+++` and the first line with one. */
function readGitHeader(lines: Lines, at: number, to: number): FileHeader {
  const said = new Map<string, string>();
  let next = at + 1;
  for (; next < to; next++) {
    const word = EXTENDED.find((candidate) => lines.startsWith(next, candidate));
    if (word === undefined) break;
    if (!said.has(word)) said.set(word, lines.at(next).slice(word.length));
  }
  let marked: { old: string; new: string } | undefined;
  if (next + 1 < to && lines.startsWith(next, '--- ') && lines.startsWith(next + 1, '+++ ')) {
    marked = { old: headerName(lines.at(next).slice(4)), new: headerName(lines.at(next + 1).slice(4)) };
    next += 2;
  }
  const named = gitNames(lines.at(at).slice('diff --git '.length));
  const both = named ?? marked ?? { old: '', new: '' };
  const prefix = prefixLength(both.old, both.new);
  const moved = (...words: string[]): string | undefined => {
    const name = words.map((word) => said.get(word)).find((value) => value !== undefined);
    return name === undefined ? undefined : (unquote(name)?.name ?? name);
  };
  const renamedFrom = moved('rename from ', 'rename old ');
  const copiedFrom = moved('copy from ');
  const [oldBlob = '', newBlob = ''] = (said.get('index ')?.split(' ')[0] ?? '').split('..');
  const added = said.has('new file mode ') || marked?.old === '';
  const deleted = said.has('deleted file mode ') || marked?.new === '';
  const oldPath = renamedFrom ?? copiedFrom ?? (marked?.old || both.old).slice(prefix);
  const newPath = moved('rename to ', 'rename new ', 'copy to ') ?? (marked?.new || both.new).slice(prefix);
  return {
    oldPath: added ? '' : oldPath,
    newPath: deleted ? '' : newPath,
    oldBlob,
    newBlob,
    added,
    deleted,
    renamed: renamedFrom !== undefined,
    copied: copiedFrom !== undefined,
    moded: said.has('old mode ') || said.has('new mode '),
    binary: false,
    combined: false,
    next,
  };
}

const COMBINED = [
  'index ',
  'mode ',
  'new file mode ',
  'deleted file mode ',
  'similarity ',
  'rename ',
  'copy ',
  'Binary ',
];

/** The header of a merge's diff (git diff-tree --cc); its one name has no prefix. */
function readCombinedHeader(lines: Lines, at: number, to: number): FileHeader {
  const line = lines.at(at);
  const rest = line.slice(line.indexOf(' ', 'diff '.length) + 1);
  const name = unquote(rest)?.name ?? rest;
  let next = at + 1;
  while (next < to && COMBINED.some((word) => lines.startsWith(next, word))) next++;
  if (next + 1 < to && lines.startsWith(next, '--- ') && lines.startsWith(next + 1, '+++ ')) next += 2;
  return { ...PLAIN, oldPath: name, newPath: name, combined: true, next };
}
