import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeGuessed } from '../../server/src/patch/charset.ts';
import type { DecodedPatch, FilePatch, PatchSet } from '../../server/src/patch/model.ts';
import { readPatch } from '../../server/src/patch/read-patch.ts';
import { textOfBytes } from '../../server/src/text/bytes.ts';

/** What is known of a mail, by Git or by us. */
export interface MailReading {
  readonly from: string;
  readonly subject: string;
  readonly date: string;
  readonly message: string;
  /** As `git apply --numstat` prints them. */
  readonly files: readonly string[];
  readonly trailers: readonly string[];
}

/** Git's own reading of mails, in a folder of its own that is no repository. */
export class GitMailinfo {
  readonly root = mkdtempSync(join(tmpdir(), 'mailinfo-oracle-'));
  private count = 0;

  private readonly env = {
    PATH: process.env.PATH ?? '',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CEILING_DIRECTORIES: this.root,
    GIT_COMMITTER_NAME: 'C O Mitter',
    GIT_COMMITTER_EMAIL: 'c@example.org',
  };

  run(cwd: string, args: readonly string[], input: string | Buffer = ''): Buffer {
    return execFileSync('git', args, { cwd, env: this.env, input, stdio: 'pipe', maxBuffer: 1 << 28 });
  }

  /** A reading of each mail of an mbox; 'refused' where git mailinfo ends with an error. */
  read(mbox: Buffer): readonly (MailReading | 'refused')[] {
    const folder = join(this.root, String(++this.count));
    mkdirSync(folder);
    writeFileSync(join(folder, 'mbox'), mbox);
    const mails = Number(this.run(folder, ['mailsplit', '-b', '-o.', 'mbox']));
    const readings: (MailReading | 'refused')[] = [];
    for (let i = 1; i <= mails; i++) {
      const mail = readFileSync(join(folder, String(i).padStart(4, '0')));
      const info = spawnSync('git', ['mailinfo', 'msg', 'patch'], { cwd: folder, env: this.env, input: mail });
      readings.push(info.status === 0 ? this.reading(folder, decodeGuessed(info.stdout)) : 'refused');
    }
    rmSync(folder, { recursive: true });
    return readings;
  }

  private reading(folder: string, info: string): MailReading {
    const field = (name: string): string => new RegExp(`^${name}: (.*)$`, 'm').exec(info)?.[1] ?? '';
    const message = decodeGuessed(readFileSync(join(folder, 'msg')));
    const patch = readFileSync(join(folder, 'patch'));
    const holds = patch.length > 0 && /^(?:diff |--- )/m.test(patch.toString('latin1'));
    const stat = holds ? this.run(folder, ['apply', '--numstat', '-z'], patch).toString() : '';
    const whole = `${field('Subject')}\n\n${message}`;
    return {
      from: field('Email') === '' ? '' : `${field('Author')} <${field('Email')}>`,
      subject: field('Subject'),
      // a date in the body keeps its line's end in Git's output
      date: field('Date').trim(),
      message: unixLines(message).trim(),
      files: stat.split('\0').slice(0, -1),
      trailers: this.run(folder, ['interpret-trailers', '--parse'], whole)
        .toString()
        .split('\n')
        .slice(0, -1)
        .filter(isTrailer),
    };
  }

  end(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

/** Ours of the same bytes. */
export function ourReading(mbox: Buffer): {
  set: PatchSet;
  decoded: DecodedPatch | undefined;
  mails: readonly MailReading[];
} {
  const text = textOfBytes(mbox);
  const set = readPatch(text);
  const { decoded } = set;
  const inside = decoded?.text ?? text;
  const mails = (decoded?.set ?? set).patches.map(({ message, files }): MailReading => {
    const { start, end } = message.messageRange;
    const own = message.trailers.filter((trailer) => trailer.range.end <= end);
    return {
      from: message.from,
      subject: message.subject,
      date: message.date,
      message: unixLines(inside.slice(start, end)).trim(),
      files: files.map(numstat),
      trailers: own.map(({ name, value }) => `${name}: ${value}`).filter(isTrailer),
    };
  });
  return { set, decoded, mails };
}

/** Lines that we find wherever they stand, and Git in the last paragraph only. */
const isTrailer = (line: string): boolean =>
  !/^(?:based-on|supersedes|change-id|base-commit|prerequisite-[a-z-]+):/i.test(line);

const unixLines = (text: string): string => text.replaceAll('\r\n', '\n');

const numstat = ({ change, added, deleted, newPath, oldPath }: FilePatch): string =>
  `${change === 'binary' ? '-\t-' : `${added}\t${deleted}`}\t${newPath || oldPath}`;
