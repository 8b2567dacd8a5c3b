import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';

/** Paths and their texts. */
export type Tree = Readonly<Record<string, string>>;

/** A repository of Git's in a folder of its own. */
export class Repository {
  private readonly root = mkdtempSync(join(tmpdir(), 'git-series-'));
  private readonly folder = join(this.root, 'repo');

  constructor() {
    mkdirSync(this.folder);
    this.git(['init', '-q']);
  }

  git(args: string[], input = ''): string {
    return execFileSync(
      'git',
      ['-c', 'core.autocrlf=false', '-c', 'user.name=A', '-c', 'user.email=a@example.org', ...args],
      {
        cwd: this.folder,
        env: {
          PATH: process.env.PATH ?? '',
          GIT_CONFIG_NOSYSTEM: '1',
          GIT_CONFIG_GLOBAL: '/dev/null',
          GIT_CEILING_DIRECTORIES: this.root,
        },
        input,
        stdio: 'pipe',
      },
    ).toString();
  }

  /** Commits trees on a branch without history; gives the commits, that of the first tree first. */
  history(trees: readonly Tree[], messages: readonly string[] = []): string[] {
    const commits: string[] = [];
    for (const [i, tree] of trees.entries()) {
      for (const name of readdirSync(this.folder))
        if (name !== '.git') rmSync(join(this.folder, name), { recursive: true });
      for (const [name, text] of Object.entries(tree)) {
        mkdirSync(dirname(join(this.folder, name)), { recursive: true });
        writeFileSync(join(this.folder, name), text);
      }
      this.git(['add', '-A']);
      const made = this.git(['write-tree']).trim();
      const parent = commits.at(-1);
      const words = ['commit-tree', made, '-m', messages[i] ?? `change ${i}`, ...(parent ? ['-p', parent] : [])];
      commits.push(this.git(words).trim());
    }
    return commits;
  }

  /** The mails of a range, each with its mbox separator. */
  mails(from: string, to: string, ...options: string[]): string[] {
    const mbox = this.git(['format-patch', '--stdout', '--thread', ...options, `${from}..${to}`]);
    return mbox === '' ? [] : mbox.split(/^(?=From [0-9a-f]{40} Mon Sep 17 00:00:00 2001$)/m);
  }

  /** Whether git am takes mails on a commit. */
  applies(base: string, mails: readonly string[]): boolean {
    this.git(['checkout', '-qf', '--detach', base]);
    this.git(['clean', '-qfdx']);
    try {
      this.git(['am', '-q', '--keep-cr'], mails.join(''));
      return true;
    } catch {
      this.git(['am', '--abort']);
      return false;
    }
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

const line = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 400 }).map((n) => `    call_number_${n}(region, ${n * 7});`) },
  { weight: 2, arbitrary: fc.constantFrom('', '{', '}', '    return;', '    int ret;', '    region->size = 0;') },
);

const file = fc.array(line, { minLength: 1, maxLength: 40 });

/** An edit of a file's lines: at a place, so many go and these come. */
const edit = fc.record({
  path: fc.constantFrom('memory.c', 'hw/board.c', 'hw/other.c', 'new.c'),
  what: fc.constantFrom('lines', 'lines', 'lines', 'lines', 'delete', 'rename'),
  at: fc.nat(40),
  gone: fc.nat(3),
  come: fc.array(line, { maxLength: 4 }),
});

/** Trees of a base and of commits after it, each another than the one before. */
export const trees = fc
  .record({
    base: fc.record({ 'memory.c': file, 'hw/board.c': file }),
    edits: fc.array(fc.array(edit, { minLength: 1, maxLength: 3 }), { minLength: 2, maxLength: 6 }),
  })
  .map(({ base, edits }): Tree[] => {
    const text = (lines: readonly string[]): string => lines.map((one) => `${one}\n`).join('');
    let files = new Map<string, readonly string[]>(Object.entries(base));
    const made: Tree[] = [asTree(files)];
    for (const group of edits) {
      files = new Map(files);
      for (const { path, what, at, gone, come } of group) {
        const lines = files.get(path);
        if (what === 'delete') files.delete(path);
        else if (what === 'rename' && lines) {
          files.delete(path);
          files.set('hw/renamed.c', lines);
        } else files.set(path, lines ? lines.toSpliced(at % (lines.length + 1), gone, ...come) : come);
      }
      if (JSON.stringify(asTree(files)) !== JSON.stringify(made.at(-1))) made.push(asTree(files));
    }
    return made;

    function asTree(from: ReadonlyMap<string, readonly string[]>): Tree {
      return Object.fromEntries(
        [...from].sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, lines]) => [path, text(lines)]),
      );
    }
  })
  .filter((made) => made.length > 2);
