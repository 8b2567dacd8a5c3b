import { describe, expect, it } from 'vitest';
import { dumpSizes } from '../../../server/src/languages/mtree/inlay-hints.ts';
import { dumpTokens, TOKEN_MODIFIERS, TOKEN_TYPES } from '../../../server/src/languages/mtree/semantic-tokens.ts';
import { C_TOKEN_MODIFIERS } from '../../../server/src/languages/patch/c-tokens.ts';
import { mtree } from '../../machine/mtree.ts';
import { manifest } from '../../workspace/manifest.ts';
import { BOARD, dumpOf, slice } from './dump.ts';

const board = dumpOf(BOARD);

describe('semantic tokens', () => {
  const tokens = (from = 0, to = BOARD.length): string[] =>
    dumpTokens(board, { start: from, end: to }).map(({ range, kind, modifiers }) =>
      [`${board.lineNumber(range.start)} ${slice(board, range)}`, kind, ...modifiers].join(' '),
    );

  it('tell the kinds that the text does not print, what is disabled, and what nothing shows', () => {
    expect(tokens(0, BOARD.indexOf('address-space: nic'))).toEqual([
      '3 i/o container',
      '3 system container',
      '4 ram alias',
      '4 low alias',
      '4 @ram ram',
      '5 i/o io',
      '5 uart io',
      '6 i/o io hidden',
      '6 lost io hidden',
      '7 rom rom',
      '7 flash rom',
      '8 i/o io disabled',
      '8 ghost io disabled',
    ]);
  });

  it('cover views, roots and sections', () => {
    expect(
      tokens(BOARD.indexOf('FlatView #0'))
        .filter((token) => /ram|root|system|bus/.test(token))
        .slice(0, 6),
    ).toEqual([
      '26 system container',
      '27 system container',
      '28 bus master container container',
      '29 system container',
      '30 ram ram',
      '30 ram ram',
    ]);
    expect(tokens(BOARD.indexOf('Physical'))).toContain('39 uart io');
  });

  it('of the whole are those of its parts', () => {
    const all = dumpTokens(board).map(({ range }) => range.start);
    expect(all).toEqual([...all].sort((a, b) => a - b));
    const half = BOARD.indexOf('memory-region: system');
    expect([...tokens(0, half), ...tokens(half)]).toEqual(tokens());
  });

  it('have their names in package.json, each with scopes for themes', () => {
    const { semanticTokenTypes, semanticTokenModifiers, semanticTokenScopes } = manifest.contributes;
    expect(semanticTokenTypes.map(({ id }) => id)).toEqual(Object.values(TOKEN_TYPES));
    expect(semanticTokenModifiers.map(({ id }) => id)).toEqual([...TOKEN_MODIFIERS, ...C_TOKEN_MODIFIERS]);
    const [{ language, scopes } = { language: '', scopes: {} }] = semanticTokenScopes;
    expect(language).toBe('qemu-mtree');
    expect(Object.keys(scopes).sort()).toEqual(
      [...Object.values(TOKEN_TYPES), ...TOKEN_MODIFIERS.map((modifier) => `*.${modifier}`)].sort(),
    );
  });
});

describe('sizes', () => {
  const sizes = (text: string, from = 0, to = text.length): string[] => {
    const dump = dumpOf(text);
    return dumpSizes(dump, { start: from, end: to }).map(
      ({ offset, label }) => `${text.slice(offset - 4, offset)} ${label}`,
    );
  };

  it('stand behind the ranges of trees and views, not of dispatch trees', () => {
    expect(sizes(BOARD, 0, BOARD.indexOf('address-space: nic'))).toEqual([
      'ffff 16 EiB',
      'ffff 64 KiB',
      '4fff 4 KiB',
      '60ff 256 B',
      '8fff 4 KiB',
      '9fff 4 KiB',
    ]);
    expect(sizes(BOARD, BOARD.indexOf('FlatView'), BOARD.indexOf('Dispatch'))).toHaveLength(5);
    expect(sizes(BOARD, BOARD.indexOf('Dispatch'))).toEqual([]);
  });

  it('are those of the lines asked for', () => {
    const line = BOARD.indexOf(': uart');
    expect(sizes(BOARD, line, line + 3)).toEqual(['4fff 4 KiB']);
  });

  it('of a region of size 0 is 0 B: QEMU prints the same as for 1 byte', () => {
    const text = mtree(`
      address-space: memory
        0-* (prio 0, i/o): system
          0-0 (prio 1, i/o): alias pci_bridge_mem @pci 0-0
          1000-1000 (prio 0, i/o): port

      memory-region: pci
        0-* (prio 0, i/o): pci
    `);
    expect(sizes(text).slice(1, 3)).toEqual(['0000 0 B', '1000 1 B']);
  });
});
