import { fileURLToPath } from 'node:url';
import type { Git, GitBlob, GitRepository } from '../../types.ts';
import { GitProcess, MOST_OUTPUT } from './process.ts';

const LARGEST_BLOB = 16 << 20;

/** An object name that cannot be an option or another revision syntax. */
const NAME = /^[0-9a-f]{7,64}(?::[^\0\n\r]{1,4096})?$/;

export const nodeGit: Git = {
  async open(folderUri, work, signal) {
    const repository = await repositoryOf(folderUri, signal);
    try {
      return await work(repository);
    } finally {
      repository?.close();
    }
  },
};

async function repositoryOf(folderUri: string, signal: AbortSignal | undefined): Promise<Repository | undefined> {
  if (!folderUri.startsWith('file:')) return undefined;
  const folder = fileURLToPath(folderUri);
  const asked = ['--absolute-git-dir', '--show-prefix', '--is-shallow-repository'];
  const found = await new GitProcess(['-C', folder, 'rev-parse', ...asked], signal).toEnd().catch((error: Error) => {
    // an owner that Git does not trust, or a broken repository, is worth a word; no repository is not
    if (!/not a git repository|cannot change to/i.test(error.message)) throw error;
  });
  const [directory, prefix = '', shallow] = found?.toString('utf8').split('\n') ?? [];
  return directory ? new Repository(directory, prefix, shallow === 'true', signal) : undefined;
}

interface FoundBlob {
  readonly id: string;
  readonly size: number;
}

class Repository implements GitRepository {
  private readonly running = new Map<string, GitProcess>();

  constructor(
    private readonly directory: string,
    readonly prefix: string,
    readonly shallow: boolean,
    private readonly signal: AbortSignal | undefined,
  ) {}

  async head(): Promise<string | undefined> {
    const [head = ''] = await this.check(['HEAD']);
    return /^[0-9a-f]{40,64}(?= commit )/.exec(head)?.[0];
  }

  async blobs(names: readonly string[]): Promise<readonly (GitBlob | undefined)[]> {
    const found = await this.find(names);
    const sizes = new Map<string, number>();
    let bytes = 0;
    for (const blob of found) {
      if (!blob || sizes.has(blob.id) || blob.size > LARGEST_BLOB || bytes + blob.size > MOST_OUTPUT / 2) continue;
      sizes.set(blob.id, blob.size);
      bytes += blob.size;
    }
    const texts = readBatch(await this.contents(sizes));
    return found.map((blob) => {
      const text = blob && texts.get(blob.id);
      return blob && text !== undefined ? { id: blob.id, text } : undefined;
    });
  }

  async blobIds(names: readonly string[]): Promise<readonly (string | undefined)[]> {
    return (await this.find(names)).map((blob) => blob?.id);
  }

  async *states(paths: readonly string[], from: 'HEAD' | 'all'): AsyncGenerator<readonly string[]> {
    const id = await this.head();
    if (id === undefined) return;
    yield [id];
    const seen = new Set([id]);
    const refs = from === 'HEAD' ? ['HEAD'] : ['HEAD', '--all'];
    // the parents are those of the commit, whichever of them changed a path
    const listing = this.start(['rev-list', '--format=%P', ...refs, '--', ...paths]);
    for await (const listed of listing.lines()) {
      const ids = listed.filter((line) => !line.startsWith('commit ')).flatMap((line) => line.split(' '));
      const fresh = [...new Set(ids)].filter((one) => one !== '' && !seen.has(one));
      for (const one of fresh) seen.add(one);
      if (fresh.length > 0) yield fresh;
    }
  }

  close(): void {
    for (const process of this.running.values()) process.end();
  }

  private async find(names: readonly string[]): Promise<readonly (FoundBlob | undefined)[]> {
    const asked = [...new Set(names.filter((name) => NAME.test(name)))];
    const answers = await this.check(asked);
    const byName = new Map(
      asked.map((name, i) => {
        const [, id, size] = /^([0-9a-f]{40,64}) blob (\d+)$/.exec(answers[i] ?? '') ?? [];
        return [name, id === undefined ? undefined : { id, size: Number(size) }] as const;
      }),
    );
    return names.map((name) => byName.get(name));
  }

  /** A line for each name (git-cat-file, --batch-check). */
  private async check(names: readonly string[]): Promise<readonly string[]> {
    if (names.length === 0) return [];
    const answer = await this.catFile('--batch-check').ask(lines(names), (_, count) => count >= names.length);
    return answer.toString('utf8').split('\n');
  }

  /** `<id> blob <size>`, LF, the bytes, LF, for each (git-cat-file, --batch). */
  private async contents(sizes: ReadonlyMap<string, number>): Promise<Buffer> {
    if (sizes.size === 0) return Buffer.alloc(0);
    const ids = [...sizes.keys()];
    const length = [...sizes].reduce((sum, [id, size]) => sum + `${id} blob ${size}\n`.length + size + 1, 0);
    return this.catFile('--batch').ask(lines(ids), (bytes) => bytes >= length);
  }

  private catFile(mode: string): GitProcess {
    const known = this.running.get(mode);
    if (known) return known;
    const made = this.start(['cat-file', mode]);
    this.running.set(mode, made);
    return made;
  }

  private start(args: readonly string[]): GitProcess {
    return new GitProcess([`--git-dir=${this.directory}`, '--no-pager', ...args], this.signal);
  }
}

const lines = (names: readonly string[]): string => names.map((name) => `${name}\n`).join('');

/** Blobs by their ids; those that are not UTF-8 are left out. */
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
