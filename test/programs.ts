import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Programs in a folder of their own, to be run in the place of QEMU. */
export class Programs {
  readonly folder = mkdtempSync(join(tmpdir(), 'qmr-programs-'));
  private count = 0;

  /** A program made of shell lines. */
  shell(lines: string, name?: string): string {
    return this.write(`#!/bin/sh\n${lines}\n`, name);
  }

  /** A program that speaks QMP: `greeting`, then `reply` (JavaScript, of `execute`, `args`, `say`) to each line. */
  speaker(reply: string, greeting: unknown = GREETING): string {
    return this.write(`#!${process.execPath}
const path = process.argv[process.argv.indexOf('-qmp') + 1].replace('unix:', '');
const socket = require('node:net').connect(path, () => say(${JSON.stringify(greeting)}));
const say = (message) => socket.write(JSON.stringify(message) + '\\n');
const lines = require('node:readline').createInterface({ input: socket });
lines.on('line', (line) => {
  const { execute, arguments: args } = JSON.parse(line);
  ${reply}
});
`);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private write(text: string, name = `program-${this.count++}`): string {
    const path = join(this.folder, name);
    writeFileSync(path, text);
    chmodSync(path, 0o755);
    return path;
  }
}

const GREETING = { QMP: { version: { qemu: { major: 9, minor: 1, micro: 0 }, package: '' } } };

export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};
