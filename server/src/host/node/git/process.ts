import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { homedir } from 'node:os';

const TIMEOUT_MS = 30_000;
/** Of what Git prints in one answer, so many bytes are read. */
export const MOST_OUTPUT = 64 << 20;

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

/** Whether what Git has printed, in bytes and in lines, is the whole answer. */
type IsWhole = (bytes: number, lines: number) => boolean;

/**
 * A Git that is running, without a shell and outside any folder of the user's: it is given input and answers, again
 * and again. Whoever starts it ends it.
 */
export class GitProcess {
  private readonly child: ChildProcessWithoutNullStreams;
  private said = '';
  private failed: Error | undefined;
  private waiting: Promise<unknown> = Promise.resolve();
  private got: { readonly data: (chunk: Buffer) => void; readonly end: (error?: Error) => void } | undefined;

  constructor(args: readonly string[], signal?: AbortSignal) {
    this.child = spawn('git', [...SETTINGS, ...args], {
      cwd: homedir(),
      env: ENVIRONMENT,
      stdio: ['pipe', 'pipe', 'pipe'],
      windowsHide: true,
      ...(signal ? { signal } : {}),
    });
    this.child.stderr.on('data', (data: Buffer) => {
      if (this.said.length < 1000) this.said += data.toString('utf8');
    });
    // Git may end before it has read all
    this.child.stdin.on('error', () => {});
    const name = args.find((word) => /^[a-z]/.test(word)) ?? '';
    this.child.on('error', (error) => this.ended(new Error(`Git cannot be run: ${error.message}`)));
    this.child.on('close', (code) => this.ended(code === 0 ? undefined : new Error(this.failure(name))));
  }

  /** All that it prints, once it has been given all its input. Rejects with a sentence where it fails. */
  toEnd(): Promise<Buffer> {
    const answer = this.answer(() => false);
    this.child.stdin.end();
    return answer;
  }

  /** What it prints for an input; one input after the other. Rejects with a sentence where it fails. */
  ask(input: string, isWhole: IsWhole): Promise<Buffer> {
    const asked = this.waiting.then(() => {
      const answer = this.answer(isWhole);
      this.child.stdin.write(input);
      return answer;
    });
    this.waiting = asked.catch(() => {});
    return asked;
  }

  /** The whole lines that it prints, as they come; ends it where they are not taken to their end. */
  async *lines(): AsyncGenerator<readonly string[]> {
    const timer = setTimeout(() => this.end(), TIMEOUT_MS);
    this.child.stdin.end();
    try {
      let rest = '';
      for await (const chunk of this.child.stdout) {
        const lines = `${rest}${chunk}`.split('\n');
        rest = lines.pop() ?? '';
        yield lines;
      }
    } finally {
      clearTimeout(timer);
      this.end();
    }
  }

  end(): void {
    this.child.kill();
  }

  private failure(name: string): string {
    const said = this.said.trim();
    const [, missing] = /could not fetch ([0-9a-f]{7,64})/.exec(said) ?? [];
    if (missing === undefined) return `git ${name} failed: ${said || 'it was ended'}`;
    return `The repository is a partial clone without the object ${missing.slice(0, 12)}, and nothing is fetched here: check out the commit that the patch is for, so that Git fetches its files.`;
  }

  private answer(isWhole: IsWhole): Promise<Buffer> {
    // not where lines are read: a stream has one reader
    if (this.child.stdout.listenerCount('data') === 0)
      this.child.stdout.on('data', (data: Buffer) => this.got?.data(data));
    return new Promise((resolve, reject) => {
      const out: Buffer[] = [];
      let [bytes, lines] = [0, 0];
      const timer = setTimeout(() => this.end(), TIMEOUT_MS);
      const settle = (error?: Error): void => {
        clearTimeout(timer);
        this.got = undefined;
        if (error) reject(error);
        else resolve(Buffer.concat(out));
      };
      const data = (chunk: Buffer): void => {
        out.push(chunk);
        bytes += chunk.length;
        for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lines++;
        if (bytes > MOST_OUTPUT) this.end();
        else if (isWhole(bytes, lines)) settle();
      };
      if (this.failed) settle(this.failed);
      else this.got = { data, end: settle };
    });
  }

  private ended(error: Error | undefined): void {
    this.failed ??= error ?? new Error('Git has ended.');
    this.got?.end(error);
  }
}
