import { spawn } from 'node:child_process';
import { homedir } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Git, GitBlob, GitRepository } from '../types.ts';

const TIMEOUT_MS = 30_000;
/** Of what one call of Git prints, so many bytes are read. */
const MOST_OUTPUT = 64 << 20;
const LARGEST_BLOB = 16 << 20;

/** What Git may not do when it reads a repository that someone else configured. */
const SETTINGS = [
  ['core.hooksPath', '/dev/null'],
  ['core.fsmonitor', 'false'],
  ['core.pager', 'cat'],
  ['core.sshCommand', 'false'],
  ['core.gitProxy', 'false'],
  ['credential.helper', ''],
].flatMap(([key, value]) => ['-c', `${key}=${value}`]);

const ENVIRONMENT = {
  PATH: process.env.PATH,
  HOME: process.env.HOME,
  USERPROFILE: process.env.USERPROFILE,
  SYSTEMROOT: process.env.SYSTEMROOT,
  LC_ALL: 'C',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_NO_LAZY_FETCH: '1',
  // no transport at all: an object that a partial clone lacks is not fetched
  GIT_ALLOW_PROTOCOL: '',
  GIT_TERMINAL_PROMPT: '0',
  GIT_LITERAL_PATHSPECS: '1',
};

/** An object name that cannot be an option or another revision syntax. */
const NAME = /^[0-9a-f]{7,64}(?::[^\0\n\r]{1,4096})?$/;

export const nodeGit: Git = {
  async repository(folderUri) {
    if (!folderUri.startsWith('file:')) return undefined;
    const folder = fileURLToPath(folderUri);
    const found = await git(['-C', folder, 'rev-parse', '--absolute-git-dir', '--show-prefix'], '').catch(
      (error: Error) => {
        // an owner that Git does not trust, or a broken repository, is worth a word; no repository is not
        if (!/not a git repository|cannot change to/i.test(error.message)) throw error;
      },
    );
    const [directory, prefix = ''] = found?.toString('utf8').split('\n') ?? [];
    return directory ? new Repository(directory, prefix) : undefined;
  },
};

class Repository implements GitRepository {
  constructor(
    private readonly directory: string,
    readonly prefix: string,
  ) {}

  async blobs(names: readonly string[], signal?: AbortSignal): Promise<readonly (GitBlob | undefined)[]> {
    const found = await this.find(names, signal);
    const ids = [...new Set(found.flatMap((blob) => (blob && blob.size <= LARGEST_BLOB ? [blob.id] : [])))];
    const texts = readBatch(
      ids.length === 0 ? Buffer.alloc(0) : await this.run(['cat-file', '--batch'], lines(ids), signal),
    );
    return found.map((blob) => {
      const text = blob && texts.get(blob.id);
      return blob && text !== undefined ? { id: blob.id, text } : undefined;
    });
  }

  async blobIds(names: readonly string[], signal?: AbortSignal): Promise<readonly (string | undefined)[]> {
    return (await this.find(names, signal)).map((blob) => blob?.id);
  }

  private async find(
    names: readonly string[],
    signal: AbortSignal | undefined,
  ): Promise<readonly ({ readonly id: string; readonly size: number } | undefined)[]> {
    const asked = names.filter((name) => NAME.test(name));
    if (asked.length === 0) return names.map(() => undefined);
    const answers = (await this.run(['cat-file', '--batch-check'], lines(asked), signal)).toString('utf8').split('\n');
    const byName = new Map(
      asked.map((name, i) => {
        const [, id, size] = /^([0-9a-f]{40,64}) blob (\d+)$/.exec(answers[i] ?? '') ?? [];
        return [name, id === undefined ? undefined : { id, size: Number(size) }] as const;
      }),
    );
    return names.map((name) => byName.get(name));
  }

  async commitsOf(path: string, most: number, signal?: AbortSignal): Promise<readonly string[]> {
    const args = ['rev-list', `--max-count=${most}`, 'HEAD', '--', path];
    const found = await this.run(args, '', signal).catch(() => Buffer.alloc(0));
    return found.toString('utf8').split('\n').filter(Boolean);
  }

  private run(args: readonly string[], input: string, signal?: AbortSignal): Promise<Buffer> {
    return git([`--git-dir=${this.directory}`, '--no-pager', ...args], input, signal);
  }
}

const lines = (names: readonly string[]): string => names.map((name) => `${name}\n`).join('');

/** Runs Git without a shell, outside any folder of the user's; rejects with a sentence where it fails. */
function git(args: readonly string[], input: string, signal?: AbortSignal): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = spawn('git', [...SETTINGS, ...args], {
      cwd: homedir(),
      env: ENVIRONMENT,
      stdio: ['pipe', 'pipe', 'pipe'],
      timeout: TIMEOUT_MS,
      windowsHide: true,
      ...(signal ? { signal } : {}),
    });
    const out: Buffer[] = [];
    let size = 0;
    let said = '';
    child.stdout.on('data', (data: Buffer) => {
      size += data.length;
      if (size > MOST_OUTPUT) child.kill();
      else out.push(data);
    });
    child.stderr.on('data', (data: Buffer) => {
      if (said.length < 1000) said += data.toString('utf8');
    });
    // Git may end before it has read all
    child.stdin.on('error', () => {});
    child.stdin.end(input);
    child.on('error', (error) => reject(new Error(`Git cannot be run: ${error.message}`)));
    child.on('close', (code) => {
      if (code === 0) resolve(Buffer.concat(out));
      else
        reject(
          new Error(`git ${args.find((word) => /^[a-z]/.test(word)) ?? ''} failed: ${said.trim() || 'it was ended'}`),
        );
    });
  });
}

/** `<id> blob <size>`, LF, the bytes, LF, again and again (git-cat-file). Blobs that are not UTF-8 are left out. */
function readBatch(output: Buffer): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  for (let at = 0; at < output.length; ) {
    const feed = output.indexOf(10, at);
    if (feed < 0) break;
    const header = /^([0-9a-f]{40,64}) blob (\d+)$/.exec(output.toString('latin1', at, feed));
    at = feed + 1;
    if (!header?.[1]) continue;
    const end = at + Number(header[2]);
    try {
      texts.set(header[1], decoder.decode(output.subarray(at, end)));
    } catch {
      // not UTF-8
    }
    at = end + 1;
  }
  return texts;
}
