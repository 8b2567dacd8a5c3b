import { GIT_HEADER_LINES } from './file-start.ts';
import type { Lines } from './lines.ts';
import { behindSlash, gitName, gitNames, type Names, NOT_THERE, prefixes } from './path.ts';
import { type Problems, shown } from './problems.ts';

/** What the header of a file says. */
export interface FileHeader {
  /** Without prefixes; '' where the file is not there. */
  readonly oldPath: string;
  readonly newPath: string;
  readonly oldBlob: string;
  readonly newBlob: string;
  readonly oldMode: string;
  readonly newMode: string;
  readonly similarity?: number;
  readonly change: 'added' | 'deleted' | 'renamed' | 'copied' | 'mode' | 'modified' | 'combined';
  /** The line behind the header. */
  readonly next: number;
}

/**
 * Reads the header of a file that begins with `diff --git` (apply.c, parse_git_diff_header): its lines in any order, up
 * to one that is none of it. Where Git refuses a header, a problem says so, and the file is listed all the same.
 */
export function readGitHeader(lines: Lines, at: number, to: number, problems: Problems): FileHeader {
  const end = Math.min(to, lines.ended);
  const header = new GitHeader(lines, at, problems);
  let next = at + 1;
  for (; next < end; next++) {
    const word = GIT_HEADER_LINES.find((candidate) => lines.startsWith(next, candidate));
    if (word === undefined) break;
    header.read(word, lines.at(next).slice(word.length), next);
  }
  return header.finish(next);
}

type Side = 'old' | 'new';

class GitHeader {
  /** The name that both sides have, where the first line says it: else renames, copies, `---` and `+++` do. */
  private readonly both: string | undefined;
  /** The names of the first line, else of `---` and `+++`, with their prefixes, and how long those are. */
  private readonly named: Names | undefined;
  private readonly prefix: Record<Side, number>;
  private readonly names: Record<Side, string | undefined> = { old: undefined, new: undefined };
  private readonly modes = { old: '', new: '' };
  private blobs: readonly string[] = [];
  private similarity: number | undefined;
  private kind: 'added' | 'deleted' | 'renamed' | 'copied' | undefined;
  private kindAt = -1;

  constructor(
    private readonly lines: Lines,
    private readonly at: number,
    private readonly problems: Problems,
  ) {
    const first = gitNames(lines.at(at).slice('diff --git '.length));
    this.named = first ?? this.marked();
    this.prefix = this.named ? prefixes(this.named) : { old: 0, new: 0 };
    const old = first?.old.slice(this.prefix.old);
    this.both = old === first?.new.slice(this.prefix.new) ? old : undefined;
  }

  /** The names of `---` and `+++` with their prefixes, looked for as far as a header can reach. */
  private marked(): Names | undefined {
    const { lines, at } = this;
    for (let line = at + 1; line < at + GIT_HEADER_LINES.length && line + 1 < lines.count; line++) {
      if (lines.startsWith(line, 'diff -')) break;
      if (!lines.startsWith(line, '--- ') || !lines.startsWith(line + 1, '+++ ')) continue;
      const name = (which: number): string => gitName(lines.at(which).slice(4)).replace(/^\/dev\/null$/, '');
      return { old: name(line), new: name(line + 1) };
    }
    return undefined;
  }

  read(word: (typeof GIT_HEADER_LINES)[number], value: string, line: number): void {
    switch (word) {
      case '--- ':
        this.verify('old', this.kind === 'added', value, line);
        break;
      case '+++ ':
        this.verify('new', this.kind === 'deleted', value, line);
        break;
      case 'old mode ':
        this.mode(value, line, 'old');
        break;
      case 'new mode ':
        this.mode(value, line, 'new');
        break;
      case 'deleted file mode ':
        this.become('deleted', line);
        this.names.old = this.both;
        this.mode(value, line, 'old');
        break;
      case 'new file mode ':
        this.become('added', line);
        this.names.new = this.both;
        this.mode(value, line, 'new');
        break;
      case 'copy from ':
      case 'copy to ':
        this.move('copied', word === 'copy from ' ? 'old' : 'new', value, line);
        break;
      case 'rename old ':
      case 'rename from ':
      case 'rename new ':
      case 'rename to ':
        this.move('renamed', word === 'rename old ' || word === 'rename from ' ? 'old' : 'new', value, line);
        break;
      case 'similarity index ':
        this.score(Number.parseInt(value, 10));
        break;
      case 'dissimilarity index ':
        this.score(100 - Number.parseInt(value, 10));
        break;
      case 'index ':
        this.index(value, line);
    }
  }

  finish(next: number): FileHeader {
    const { names, kind, named, modes, blobs, prefix } = this;
    if (names.old === undefined && names.new === undefined) {
      names.old = this.both;
      names.new = this.both;
    }
    const added = kind === 'added' || names.old === '';
    const deleted = kind === 'deleted' || names.new === '';
    if ((names.old === undefined && !added) || (names.new === undefined && !deleted)) {
      const message =
        'This file header does not say which file is meant: git apply refuses it ("lacks filename information").';
      this.refuse(message, next, next);
    }
    const isMode = modes.old !== '' && modes.new !== '' && modes.old !== modes.new;
    return {
      oldPath: added ? '' : (names.old ?? named?.old.slice(prefix.old) ?? ''),
      newPath: deleted ? '' : (names.new ?? named?.new.slice(prefix.new) ?? ''),
      oldBlob: blobs[0] ?? '',
      newBlob: blobs[1] ?? '',
      oldMode: added ? '' : modes.old,
      newMode: deleted ? '' : modes.new,
      ...(this.similarity === undefined ? {} : { similarity: this.similarity }),
      change: kind ?? (added ? 'added' : deleted ? 'deleted' : isMode ? 'mode' : 'modified'),
      next,
    };
  }

  /** apply.c, gitdiff_verify_name: what stands behind `---` and `+++` must be what the lines before them say. */
  private verify(side: Side, isNull: boolean, value: string, line: number): void {
    const raw = gitName(value);
    const known = this.names[side];
    if (known === undefined && !isNull) {
      this.names[side] = raw === NOT_THERE ? '' : this.strip(side, raw);
    } else if (known === undefined || isNull) {
      const other = known ?? raw;
      if (other !== NOT_THERE)
        this.refuse(`Here /dev/null must stand, not ${shown(other)}: git apply refuses it.`, line);
    } else if (this.strip(side, raw) !== known && behindSlash(raw) !== known) {
      this.refuse(
        `The ${side} name of this file is given as ${shown(known)} and as ${shown(raw)}: git apply refuses it.`,
        line,
      );
    }
  }

  /** A name without the prefix of its side; undefined where nothing is left. */
  private strip(side: Side, raw: string): string | undefined {
    const length = this.prefix[side];
    if (length === 0 || (this.named && raw.startsWith(this.named[side].slice(0, length)))) {
      return raw.slice(length) || undefined;
    }
    return raw.includes('/') ? behindSlash(raw) || undefined : undefined;
  }

  /** The names of renames and copies have no prefix, and so tell how long it is elsewhere. */
  private move(kind: 'renamed' | 'copied', side: Side, value: string, line: number): void {
    this.become(kind, line);
    const name = gitName(value) || undefined;
    this.names[side] = name;
    if (name !== undefined && this.named?.[side].endsWith(name))
      this.prefix[side] = this.named[side].length - name.length;
  }

  private become(kind: NonNullable<typeof this.kind>, line: number): void {
    if (this.kind !== undefined && this.kind !== kind) {
      const message = `A file cannot be ${this.kind} and ${kind} at once: git apply refuses it ("inconsistent header lines ${this.kindAt + 1} and ${line + 1}").`;
      this.refuse(message, line, line);
    }
    if (this.kind === undefined) this.kindAt = line;
    this.kind ??= kind;
  }

  private mode(value: string, line: number, side: Side): void {
    const mode = /^[0-7]+(?=\s|$)/.exec(value)?.[0];
    if (mode === undefined) this.refuse(`"${shown(value)}" is no mode of a file: git apply refuses it.`, line);
    else this.modes[side] = mode;
  }

  private score(percent: number): void {
    if (percent >= 0 && percent <= 100) this.similarity = percent;
  }

  private index(value: string, line: number): void {
    const match = /^([^.]{0,64})\.\.(\S{0,64})(?: (.*))?$/.exec(value);
    if (!match) return;
    const [, old = '', now = '', mode] = match;
    this.blobs = [old, now];
    if (mode === undefined) return;
    this.mode(mode, line, 'old');
    this.modes.new ||= this.modes.old;
  }

  /** Git names the line behind the first, whichever line it means; the range reaches from there to that line. */
  private refuse(message: string, line: number, from = this.at + 1): void {
    const { lines, problems } = this;
    problems.add('not-understood', 'error', message, { start: lines.start(from), end: lines.end(line) });
  }
}
