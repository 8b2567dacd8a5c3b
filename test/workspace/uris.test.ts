import { describe, expect, it } from 'vitest';
import {
  readVirtualUri,
  resolvePath,
  type VirtualDocument,
  virtualUri,
  within,
} from '../../server/src/workspace/uris.ts';

describe('virtual documents', () => {
  it.each<[string, VirtualDocument]>([
    ['816829.patch', { kind: 'decoded', of: 'file:///tmp/a b%20c/r.json' }],
    ['pc.mtree', { kind: 'built-in', id: 'pc' }],
    [
      'pc (core 2.10).mtree',
      { kind: 'core-views', side: 'before', dump: 'file:///pc.mtree', before: '2.10', after: '7.2' },
    ],
    [
      'x/y?#.mtree',
      { kind: 'views', side: 'after', patch: 'file:///p.patch', index: 2, machine: 'file:///m%3Ax.mtree' },
    ],
  ])('%s: the URI says all, and ends as the name does', (name, document) => {
    const uri = virtualUri(name, document);
    expect(readVirtualUri(uri)).toEqual(document);
    expect(uri.split('?')[0]).toMatch(/\.(patch|mtree)$/);
  });

  it.each(['file:///x.mtree', 'qemu-memory:/x.mtree', 'qemu-memory:/x?e30', 'nonsense', ''])('%s is none', (uri) => {
    expect(readVirtualUri(uri)).toBeUndefined();
  });
});

it.each([
  ['machines/pc.mtree', 'file:///work/tree', 'file:///work/tree/machines/pc.mtree'],
  ['../pc.mtree', 'file:///work/tree', 'file:///work/pc.mtree'],
  ['/abs/pc.mtree', undefined, 'file:///abs/pc.mtree'],
  ['pc.mtree', undefined, undefined],
])('%s in %s is %s', (path, folder, expected) => {
  expect(resolvePath(path, folder)).toBe(expected);
});

it('tells what lies in a folder of the workspace', () => {
  expect(within('file:///work/tree/a.mtree', ['file:///work/tree'])).toBe(true);
  expect(within('file:///work/tree2/a.mtree', ['file:///work/tree'])).toBe(false);
  expect(within('file:///work/tree/../secret', ['file:///work/tree'])).toBe(false);
});
