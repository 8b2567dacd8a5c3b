import { describe, expect, test } from 'vitest';
import { readDump } from '../../server/src/machine/dump/read-dump.ts';
import { coreVersion } from '../../server/src/memory/core-versions.ts';
import { corpusFiles, hasShared, readShared, WITHOUT } from '../shared.ts';
import { compareWithDump } from './compare.ts';
import { UNTOLD } from './untold.ts';

/** What made the dumps of a folder: a release, or a commit of the 2.11 cycle. */
const madeBy = (folder: string): string =>
  folder
    .replace(/^qemu-2\.10-dev-/, '')
    .replace(/^qemu-/, '')
    .replace(/-mixes$/, '');

const folders = new Map<string, string[]>();
for (const file of corpusFiles()) {
  const folder = file.slice(0, file.indexOf('/'));
  folders.set(folder, [...(folders.get(folder) ?? []), file]);
}

test.runIf(hasShared)('the corpus has dumps of the releases that the model knows', () => {
  expect([...folders.keys()].map(madeBy)).toEqual(expect.arrayContaining(['5.2', '7.2', '10.0', '092aa2fc65']));
});

test.skipIf(hasShared)(`the model renders what QEMU printed${WITHOUT}`, () => {});

describe.each([...folders])('the model renders what QEMU printed: %s', (folder, files) => {
  test.each(files.map((file) => [file.slice(folder.length + 1), file]))('%s', (_, file) => {
    const version = coreVersion(madeBy(folder));
    expect(version).toBeDefined();
    if (!version) return;
    const text = readShared(`corpus/${file}`);
    const { printed, rendered, views } = compareWithDump(text, version.behaviour);
    const untold = UNTOLD.filter((one) => one.file === file).map(({ view }) => view);
    const isTold = (shown: string) => !untold.some((view) => shown.includes(`root ${view}\n`));
    expect({ printed: printed.filter(isTold), rendered: rendered.filter(isTold) }).toEqual({
      printed: [],
      rendered: [],
    });
    expect(printed.length, 'what is listed as not told is told').toBe(untold.length);
    expect(views).toBeGreaterThan(0);
    // a warning is for what is wrong with a text
    const said = readDump(text).problems.filter(({ severity }) => severity !== 'information');
    expect(said.map(({ message }) => message)).toEqual([]);
  });
});
