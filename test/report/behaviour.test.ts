import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { CORE_VERSIONS, coreVersion } from '../../server/src/memory/core-versions.ts';
import { behaviourDifferences, behaviourTable } from '../../server/src/report/behaviour.ts';
import { core } from '../memory/sketch.ts';

test('docs/behaviour.md is the table that the model runs on (npx vitest run test/report -u writes it)', async () => {
  await expect(behaviourTable()).toMatchFileSnapshot('../../docs/behaviour.md');
});

test('README names no core that is not there', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const named = [...readme.matchAll(/`([0-9a-f]{10}|\d+\.\d+)`/g)].map((match) => match[1] ?? '');
  expect(named.filter((name) => !coreVersion(name))).toEqual([]);
  expect(named.length).toBeGreaterThan(0);
});

describe('two cores differ in', () => {
  test.each([
    ['2.0', '2.7', ['what CPUs access memory through', 'growth of the node array']],
    [
      '2.10',
      '967dc9b119',
      ['who has a FlatView', 'how the root of a view is found', 'what CPUs access memory through'],
    ],
    ['e673ba9af9', '092aa2fc65', ['how the root of a view is found', 'empty views']],
    ['3.0', '3.1', ['non-volatile regions']],
    ['4.1', '4.2', ['sections that every dispatch reserves']],
    ['8.1', '8.2', ['unmergeable regions']],
    ['8.2', '10.2', []],
  ])('%s and %s', (before, after, traits) => {
    expect(behaviourDifferences(core(before), core(after)).map((difference) => difference.trait)).toEqual(traits);
  });
});

test('every version has words for every value', () => {
  for (const version of CORE_VERSIONS) {
    for (const { before, after } of behaviourDifferences(core('2.0'), version.behaviour)) {
      expect(`${before}${after}`).not.toContain('undefined');
    }
  }
});
