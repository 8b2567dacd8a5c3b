import { expect, it } from 'vitest';
import { checksSchema } from '../../server/src/report/rules.ts';
import { DEFAULT_SETTINGS, readSettings } from '../../server/src/workspace/settings.ts';
import { manifest } from './manifest.ts';

it('has the keys and defaults that package.json declares', () => {
  const { properties } = manifest.contributes.configuration;
  const declared = Object.entries(properties)
    // read by vscode-languageclient itself
    .filter(([key]) => key !== 'qemuMemoryReview.trace.server')
    .map(([key, { default: value }]) => [key.replace('qemuMemoryReview.', ''), value]);
  expect(Object.fromEntries(declared)).toEqual(flat(DEFAULT_SETTINGS));
});

/** `{ a: { b: 1 } }` as `{ 'a.b': 1 }`: package.json has dots where the settings have groups. */
const flat = (settings: object): object =>
  Object.fromEntries(
    Object.entries(settings).flatMap(([key, value]) =>
      typeof value === 'object' && Object.keys(value).length > 0 && !Array.isArray(value)
        ? Object.entries(value).map(([inner, one]) => [`${key}.${inner}`, one])
        : [[key, value]],
    ),
  );

it('declares a level for each rule of checks, with the severity that it has', () => {
  const { properties } = manifest.contributes.configuration;
  expect(properties['qemuMemoryReview.checks']).toEqual(checksSchema());
});

it.each([
  ['nothing', null, DEFAULT_SETTINGS],
  ['other types', { machines: 'a', builtInMachines: 3, machinesBesidePatch: 'no', core: 7.2 }, DEFAULT_SETTINGS],
  [
    'groups',
    { inlayHints: { sizes: false }, diagnostics: { map: 'yes' } },
    { ...DEFAULT_SETTINGS, inlayHints: { sizes: false } },
  ],
  [
    'levels of rules that there are',
    { checks: { binary: 'off', 'hunk-counts': 'loud', unheard: 'error' } },
    { ...DEFAULT_SETTINGS, checks: { binary: 'off' } },
  ],
  [
    'some',
    { machines: ['a', 1], builtInMachines: 'never' },
    { ...DEFAULT_SETTINGS, machines: ['a'], builtInMachines: 'never' },
  ],
])('reads %s', (_, given, expected) => {
  expect(readSettings(given)).toEqual(expected);
});
