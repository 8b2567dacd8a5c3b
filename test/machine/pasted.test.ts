import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readDump } from '../../server/src/machine/dump/read-dump.ts';
import type { Machine } from '../../server/src/machine/machine.ts';
import { codes, mtree, problems, seen } from './mtree.ts';

const PLAIN = readFileSync(fileURLToPath(new URL('../../machines/q35.mtree', import.meta.url)), 'utf8');

/** What the monitor of QEMU 7.2 sends on stdio or telnet while a command is typed, key by key (readline_update). */
const echo = (command: string): string =>
  [...command].map((_, i) => `${'\x1b[D'.repeat(i)}${command.slice(0, i + 1)}\x1b[K`).join('');

const everyLine = (change: (line: string) => string) => (text: string) =>
  text.trimEnd().split('\n').map(change).join('\n').concat('\n');

/** Each command's answer as a reply of QMP, with its request before it or without. */
const session =
  (requests: boolean) =>
  (text: string): string =>
    text
      .split(/^\(qemu\) /m)
      .slice(1)
      .map((part) => {
        const end = part.indexOf('\n');
        const arguments_ = { 'command-line': part.slice(0, end) };
        const request = requests
          ? `${JSON.stringify({ execute: 'human-monitor-command', arguments: arguments_ })}\n`
          : '';
        return `${request}${JSON.stringify({ return: part.slice(end + 1).replaceAll('\n', '\r\n') })}\n`;
      })
      .join('');

const GREETING = '{"QMP": {"version": {"qemu": {"micro": 22, "minor": 2, "major": 7}}, "capabilities": ["oob"]}}\n';

const FORMS: Readonly<Record<string, (text: string) => string>> = {
  'with CRLF': (text) => text.replaceAll('\n', '\r\n'),
  'with CR alone': (text) => text.replaceAll('\n', '\r'),
  'with CR CR LF': (text) => text.replaceAll('\n', '\r\r\n'),
  'with a byte order mark': (text) => `\ufeff${text}`,
  'echoed by -monitor stdio': (text) =>
    text.replace(/^\(qemu\) (.*)$/gm, (_, command) => `(qemu) ${echo(command)}`).replaceAll('\n', '\r\n'),
  'through telnet': (text) =>
    `\ufffd\ufffd\x01\ufffd\ufffd\x03\ufffd\ufffd\0\ufffd\ufffd\0QEMU 7.2.22 monitor - type 'help' for more information\r\n${text
      .replace(/^\(qemu\) (.*)$/gm, (_, command) => `(qemu) ${echo(command)}`)
      .replaceAll('\n', '\r\n')}`,
  'with colours': everyLine((line) => `\x1b[0;32m${line}\x1b[0m`),
  'quoted in a mail': everyLine((line) => `> ${line}`.trimEnd()),
  'quoted twice': everyLine((line) => `>> ${line}`.trimEnd()),
  'quoted without a blank': everyLine((line) => `>${line}`),
  indented: everyLine((line) => `    ${line}`.trimEnd()),
  'with no-break spaces': (text) => text.replaceAll(' ', '\u00a0'),
  'with tabs expanded': everyLine((line) => line.replace(/^\t/, ' '.repeat(8))),
  'with tabs for blanks': everyLine((line) => line.replace(/^( {8})+/, (blanks) => '\t'.repeat(blanks.length / 8))),
  'as replies of QMP': session(false),
  'as a session of QMP': (text) => `${GREETING}{"execute": "qmp_capabilities"}\n{"return": {}}\n${session(true)(text)}`,
  'as a session of QMP with both sides marked': (text) =>
    session(true)(text)
      .replace(/^\{"execute/gm, '-> $&')
      .replace(/^\{"return/gm, '<- $&'),
  'as replies of QMP, quoted in a mail': (text) => everyLine((line) => `> ${line}`)(session(true)(text)),
};

/** The lines of the text that the machine's places name. */
const places = (machine: Machine, text: string): string[] =>
  [...machine.places.addressSpaces.values(), ...[...machine.places.regions.values()].flat()].map(({ start, end }) =>
    text.slice(start, end),
  );

describe('a dump, however it was pasted', () => {
  const plain = readDump(PLAIN);
  test.each(Object.entries(FORMS))('%s: the same machine, with places in what was pasted', (_, paste) => {
    const text = paste(PLAIN);
    const machine = readDump(text);
    expect(seen(machine)).toEqual(seen(plain));
    expect(machine.topology.pageBits).toBe(plain.topology.pageBits);
    expect(machine.release).toBe(plain.release);
    const blanks = (line: string) => line.replaceAll('\u00a0', ' ');
    expect(places(machine, text).map(blanks)).toEqual(places(plain, PLAIN));
    expect(codes(machine).filter((code) => !code.startsWith('information'))).toEqual([]);
  });
});

test('what a terminal or QMP might send is read in little time, whatever it is', () => {
  const hostile = [
    `${'\x1b[65535C'.repeat(7000)}x\n`.repeat(50),
    '\u00a0'.repeat(2_000_000),
    '\r'.repeat(2_000_000),
    `{"return": "${'\\n'.repeat(1_000_000)}`,
    `{"return": ${'['.repeat(1_000_000)}`,
    `> (qemu) info mtree\n${'>'.repeat(2_000_000)}`,
    '> '.repeat(1_000_000),
  ];
  for (const text of hostile) {
    const start = performance.now();
    expect(readDump(text).problems[0]?.severity).toBe('error');
    expect(performance.now() - start, text.slice(0, 20)).toBeLessThan(10_000);
  }
});

describe('what stands around it is said, where it stands', () => {
  const DUMP = mtree(`
    address-space: memory
      0-fff (prio 0, ram): ram
  `);
  test('in a mail', () => {
    const quoted = DUMP.trimEnd().replace(/^/gm, '> ');
    const text = `On Monday, N. N. wrote:\n${quoted}\n> \n\nWhy is that?\nThanks\n`;
    const machine = readDump(text);
    expect(seen(machine)).toEqual(['memory -> 0-fff ram']);
    expect(problems(machine, text)).toEqual([
      'information unreadable: "On Monday, N. N. wrote:"',
      'information unreadable: "Why is that?\\nThanks"',
      'information ambiguous: "address-space: memory"',
    ]);
  });

  test('in a session of QMP: other words, an error, a cut', () => {
    const text = `$ nc -U qmp\n{"error": {"class": "GenericError", "desc": "no such command"}}\n{"return": ${JSON.stringify(DUMP).slice(0, -1)}`;
    const machine = readDump(text);
    expect(seen(machine)).toEqual(['memory -> 0-fff ram']);
    expect(problems(machine, text)).toEqual([
      'information unreadable: "$ nc -U qmp"',
      'warning incomplete: "{\\"class\\": \\"GenericError\\", \\"desc\\": \\"no such command\\"}"',
      `warning incomplete: ${JSON.stringify(text.slice(text.indexOf('{"return"')))}`,
      'information ambiguous: "address-space: memory"',
    ]);
  });

  test('a line that a terminal drew in no order is doubted', () => {
    const text = DUMP.replace('\n', '\n\x1b[2A');
    const machine = readDump(text);
    expect(problems(machine, text)[0]).toMatch(/^warning ambiguous/);
  });

  test('a line that is not of the dump has its place in what was pasted', () => {
    const text = `${JSON.stringify({ return: DUMP.replace('memory', 'memory\nnonsense\t"here"').replaceAll('\n', '\r\n') })}\n`;
    expect(problems(readDump(text), text)[0]).toBe(`error unreadable: ${JSON.stringify('nonsense\\t\\"here\\"')}`);
  });
});
