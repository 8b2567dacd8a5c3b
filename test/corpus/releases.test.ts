import { describe, expect, test } from 'vitest';
import { readDump } from '../../server/src/machine/dump/read-dump.ts';
import { isInSpan } from '../../server/src/machine/release-span.ts';
import { corpusFiles, hasShared, readShared, WITHOUT } from '../shared.ts';

/** What made a dump; the builds of the 2.11 cycle are on the way from 2.10. */
const versionOf = (file: string): string =>
  file.startsWith('qemu-2.10-dev-') ? '2.10.50' : (/^qemu-(\d+\.\d+)/.exec(file)?.[1] ?? '');

test.skipIf(hasShared)(`a dump says which releases it can come from${WITHOUT}`, () => {});

describe('a dump says which releases it can come from', () => {
  test.each(corpusFiles())('%s', (file) => {
    const dump = readShared(`corpus/${file}`);
    const { span, problems } = readDump(dump.replace(/^\(qemu\) info version\n.*\n/m, ''));
    expect(isInSpan(span, versionOf(file)), JSON.stringify(span)).toBe(true);
    // an end without a bound would be no answer
    expect([span.first, span.last]).not.toContain(undefined);
    expect(problems.map(({ message }) => message)).not.toContainEqual(expect.stringContaining('put together'));
    expect(readDump(dump).span.first?.release).toBe(span.first?.release);
  });
});
