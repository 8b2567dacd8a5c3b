import { describe, expect, it } from 'vitest';
import { COMMON_KVM_HOST, hasMemory, type KvmHost, memorySlots } from '../../server/src/memory/memory-slots.ts';
import { takeSnapshot } from '../../server/src/memory/snapshot.ts';
import { core, sketch } from './sketch.ts';

const take = (text: string) => takeSnapshot(sketch(text).topology, core('7.2'));

/** Slots as `START+SIZE REGION [ro]`, those of KVM's second address space behind a 1. */
const slotsOf = (text: string, host: Partial<KvmHost> = {}): string[] =>
  memorySlots(take(text), { ...COMMON_KVM_HOST, ...host }).map(
    ({ addressSpaceId, start, size, offset, region, readonly }) =>
      `${addressSpaceId ? '1 ' : ''}${start.toString(16)}+${size.toString(16)} ${region.name}${offset ? `@${offset.toString(16)}` : ''}${readonly ? ' ro' : ''}`,
  );

describe('memory slots', () => {
  it.each([
    [
      'memory of every kind, but not i/o',
      'a ram 0+1000|b rom 1000+1000|c ramd 2000+1000|d io 3000+1000',
      {},
      ['0+1000 a', '1000+1000 b ro', '2000+1000 c'],
    ],
    ['a ROM device, which is read without an exit', 'flash romd 0+1000', {}, ['0+1000 flash ro']],
    [
      'no ROM device where KVM has no read-only slots',
      'flash romd 0+1000|rom rom 1000+1000',
      { readonlyMemory: false },
      ['1000+1000 rom'],
    ],
    ['whole pages only', 'a ram 800+2000|b io 2800+800', {}, ['1000+1000 a@800']],
    ['nothing where no page is whole', 'a ram 800+800|b ram 1800+a00', {}, []],
    ['larger pages', 'a ram 1000+20000', { pageSize: 0x10000n }, ['10000+10000 a@f000']],
    ['the pieces that i/o leaves', 'a ram 0+3000|b io 1000+1000 prio 1', {}, ['0+1000 a', '2000+1000 a@2000']],
    [
      'pieces of the largest size',
      'a ram 0+5000',
      { maxSlotSize: 0x2000n },
      ['0+2000 a', '2000+2000 a@2000', '4000+1000 a@4000'],
    ],
    // KVM looks at the region alone
    [
      'memory behind a read-only alias can be written',
      'a ram 0+1000 disabled|w alias 1000+1000 @back+0 ro',
      {},
      ['1000+1000 back'],
    ],
  ])('%s', (_, regions, host, slots) => {
    const lines = regions.split('|').map((line) => `  ${line}`);
    const text = `system container 0-* <- memory, cpu-memory-0\n${lines.join('\n')}\nback ram 0+1000`;
    expect(slotsOf(text, host)).toEqual(slots);
  });

  it('are of the address spaces that KVM listens to', () => {
    const text = `
      system container 0-* <- memory, cpu-memory-0
        ram ram 0+2000
      smm container 0-* <- KVM-SMRAM
        all alias 0-* @system+0
        smram ram 1000+1000 prio 10
      dma container 0-* <- e1000
        other ram 8000+1000`;
    expect(slotsOf(text)).toEqual(['0+2000 ram', '1 0+1000 ram', '1 1000+1000 smram']);
  });

  it('mark the ranges that have one of just their start and size, once for each address space that has it', () => {
    const snapshot = take(`
      system container 0-* <- memory, cpu-memory-0
        a ram 0+1000
        b ram 1000+1800
      smm container 0-* <- KVM-SMRAM
        all alias 0-* @system+0`);
    const marked = hasMemory(memorySlots(snapshot));
    const [view] = snapshot.views;
    expect(
      view?.ranges.map((range) => view.addressSpaces.filter((space) => marked(space, range)).map(({ name }) => name)),
    ).toEqual([['memory', 'KVM-SMRAM'], []]);
  });
});
