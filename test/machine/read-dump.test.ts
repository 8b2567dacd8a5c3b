import { describe, expect, test } from 'vitest';
import { readDump } from '../../server/src/machine/dump/read-dump.ts';
import { takeSnapshot } from '../../server/src/memory/snapshot.ts';
import { core, sharingText } from '../memory/sketch.ts';
import { codes, mtree, problems, read, regionNamed, seen } from './mtree.ts';

/** As 1.3 to 2.3 print: bare names, access instead of types, nothing of what is disabled; `nic` has a disabled root. */
const BARE = `
  (qemu) info mtree
  memory
  0-* (prio 0, RW): system
    0-fff (prio 0, RW): pc.ram
    1000-1fff (prio 0, RW): alias window @pci 1000-1fff
  I/O
  0-ffff (prio 0, RW): io
  nic
  aliases
  pci
  0-* (prio 0, RW): pci
    1000-17ff (prio 1, RW): bar
`;

/** As 2.4 to 2.8 print: headers, a step in, what is disabled is marked. */
const ACCESS = `
  (qemu) info mtree
  address-space: memory
    0-* (prio 0, RW): system
      0-fff (prio 0, RW): pc.ram
      1000-1fff (prio 0, RW): alias window @pci 1000-1fff
      f000-ffff (prio 0, RW): off [disabled]

  address-space: I/O
    0-ffff (prio 0, RW): io

  address-space: nic
    0-* (prio 0, RW): alias bus master @system 0-* [disabled]

  memory-region: pci
    0-* (prio 0, RW): pci
      1000-17ff (prio 1, RW): bar

  memory-region: system
    0-* (prio 0, RW): system
      0-fff (prio 0, RW): pc.ram
      1000-1fff (prio 0, RW): alias window @pci 1000-1fff
      f000-ffff (prio 0, RW): off [disabled]
`;

/** As 2.9 to 4.2 print: disabled regions are there, every alias is i/o, one block for each address space. */
const OLD = `
  (qemu) info mtree
  address-space: memory
    0-* (prio 0, i/o): system
      0-fff (prio 0, ram): pc.ram
      1000-1fff (prio 0, i/o): alias window @pci 1000-1fff
      f000-ffff (prio 0, i/o): off [disabled]

  address-space: cpu-memory
    0-* (prio 0, i/o): system
      0-fff (prio 0, ram): pc.ram
      1000-1fff (prio 0, i/o): alias window @pci 1000-1fff
      f000-ffff (prio 0, i/o): off [disabled]

  address-space: nic
    0-* (prio 0, i/o): bus master container
      0-* (prio 0, i/o): alias bus master @system 0-* [disabled]

  memory-region: pci
    0-* (prio 0, i/o): pci
      1000-17ff (prio 1, i/o): bar

  memory-region: system
    0-* (prio 0, i/o): system
      0-fff (prio 0, ram): pc.ram
      1000-1fff (prio 0, i/o): alias window @pci 1000-1fff
      f000-ffff (prio 0, i/o): off [disabled]
`;

/** As 5.1 to 6.2 print without -D: what is disabled is not there; an alias has the type of its target. */
const MIDDLE = `
  (qemu) info mtree
  address-space: memory
    0-* (prio 0, i/o): system
      0-fff (prio 0, ram): pc.ram
      1000-1fff (prio 0, i/o): alias window @pci 1000-1fff

  address-space: cpu-memory-0
    0-* (prio 0, i/o): system
      0-fff (prio 0, ram): pc.ram
      1000-1fff (prio 0, i/o): alias window @pci 1000-1fff

  address-space: nic
    0-* (prio 0, i/o): bus master container

  memory-region: pci
    0-* (prio 0, i/o): pci
      1000-17ff (prio 1, i/o): bar
`;

/** As 7.0 and later print with -o -D: address spaces of one root together. */
const GROUPED = `
  (qemu) info version
  7.2.22Debian 1:7.2+dfsg-7
  (qemu) info mtree -o -D
  address-space: cpu-memory-0
  address-space: memory
    0-* (prio 0, i/o): system parent:{obj path=/machine/unattached}
      0-fff (prio 0, ram): pc.ram owner:{obj path=/objects/pc.ram} parent:{obj path=/objects}
      1000-1fff (prio 0, i/o): alias window @pci 1000-1fff owner:{dev path=/machine/pci}
      f000-ffff (prio 0, i/o): off [disabled] owner:{dev path=/machine/x}

  address-space: nic
    0-* (prio 0, i/o): bus master container owner:{dev id=nic1}
      0-* (prio 0, i/o): alias bus master @system 0-* [disabled] owner:{dev id=nic1}

  memory-region: pci
    0-* (prio 0, i/o): pci orphan
      1000-17ff (prio 1, i/o): bar owner:{dev type=e1000}

  memory-region: system
    0-* (prio 0, i/o): system parent:{obj path=/machine/unattached}
      0-fff (prio 0, ram): pc.ram owner:{obj path=/objects/pc.ram} parent:{obj path=/objects}
      1000-1fff (prio 0, i/o): alias window @pci 1000-1fff owner:{dev path=/machine/pci}
      f000-ffff (prio 0, i/o): off [disabled] owner:{dev path=/machine/x}

  (qemu) quit
`;

const STYLES = [
  { style: '2.10', text: OLD, cpu: 'cpu-memory' },
  { style: '5.2 without -D', text: MIDDLE, cpu: 'cpu-memory-0' },
  { style: '7.2 -o -D', text: GROUPED, cpu: 'cpu-memory-0' },
] as const;

describe.each(STYLES)('$style', ({ text, cpu }) => {
  const machine = read(text);

  test('one machine, however it is printed', () => {
    expect(sharingText(takeSnapshot(machine.topology, core('7.2')))).toContain('nic -> (none)');
    expect(new Set(seen(machine))).toEqual(
      new Set(['memory -> 0-fff pc.ram, 1000-17ff bar', `${cpu} -> 0-fff pc.ram, 1000-17ff bar`, 'nic -> ']),
    );
  });

  test('a region that is printed several times is one', () => {
    for (const name of ['system', 'pc.ram', 'bar', 'pci']) {
      expect(machine.topology.regions.filter((region) => region.name === name)).toHaveLength(1);
    }
    const [memory, other] = machine.topology.addressSpaces.filter((space) => space.name !== 'nic');
    expect(memory?.root).toBe(other?.root);
  });

  test('every line that prints a region is its place', () => {
    const own = mtree(text);
    const { id } = regionNamed(machine, 'bar');
    const places = machine.places.regions.get(id) ?? [];
    expect(places.map(({ start, end }) => own.slice(start, end).replace(/ owner.*/, ''))).toEqual([
      '0000000000001000-00000000000017ff (prio 1, i/o): bar',
    ]);
    for (const [space, { start, end }] of machine.places.addressSpaces) {
      expect(own.slice(start, end)).toBe(`address-space: ${machine.topology.addressSpaces[space]?.name}`);
    }
  });

  test('only what -f would tell is open', () => {
    expect(codes(machine)).toEqual(['information ambiguous']);
  });

  test('with CRLF as the monitor sends it, and without prompts: the same', () => {
    const crlf = readDump(mtree(text).replaceAll('\n', '\r\n'));
    expect(seen(crlf)).toEqual(seen(machine));
    expect(codes(crlf)).toEqual(codes(machine));
    const bare = readDump(
      mtree(text)
        .split('\n')
        .filter((line) => !/^\(qemu\)|^7\.2/.test(line))
        .join('\n'),
    );
    expect(seen(bare)).toEqual(seen(machine));
    expect(codes(bare)).toEqual(codes(machine));
  });

  test('without a newline at the end: the same', () => {
    expect(seen(readDump(mtree(text).trimEnd()))).toEqual(seen(machine));
  });
});

describe.each([
  { style: '1.3 to 2.3', text: BARE },
  { style: '2.4 to 2.8', text: ACCESS },
])('$style: access, no types', ({ text }) => {
  const machine = read(text);

  test('the views are those of the tree', () => {
    expect(seen(machine)).toEqual(['memory -> 0-fff pc.ram, 1000-17ff bar', 'I/O -> 0-ffff io', 'nic -> ']);
  });

  test('that kinds are guessed is said; nothing else is', () => {
    expect(codes(machine)).toEqual(['information ambiguous']);
    expect(machine.problems[0]?.message).toContain('before 2.9');
    expect(regionNamed(machine, 'pc.ram').kind).toBe('ram');
  });

  test('every line that prints a region is its place', () => {
    const own = mtree(text);
    const lines = [...machine.places.regions.values()].flat().map(({ start, end }) => own.slice(start, end));
    expect(lines.sort()).toEqual(
      own
        .split('\n')
        .filter((line) => line.includes(' (prio '))
        .map((line) => line.trim())
        .sort(),
    );
  });
});

describe('access (to 2.8)', () => {
  const machine = read(`
    address-space: memory
      0-* (prio 0, RW): system
        0-fff (prio 0, RW): pc.ram
        1000-1fff (prio 0, R-): pc.bios
        2000-2fff (prio 0, R-): virt.flash0
        3000-3fff (prio 0, -W): virt.flash1
        4000-4fff (prio 0, RW): serial
        5000-5fff (prio 1, R-): alias pam-rom @pc.ram 0-fff
        6000-6fff (prio 1, R-): alias shadow @pc.ram 0-fff

    memory-region: pc.ram
      0-fff (prio 0, RW): pc.ram
  `);
  test('what it tells, and what names let guess', () => {
    const kinds = machine.topology.regions.map(({ name, kind, readonly, romdMode }) =>
      [name, kind, readonly && 'ro', romdMode && 'romd'].filter(Boolean).join(' '),
    );
    expect(kinds).toEqual([
      'system container',
      'pam-rom alias ro',
      'shadow alias ro',
      'pc.ram ram',
      'pc.bios rom ro',
      'virt.flash0 romd romd',
      'virt.flash1 romd',
      'serial io',
    ]);
  });

  test('a read-only alias makes what it shows read-only', () => {
    expect(seen(machine)[0]).toContain('5000-5fff pc.ram ro, 6000-6fff pc.ram ro');
  });
});

describe('sizes', () => {
  const windowOf = (system: string, window: string) =>
    regionNamed(
      read(`
      memory
      0-${system} (prio 0, RW): system
        ${window} (prio 1, RW): alias pci_bridge_mem @pci ${window}
      aliases
      pci
      0-7ffffffffffffffe (prio 0, RW): pci
    `),
      'pci_bridge_mem',
    ).size;
  test('to 1.5 END is START - 1 where the size is 0, and `system` ends at 7ffffffffffffffe', () => {
    expect(windowOf('7ffffffffffffffe', '0-*')).toBe(0n);
    expect(windowOf('7ffffffffffffffe', '1000-fff')).toBe(0n);
    expect(windowOf('7ffffffffffffffe', '1000-1fff')).toBe(0x1000n);
  });

  test('from 2.0 on the whole is 2^64', () => {
    expect(windowOf('*', '0-*')).toBe(1n << 64n);
  });
});

test('text of 1.0 to 1.2 is refused, by name', () => {
  const old = 'memory\n00000000-ffffffff (prio 0, RW): system\n  00000000-07ffffff (prio 0, RW): pc.ram\n';
  const older = `memory\n${'0'.repeat(16)}-${'f'.repeat(16)} (prio 0): system\n`;
  for (const text of [old, older]) {
    const machine = readDump(text);
    expect(machine.topology.addressSpaces).toEqual([]);
    expect(machine.problems.map(({ message }) => message).join('\n')).toContain('QEMU 1.0 to 1.2');
  }
});

test('`info version` is the release; other commands between are passed over', () => {
  expect(read(GROUPED)).toMatchObject({ release: '7.2.22Debian 1:7.2+dfsg-7' });
  const other = `${mtree(GROUPED)}(qemu) info block\nfloppy0: [not inserted]\n`;
  expect(codes(readDump(other))).toEqual(['information ambiguous']);
});

describe('lines', () => {
  const KINDS = `
    address-space: memory
      0-* (prio 0, i/o): system
        0-fff (prio 0, ram): a
        1000-1fff (prio 0, rom): b
        2000-2fff (prio 0, romd): c
        3000-3fff (prio 0, ramd): d
        4000-4fff (prio -10000, i/o): e
        5000-5fff (prio 0, nv-ram): f
  `;
  test('kinds, priorities and flags', () => {
    const machine = read(KINDS);
    const said = machine.topology.regions.map(({ name, kind, priority, readonly, romdMode, nonvolatile, terminates }) =>
      [name, kind, priority, readonly && 'ro', romdMode && 'romd', nonvolatile && 'nv', terminates && 'terminates']
        .filter((word) => word !== false && word !== 0)
        .join(' '),
    );
    expect(said).toEqual([
      'system container',
      'a ram terminates',
      'b rom ro terminates',
      'c romd romd terminates',
      'd ramd terminates',
      'f ram nv terminates',
      'e io -10000 terminates',
    ]);
  });

  test('`container` (11.1) means without a parent: a terminating root prints it too', () => {
    const machine = read(`
      address-space: memory
        0-* (prio 0, container): system
          0-fff (prio 0, ram): ram

      address-space: I/O
        0-ff (prio 0, container): io
          70-71 (prio 0, i/o): rtc
    `);
    expect(seen(machine)).toEqual(['memory -> 0-fff ram', 'I/O -> 0-6f io, 70-71 rtc, 72-ff io @72']);
    expect(['system', 'io'].map((name) => regionNamed(machine, name).kind)).toEqual(['container', 'io']);
  });

  test('the release is what the monitor says first, where `info version` was not asked', () => {
    const tree = 'address-space: memory\n  0000000000000000-ffffffffffffffff (prio 0, i/o): system\n';
    const greeting = "QEMU 7.2.22 monitor - type 'help' for more information\n";
    expect(readDump(`${greeting}(qemu) info mtree\n${tree}`).release).toBe('7.2.22');
    expect(readDump(`${greeting}(qemu) info version\n7.2.22Debian\n(qemu) info mtree\n${tree}`).release).toBe(
      '7.2.22Debian',
    );
  });

  test('an IOMMU that is a root, and so called a container, is told by its section', () => {
    const machine = read(`
      address-space: phb4-0.0-iommu
        0-* (prio 0, container): phb4-0.0-iommu

      (qemu) info mtree -f -d
      FlatView #0
       AS "phb4-0.0-iommu", root: phb4-0.0-iommu
       Root memory region: phb4-0.0-iommu
        0-* (prio 0, container): phb4-0.0-iommu
        Dispatch
          Physical sections
            #0 @0000000000000000..ffffffffffffffff (noname) [unassigned]
            #1 @0000000000000000..ffffffffffffffff phb4-0.0-iommu [not dirty] [ROOT] [iommu]
    `);
    expect(regionNamed(machine, 'phb4-0.0-iommu').kind).toBe('iommu');
  });

  test('names with blanks, @, colons and hex', () => {
    const machine = read(`
      address-space: usb: a @x y
        0-* (prio 0, i/o): system
          0-fff (prio 0, i/o): usb2 port #4
          1000-1fff (prio 0, i/o): alias pci@800000020000000.io-alias @pci@800000020000000.io 0-fff
          2000-2fff (prio 0, i/o): alias a @b @c d 0-fff

      memory-region: pci@800000020000000.io
        0-fff (prio 0, ram): pci@800000020000000.io

      memory-region: c d
        0-fff (prio 0, ram): c d
    `);
    expect(seen(machine)).toEqual([
      'usb: a @x y -> 0-fff usb2 port #4, 1000-1fff pci@800000020000000.io, 2000-2fff c d',
    ]);
  });

  test('an address space without a name', () => {
    const machine = read(`
      address-space:${' '}
        0-fff (prio 0, ram): ram
    `);
    expect(seen(machine)).toEqual([' -> 0-fff ram']);
  });

  test('[DETECTED OVERFLOW!] before or behind the indent', () => {
    const machine = read(`
      address-space: memory
        0-* (prio 0, i/o): system
          [DETECTED OVERFLOW!] 0-fff (prio 0, ram): a
      [DETECTED OVERFLOW!]     1000-1fff (prio 0, ram): b
    `);
    expect(seen(machine)).toEqual(['memory -> 0-fff a, 1000-1fff b']);
  });

  test.each([
    ['a bridge window at a point is empty', 'pci_bridge_mem', true],
    ['a port of one byte is not', 'port92', false],
  ])('%s', (_, name, empty) => {
    const machine = read(`
      address-space: I/O
        0-ff (prio 0, i/o): io
          0-0 (prio 1, i/o): ${name}
    `);
    expect(regionNamed(machine, name).size).toBe(empty ? 0n : 1n);
  });

  test('addresses are those of the tree: a child has its own in its container', () => {
    const machine = read(`
      address-space: memory
        0-* (prio 0, i/o): system
          80000000-ffffffff (prio 0, i/o): soc
            90000000-90000fff (prio 0, i/o): uart
    `);
    expect(regionNamed(machine, 'uart').addr).toBe(0x10000000n);
  });
});

describe('hidden disabled parents (5.1 and later without -D)', () => {
  test('an indent that jumps two levels: what is there is not live', () => {
    const machine = read(`
      address-space: I/O
        0-ffff (prio 0, i/o): io
            0-3 (prio 0, i/o): acpi-evt
            4-5 (prio 0, i/o): acpi-cnt
          70-71 (prio 0, i/o): rtc
            70-70 (prio 0, i/o): rtc-index
    `);
    expect(seen(machine)).toEqual(['I/O -> 0-6f io, 70-70 rtc-index, 71-71 rtc @1, 72-ffff io @72']);
    expect(codes(machine)).toEqual(['information ambiguous']);
    for (const name of ['acpi-evt', 'acpi-cnt']) {
      const { container } = regionNamed(machine, name);
      expect(container).toMatchObject({ name: '', enabled: false });
      expect(container?.container?.name).toBe('io');
      expect(machine.places.regions.get(container?.id ?? -1)).toEqual([]);
    }
  });

  test('an alias has nothing below it: a deeper line belongs to a sibling that is not printed', () => {
    const machine = read(`
      address-space: I/O
        0-ffff (prio 0, i/o): io
          0-0 (prio 1, i/o): alias pci_bridge_io @pci_bridge_io 0-0
            0-3 (prio 0, i/o): acpi-evt
          0-7 (prio 0, i/o): dma-chan

      memory-region: pci_bridge_io
        0-ffff (prio 0, i/o): pci_bridge_io
    `);
    const parent = regionNamed(machine, 'acpi-evt').container;
    expect([parent?.name, parent?.enabled, parent?.container?.name]).toEqual(['', false, 'io']);
  });

  // as devcfg of xilinx-zynq-a9 (7.2): what is below a region that is hidden stands below its neighbour
  test('a region that lies outside the one above it may be below one that is hidden; both texts are of one machine', () => {
    const machine = read(`
      (qemu) info mtree
      address-space: memory
        0-ffff (prio 0, i/o): system
          3000-3fff (prio 0, i/o): dma
            7000-703f (prio 0, i/o): ps7-dev-cfg

      (qemu) info mtree -D
      address-space: memory
        0-ffff (prio 0, i/o): system
          3000-3fff (prio 0, i/o): dma
          7000-70ff (prio 0, i/o): devcfg [disabled]
            7000-703f (prio 0, i/o): ps7-dev-cfg
    `);
    expect(codes(machine)).toEqual(['information ambiguous']);
    expect(seen(machine)).toEqual(['memory -> 3000-3fff dma']);
    expect(regionNamed(machine, 'ps7-dev-cfg').container?.name).toBe('devcfg');
  });

  test('a hidden root', () => {
    const machine = read(`
      address-space: dev
          0-fff (prio 0, ram): below
    `);
    expect(seen(machine)).toEqual(['dev -> ']);
  });

  test('with -D the parent is named, and the same shows', () => {
    const machine = read(`
      address-space: I/O
        0-ffff (prio 0, i/o): io
          0-3f (prio 0, i/o): piix4-pm [disabled]
            0-3 (prio 0, i/o): acpi-evt
    `);
    expect(seen(machine)).toEqual(['I/O -> 0-ffff io']);
    expect(regionNamed(machine, 'piix4-pm').enabled).toBe(false);
  });
});

describe('targets of one name', () => {
  const WINDOWS = `
    address-space: memory
      0-* (prio 0, i/o): system
        0-fff (prio 0, i/o): alias first @bar 0-fff
        1000-1fff (prio 0, i/o): alias first @bar 0-fff

    memory-region: bar
      0-fff (prio 0, i/o): bar
        0-7ff (prio 0, ram): left

    memory-region: bar
      0-fff (prio 0, i/o): bar
        0-7ff (prio 0, ram): right
  `;
  test('are matched in the order of first reference', () => {
    expect(seen(read(WINDOWS))).toEqual(['memory -> 0-7ff left, 1000-17ff right']);
  });

  test('by their owners where -o printed them', () => {
    const machine = read(`
      address-space: memory
        0-* (prio 0, i/o): system
          0-fff (prio 0, i/o): alias one @bar 0-fff owner:{dev id=b}
          1000-1fff (prio 0, i/o): alias two @bar 0-fff owner:{dev id=a}

      memory-region: bar
        0-fff (prio 0, i/o): bar owner:{dev id=a}
          0-7ff (prio 0, ram): of-a owner:{dev id=a}

      memory-region: bar
        0-fff (prio 0, i/o): bar owner:{dev id=b}
          0-7ff (prio 0, ram): of-b owner:{dev id=b}
    `);
    expect(seen(machine)).toEqual(['memory -> 0-7ff of-b, 1000-17ff of-a']);
    expect(codes(machine)).toEqual(['information ambiguous']);
  });

  test('three references, two targets: said, at the first', () => {
    const text = `
      address-space: memory
        0-* (prio 0, i/o): system
          0-fff (prio 0, i/o): alias x @bar 0-fff
          1000-1fff (prio 0, i/o): alias x @bar 0-fff
          2000-2fff (prio 0, i/o): alias x @bar 0-fff

      memory-region: bar
        0-fff (prio 0, i/o): bar
          0-7ff (prio 0, ram): left

      memory-region: bar
        0-fff (prio 0, i/o): bar
          0-7ff (prio 0, ram): right
    `;
    expect(problems(read(text), mtree(text))).toContain(
      'information ambiguous: "0000000000000000-0000000000000fff (prio 0, i/o): alias x @bar 0000000000000000-0000000000000fff"',
    );
  });
});

test('where two outputs of `info mtree` disagree the first is used, and the place is said', () => {
  const text = `
    (qemu) info mtree
    address-space: memory
      0-* (prio 0, i/o): system
        0-fff (prio 0, ram): ram

    (qemu) info mtree -D
    address-space: memory
      0-* (prio 0, i/o): system
        0-fff (prio 0, ram): ram
        1000-1fff (prio 0, ram): more
        2000-2fff (prio 0, ram): off [disabled]
  `;
  const machine = read(text);
  expect(seen(machine)).toEqual(['memory -> 0-fff ram']);
  expect(problems(machine, mtree(text))).toContain(
    'warning inconsistent: "0000000000001000-0000000000001fff (prio 0, ram): more"',
  );
});

describe('accelerator', () => {
  const tail = `
    address-space: memory
      0-fff (prio 0, ram): ram
  `;
  test.each([
    ['# pc -accel tcg', 'TCG'],
    ['# pc -enable-kvm', 'KVM'],
    ['# pc', 'unknown'],
  ])('%s: %s', (header, accelerator) => {
    expect(readDump(`${header}\n${mtree(tail)}`).accelerator).toBe(accelerator);
  });

  test('by the marks of KVM slots', () => {
    const machine = read(`
      address-space: memory
        0-fff (prio 0, ram): ram

      FlatView #0
       AS "memory", root: ram
       Root memory region: ram
        0-fff (prio 0, ram): ram KVM
    `);
    expect(machine).toMatchObject({ accelerator: 'KVM', problems: [] });
  });

  test('by the SMM address spaces of TCG', () => {
    const machine = read(`
      address-space: cpu-smm-0
        0-fff (prio 0, ram): ram
    `);
    expect(machine.accelerator).toBe('TCG');
  });
});
