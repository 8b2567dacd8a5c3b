import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The memory core that is written for the tests, a folder that is a tree of QEMU to the product. */
export const MEMORY_CORE = fileURLToPath(new URL('memory-core/', import.meta.url));

/** Its files by path. */
export const MEMORY_CORE_FILES: Readonly<Record<string, string>> = Object.fromEntries(
  ['memory.c', 'exec.c', 'include/memory-core.h'].map((path) => [path, readFileSync(`${MEMORY_CORE}${path}`, 'utf8')]),
);

/** A repository of its own with the specimen core as its first commit. */
export class SpecimenRepository {
  readonly folder = mkdtempSync(join(tmpdir(), 'qemu-specimen-'));

  constructor() {
    cpSync(MEMORY_CORE, this.folder, { recursive: true });
    this.git('init', '-q');
    this.commit('Add the core');
  }

  git(...args: string[]): string {
    const env = { PATH: process.env.PATH ?? '', HOME: this.folder, GIT_CONFIG_NOSYSTEM: '1' };
    return execFileSync('git', ['-C', this.folder, ...args], { env, stdio: 'pipe' }).toString();
  }

  /** Replaces a text that is there just once. */
  edit(path: string, from: string, to: string): void {
    const file = join(this.folder, path);
    const [before, after, ...more] = readFileSync(file, 'utf8').split(from);
    if (before === undefined || after === undefined || more.length > 0)
      throw new Error(`"${from}" is not once in ${path}`);
    writeFileSync(file, before + to + after);
  }

  /** The id of a commit of all that was edited. */
  commit(subject: string): string {
    this.git('add', '-A');
    this.git('-c', 'user.name=A', '-c', 'user.email=a@example.org', 'commit', '-q', '-m', subject);
    return this.git('rev-parse', 'HEAD').trim();
  }

  /** The last `count` commits as a series of mails, which are then no part of the repository. */
  takeSeries(count: number, ...options: string[]): string {
    const mails = this.git('format-patch', '--stdout', ...options, `HEAD~${count}`);
    this.git('reset', '-q', '--hard', `HEAD~${count}`);
    // the blobs that the mails name are gone, as in a repository of somebody who gets them
    this.git('reflog', 'expire', '--expire=now', '--all');
    this.git('gc', '-q', '--prune=now');
    return mails;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
