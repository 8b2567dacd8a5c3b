import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { gccRuns, hasGcc, WITHOUT_GCC } from './gcc.ts';
import { run, told } from './run-program.ts';

const folder = fileURLToPath(new URL('../../specimens/c/', import.meta.url));
const programs = readdirSync(folder).filter((name) => name.endsWith('.c'));
const read = (name: string): string => readFileSync(`${folder}${name}`, 'utf8');

/** What gcc's program printed when the specimen was written: the next test says whether it still does. */
const printed = (name: string): string => {
  const path = `${name.slice(0, -2)}.out`;
  return existsSync(`${folder}${path}`) ? read(path) : '';
};

describe('programs', () => {
  it.each(programs)('%s prints what it prints when gcc compiles it', (name) => {
    const { stop, printed: output, problems } = run(read(name));
    expect(told(stop)).toBe('');
    expect(problems()).toEqual([]);
    expect(output).toBe(printed(name));
  });

  it.skipIf(!hasGcc).each(programs)(`gcc says the same: %s${WITHOUT_GCC}`, (name) => {
    expect(gccRuns(read(name))).toBe(printed(name));
  });
});
