import type { CoreBehaviour, CoreVersion, RootSearch } from '../memory/behaviour.ts';
import { CORE_VERSIONS, coreVersion } from '../memory/core-versions.ts';
import { FIRST, HISTORY, type HistoryEntry, RELEASES } from '../memory/history.ts';
import { code, escapeMarkdown, table } from './markdown.ts';

type Words<K extends keyof CoreBehaviour> = (value: CoreBehaviour[K]) => string;

interface Trait<K extends keyof CoreBehaviour> {
  readonly title: string;
  readonly words: Words<K>;
}

/** What each trait of a core is called, and what each of its values means. */
const TRAITS: { readonly [K in keyof CoreBehaviour]: Trait<K> } = {
  sharing: {
    title: 'who has a FlatView',
    words: (value) =>
      value === 'per-root' ? 'each root: address spaces that lead to it share' : 'each address space its own',
  },
  rootSearch: { title: 'how the root of a view is found', words: rootSearchWords },
  emptyViews: {
    title: 'empty views',
    words: (value) =>
      ({
        own: 'one for each root that renders nothing',
        'by-content': 'one for all that render nothing',
        'by-null-key': 'one for ever, for all that have no root to render',
      })[value],
  },
  cpuAddressSpaces: {
    title: 'what CPUs access memory through',
    words: (value) =>
      ({
        memory: 'the address space memory itself',
        shareable: 'one address space for the CPUs of a root',
        own: 'an address space of their own each',
      })[value],
  },
  nonvolatile: {
    title: 'non-volatile regions',
    words: (value) => (value ? 'inherited, and kept apart from others' : 'not known'),
  },
  unmergeable: {
    title: 'unmergeable regions',
    words: (value) => (value ? 'inherited, and never merged' : 'not known'),
  },
  dummySections: { title: 'sections that every dispatch reserves', words: String },
  nodeGrowth: {
    title: 'growth of the node array',
    words: (value) =>
      value === 'hint' ? 'to what the largest tree needed (a process-wide hint)' : 'doubling from 16, tree by tree',
  },
};

const KEYS = Object.keys(TRAITS) as (keyof CoreBehaviour)[];

function rootSearchWords(search: RootSearch): string {
  if (!search.followsAliases) return 'not at all: it is the root of the address space';
  if (!search.followsLoneChild) return 'through whole aliases, enabled or not';
  const walk = 'through whole aliases and lone enabled children';
  return search.childless === 'null'
    ? `${walk}; none where a region is disabled or a container has no enabled child`
    : `${walk}; the region itself where it is disabled or has no enabled child`;
}

const valueWords = <K extends keyof CoreBehaviour>(key: K, behaviour: CoreBehaviour): string =>
  TRAITS[key].words(behaviour[key]);

/** What a core does, a trait a line, as Markdown. */
export const behaviourMarkdown = (behaviour: CoreBehaviour): string =>
  KEYS.map((key) => `- ${TRAITS[key].title}: ${valueWords(key, behaviour)}`).join('\n');

/** The traits in which two cores differ, in words; none where they do the same. */
export const behaviourDifferences = (
  before: CoreBehaviour,
  after: CoreBehaviour,
): readonly { readonly trait: string; readonly before: string; readonly after: string }[] =>
  KEYS.map((key) => ({
    trait: TRAITS[key].title,
    before: valueWords(key, before),
    after: valueWords(key, after),
  })).filter((trait) => trait.before !== trait.after);

/** docs/behaviour.md: what 2.0 does, and since when what differs, with the evidence for each row. */
export function behaviourTable(): string {
  const changing = HISTORY.filter((entry) => Object.keys(entry.changes).length > 0);
  const preparing = HISTORY.filter((entry) => Object.keys(entry.changes).length === 0);
  return `# What the memory core does, by release

Made from the table that the model runs on (\`server/src/memory/history.ts\`); a test keeps both alike. A release does what
its rows and all rows above say. The name of a release (\`--core 7.2\`) or of a commit (\`--core 967dc9b119\`) chooses a core.

## QEMU 2.0

${behaviourMarkdown(FIRST)}

## Since then

${table(
  ['commit', 'in', 'title', 'what changes', 'in a source tree'],
  changing.map((entry) => [
    entry.commit,
    entry.posted ? 'not merged' : entry.release,
    entry.title,
    changeWords(entry),
    entry.detect,
  ]),
  'left',
)}

## Commits of September 2017 that change no view, section or node

They are part of the series that began sharing (a16878d224 to 092aa2fc65), and can be named all the same.

${table(
  ['commit', 'title', 'in a source tree'],
  preparing.map(({ commit, title, detect }) => [commit, title, detect]),
  'left',
)}
`;
}

/** What a version does otherwise than the one before (of a release, the release before), in words; '' where nothing. */
export function coreNews(version: CoreVersion): string {
  const isRelease = (name: string) => RELEASES.some((release) => release === name);
  const earlier = CORE_VERSIONS.slice(0, CORE_VERSIONS.indexOf(version));
  const before = isRelease(version.name)
    ? earlier.findLast(({ name }) => isRelease(name))
    : earlier.findLast(({ name }) => !HISTORY.some((entry) => entry.commit === name && entry.posted));
  if (!before) return '';
  return behaviourDifferences(before.behaviour, version.behaviour)
    .map(({ trait, after }) => `${trait}: ${after}`)
    .join('; ');
}

/** A commit of the table by seven or more digits of its hash, with its release, as Markdown; undefined for any other. */
export function commitMarkdown(hash: string): string | undefined {
  const digits = hash.toLowerCase();
  const entry = HISTORY.find(
    ({ commit, posted }) => !posted && digits.length >= 7 && (commit.startsWith(digits) || digits.startsWith(commit)),
  );
  if (!entry) return undefined;
  const words = changeWords(entry);
  const what = words === '' ? 'It changes no view, section or node.' : `Since then: ${words}.`;
  return `${code(entry.commit)} ${escapeMarkdown(entry.title)}\n\nFirst in QEMU ${entry.release}. ${escapeMarkdown(what)}`;
}

function changeWords({ commit, changes }: HistoryEntry): string {
  const behaviour = coreVersion(commit)?.behaviour;
  if (!behaviour) return '';
  return (Object.keys(changes) as (keyof CoreBehaviour)[])
    .map((key) => `${TRAITS[key].title}: ${valueWords(key, behaviour)}`)
    .join('; ');
}
