import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sideOfDifference } from '../../server/src/report/difference/side-text.ts';
import { wrap } from '../../server/src/report/difference/wrap.ts';
import { compareMachines } from '../../server/src/review/machines/compare-machines.ts';
import { sideOf } from '../machine-pairs.ts';
import { corpusFiles, hasShared, readShared, WITHOUT } from '../shared.ts';

describe('the two sides of a diff', () => {
  it.skipIf(!hasShared)(`of a dump whose blocks are in another order are one text${WITHOUT}`, () => {
    for (const path of corpusFiles('qemu-7.2').slice(0, 12)) {
      const text = readShared(`corpus/${path}`);
      const turned = text.replace(
        /^address-space: [\s\S]*?\n\n(?=memory-region|\(qemu\))/gm,
        (blocks) => `${blocks.trimEnd().split('\n\n').reverse().join('\n\n')}\n\n`,
      );
      const difference = compareMachines(sideOf(text), sideOf(turned));
      expect(sideOfDifference(difference, 'after'), path).toBe(sideOfDifference(difference, 'before'));
    }
  });

  it('one more address space changes no other line', () => {
    const region = '  0000000000000000-ffffffffffffffff (prio 0, i/o): ';
    const ram = '    0000000000000000-0000000000ffffff (prio 0, ram): ram\n';
    const block = (name: string) =>
      `address-space: ${name}\n${region}${name}-root\n${ram.replace('ram\n', `${name}\n`)}\n`;
    const difference = compareMachines(
      sideOf(`${block('memory')}${block('zebra')}`),
      sideOf(`${block('zebra')}${block('dma')}${block('memory')}`),
    );
    const before = sideOfDifference(difference, 'before').split('\n');
    const after = sideOfDifference(difference, 'after').split('\n');
    expect(after).toEqual(expect.arrayContaining(before));
    const added = after.filter((line) => !before.includes(line));
    expect(added.filter((line) => !line.includes('dma') && !line.startsWith('FlatView #'))).toEqual([]);
  });
});

describe('wrap', () => {
  it('never makes a line too long, and loses no word', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1, maxLength: 90 })), (words) => {
        const text = words.join(' ').replace(/\s+/g, ' ').trim();
        const lines = wrap(text, '  ', '    ', 72);
        expect(lines.filter((line) => line.length > 72)).toEqual([]);
        expect(lines.join('').replace(/ /g, '')).toBe(text.replace(/ /g, ''));
      }),
    );
  });
});
