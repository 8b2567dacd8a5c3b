import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { inputOf, SEEDS } from './inputs.ts';
import { failureOf } from './targets.ts';

const folder = fileURLToPath(new URL('../regressions', import.meta.url));
const kept = existsSync(folder) ? readdirSync(folder).sort() : [];

describe('every target keeps its promises', () => {
  it('on the texts that the fuzz begins with', () => {
    expect(SEEDS.map(failureOf).filter((failure) => failure !== undefined)).toEqual([]);
  });

  it('on what is made of 1500 seeds (npm run fuzz tries more)', () => {
    const failures: string[] = [];
    for (let seed = 0; seed < 1500 && failures.length < 5; seed++) {
      const failure = failureOf(inputOf(seed));
      if (failure !== undefined) failures.push(`seed ${seed}: ${failure}`);
    }
    expect(failures).toEqual([]);
  }, 60_000);

  it('on every truncation of a series', () => {
    const [series = ''] = SEEDS;
    for (let end = 0; end <= series.length; end++) expect(failureOf(series.slice(0, end))).toBeUndefined();
  }, 60_000);

  it.each(kept)('on %s, where one once failed', (name) => {
    expect(failureOf(readFileSync(`${folder}/${name}`, 'utf8'))).toBeUndefined();
  });
});
