import { describe, expect, test } from 'vitest';
import { readDump } from '../../server/src/machine/dump/read-dump.ts';
import { ownCore } from '../../server/src/workspace/cores.ts';
import { corpusFiles, hasShared, readShared, WITHOUT } from '../shared.ts';
import { compareWithDump } from './compare.ts';

test.skipIf(hasShared)(`a dump without a version gets a core that gives its views${WITHOUT}`, () => {});

describe('a dump without a version gets a core that gives its views', () => {
  test.each(corpusFiles())('%s', (file) => {
    const dump = readShared(`corpus/${file}`).replace(/^\(qemu\) info version\n.*\n/m, '');
    const machine = readDump(dump);
    const { core, why } = ownCore({ id: file, label: file, origin: 'added', uri: file, hash: file, machine });
    expect(why).toMatch(/^The text names no release; by what it shows it is of /);
    const { printed, rendered } = compareWithDump(dump, core.behaviour);
    expect({ printed, rendered }).toEqual({ printed: [], rendered: [] });
  });
});
