import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { shellWords } from '../../server/src/text/shell-words.ts';

/** A machine with devices: a line of mixes.txt. */
export interface Mix {
  readonly name: string;
  readonly binary: string;
  readonly args: readonly string[];
}

export const MIXES: readonly Mix[] = readFileSync(new URL('mixes.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line && !line.startsWith('#'))
  .map((line) => {
    const colon = line.indexOf(': ');
    const read = shellWords(line.slice(colon + 2));
    const [binary, ...args] = 'words' in read ? read.words : [];
    if (!binary) throw new Error(`mixes.txt: ${line}`);
    return { name: line.slice(0, colon), binary, args };
  });

export const isKvm = ({ args }: Mix): boolean => args.join(' ').includes('-accel kvm');

/** Whether KVM runs guests on this machine. */
export const hasKvm: boolean =
  spawnSync('sh', ['-c', 'echo quit | qemu-system-x86_64 -M none -accel kvm -S -display none -monitor stdio'], {
    timeout: 20_000,
  }).status === 0;

export const WITHOUT_KVM = hasKvm ? '' : ' (skipped: KVM does not work on this machine)';
