import { describe, expect, test } from 'vitest';
import { readDump } from '../../server/src/machine/dump/read-dump.ts';
import { type Release, textRelease } from '../../server/src/machine/formats.ts';
import { corpusFiles, hasShared, readShared, WITHOUT } from '../shared.ts';
import { commandsOf } from './commands.ts';
import { comparable, print } from './reprint.ts';

/** The release or the commit of the 2.11 cycle that made the dumps of a folder. */
const coreOf = (file: string): string =>
  /^qemu-2\.10-dev-([0-9a-f]+)/.exec(file)?.[1] ?? /^qemu-(\d+\.\d+)/.exec(file)?.[1] ?? '';

/** The format of a folder: what a commit of the 2.11 cycle prints, 2.11 does. */
const releaseOf = (file: string): Release => textRelease(coreOf(file)) ?? '2.11';

test.skipIf(hasShared)(`print(parse(x)) = x${WITHOUT}`, () => {});

describe('print(parse(x)) = x', () => {
  test.each(corpusFiles())('%s', (file) => {
    const dump = readShared(`corpus/${file}`);
    const [release, core] = [releaseOf(file), coreOf(file)];
    const whole = readDump(dump);
    for (const { command, text } of commandsOf(dump).filter((one) => one.command.startsWith('info mtree'))) {
      const wanted = comparable(text, command, release);
      expect(comparable(print(whole, command, release, core), command, release), command).toEqual(wanted);
      if (command.includes('-f')) continue;
      // a tree alone is a dump, too, and so is one from a terminal
      for (const alone of [text, text.replaceAll('\n', '\r\n')]) {
        expect(comparable(print(readDump(alone), command, release, core), command, release), command).toEqual(wanted);
      }
    }
  });
});
