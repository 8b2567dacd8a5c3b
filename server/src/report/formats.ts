import { type ReleaseSign, SIGNS, SPACE_SIGNS } from '../machine/dump/release-signs.ts';
import {
  FIRST_FORMAT,
  FORMAT_HISTORY,
  type FormatEntry,
  formatOf,
  POSITIONAL_MARKS,
  type TextFormat,
} from '../machine/formats.ts';
import { table } from './markdown.ts';

type Words<K extends keyof TextFormat> = (value: TextFormat[K]) => string;

/** What each trait of the text is called, and what each of its values looks like. */
const TRAITS: { readonly [K in keyof TextFormat]: readonly [title: string, words: Words<K>] } = {
  blocks: [
    'blocks',
    (value) =>
      ({
        bare: 'a name, its tree at the margin, no blank line; behind all, `aliases` and what aliases show',
        labelled: '`address-space: NAME` or `memory-region: NAME`, its tree one level in, a blank line',
      })[value],
  ],
  trees: [
    'trees of address spaces',
    (value) =>
      ({
        'per-address-space': 'one for each, in the order of creation',
        'per-root': 'one for each root, below the sorted names of its address spaces; in the order of a hash table',
      })[value],
  ],
  disabled: [
    'disabled regions',
    (value) =>
      ({
        'left-out': 'left out, with all that is below them',
        marked: 'marked `[disabled]`',
        'on-request': 'marked with -D; without it their line is missing, and what is below stands two levels deeper',
      })[value],
  ],
  access: [
    'in the parentheses, behind the priority',
    (value) => ({ letters: '`RW`, `R-`, `-W`', type: 'TYPE: i/o, ram, rom, romd, ramd' })[value],
  ],
  aliasType: ['TYPE of an alias', (value) => ({ own: 'i/o', target: 'that of what it shows' })[value]],
  parentless: ['TYPE of a root that is not memory', (value) => value],
  overflow: [
    '`[DETECTED OVERFLOW!]`',
    (value) =>
      ({
        none: 'never',
        'after-indent': 'before the address',
        'before-indent': 'before the indent, for lines that are not printed, too',
      })[value],
  ],
  nonvolatile: ['`nv-` before the TYPE', (value) => (value ? 'where it is non-volatile' : 'never')],
  owners: ['-o', (value) => (value ? '`owner:{...}`, `parent:{...}`, `orphan` at the end of the line' : 'not known')],
  views: [
    '-f',
    (value) =>
      ({
        none: 'not known',
        'per-address-space': '`address-space (flat view): NAME` and its ranges, for each address space',
        'each-once': '`FlatView #N`, its address spaces, its root, its ranges; in the order of a hash table',
      })[value],
  ],
  dispatch: ['-f -d', (value) => (value ? 'sections and nodes of the dispatch tree behind the ranges' : 'not known')],
  sectionEnd: [
    'end of a section',
    (value) => ({ region: 'as if all of its region were there', section: 'its own' })[value],
  ],
  accelerator: [
    'a range that is a memory slot',
    (value) => ({ none: 'not marked', option: 'marked with the name in -accel (`kvm`)', class: 'marked `KVM`' })[value],
  ],
};

const KEYS = Object.keys(TRAITS) as (keyof TextFormat)[];

const valueWords = <K extends keyof TextFormat>(key: K, format: TextFormat): string => TRAITS[key][1](format[key]);

const entryWords = ({ changes, release }: FormatEntry): string =>
  (Object.keys(changes) as (keyof TextFormat)[])
    .map((key) => `${TRAITS[key][0]}: ${valueWords(key, { ...formatOf(release), ...changes })}`)
    .join('; ');

const signRow = ({ side, commit, release, feature }: ReleaseSign): string[] => [
  side === 'since' ? `${release} or later` : `before ${release}`,
  feature,
  commit,
];

/** docs/mtree-formats.md: what `info mtree` of 2.0 prints, what changed since, and what tells a text's release. */
export function formatsTable(): string {
  return `# What \`info mtree\` prints, by release

Made from the tables that the readers, the printers and the inference of releases run on
(\`server/src/machine/formats.ts\`, \`server/src/machine/dump/release-signs.ts\`); a test keeps both alike. A release prints
what its rows and all rows above say: \`tree MACHINE --qemu 4.2\` and \`flatview MACHINE --qemu 4.2\` do, too.

## QEMU 2.0

${KEYS.map((key) => `- ${TRAITS[key][0]}: ${valueWords(key, FIRST_FORMAT)}`).join('\n')}

## Since then

${table(
  ['commit', 'in', 'title', 'what changes'],
  FORMAT_HISTORY.map((entry) => [entry.commit, entry.release, entry.title, entryWords(entry)]),
  'left',
)}

Sections 0 to 3 of a dispatch tree are marked ${POSITIONAL_MARKS.map((mark) => `\`${mark}\``).join(', ')} by position. To 4.1 these
are the reserved ones; from 4.2 on (08565552f7) the last three marks stand beside whatever section comes there.

## What tells the release of a text

Each sign bounds the releases that a text can come from; \`tree MACHINE --format json\` prints the closest two as \`span\`. A
build between two releases can show signs of both sides of one release. More than that no QEMU prints.

${table(
  ['the text is of', 'since it shows that', 'commit'],
  [...Object.values(SIGNS), ...SPACE_SIGNS.flatMap(({ signs }) => signs)].map(signRow),
  'left',
)}
`;
}
