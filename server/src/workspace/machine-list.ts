import type { Settings } from '../protocol.ts';
import type { BuiltIns } from './built-ins.ts';
import type { FailedMachine, LoadedMachine, MachineFacts } from './machines.ts';
import { fileName, folderOf, readVirtualUri, resolvePath, virtualUri, within } from './uris.ts';

export type ListedMachine = LoadedMachine | FailedMachine;

/** What the list is made of: the workspace. */
export interface MachineSources {
  readonly settings: Pick<Settings, 'machines' | 'builtInMachines' | 'machinesBesidePatch'>;
  readonly folders: readonly string[];
  readonly trusted: boolean;
  readonly builtIns: BuiltIns;
  text(uri: string): Promise<string>;
  /** URIs of the files in a folder. */
  list(folderUri: string): Promise<readonly string[]>;
  /** Reads a dump's text. */
  read(text: string, facts: MachineFacts): LoadedMachine;
}

/** Dumps beside a patch that join its review unasked. */
const MOST_BESIDE = 16;

/** The machines of a patch's review, in order: added, beside the patch, built in. */
export async function listMachines(from: MachineSources, patchUri?: string): Promise<readonly ListedMachine[]> {
  const added = from.settings.machines.map((path) => ({ path, uri: resolvePath(path, from.folders[0]) }));
  const own: ListedMachine[] = [];
  for (const { path, uri } of added) {
    if (uri === undefined) {
      const error = `${path}: a relative path needs a workspace folder.`;
      own.push({ id: path, label: path, origin: 'added', uri: '', error });
    } else if (!own.some((machine) => machine.id === uri)) own.push(await loadDump(from, uri, 'added'));
  }
  for (const uri of await beside(from, patchUri)) {
    if (own.some((machine) => machine.id === uri)) continue;
    own.push(await loadDump(from, uri, 'beside the patch'));
  }
  const usable = own.some((machine) => 'machine' in machine);
  const { builtInMachines } = from.settings;
  if (builtInMachines === 'never' || (builtInMachines === 'auto' && usable)) return own;
  return [...own, ...(await listBuiltIns(from))];
}

/** The machine of an id that `listMachines` gave, or undefined where it is gone or unreadable. */
export async function findMachine(from: MachineSources, id: string): Promise<LoadedMachine | undefined> {
  const machine = id.startsWith('built-in:')
    ? (await listBuiltIns(from)).find((m) => m.id === id)
    : await loadDump(from, id, 'added');
  return machine && 'machine' in machine ? machine : undefined;
}

export const loadDump = (
  from: MachineSources,
  uri: string,
  origin: 'added' | 'beside the patch',
): Promise<ListedMachine> =>
  loadFrom(from, { id: uri, label: fileName(uri).replace(/\.mtree$/, ''), origin, uri }, () => from.text(uri));

async function listBuiltIns(from: MachineSources): Promise<readonly ListedMachine[]> {
  return Promise.all(
    (await from.builtIns.list()).map(({ id, label }) => {
      const uri = virtualUri(`${label}.mtree`, { kind: 'built-in', id });
      return loadFrom(from, { id: `built-in:${id}`, label, origin: 'built-in', uri }, () => from.builtIns.text(id));
    }),
  );
}

async function loadFrom(
  from: MachineSources,
  facts: MachineFacts,
  text: () => Promise<string>,
): Promise<ListedMachine> {
  try {
    return from.read(await text(), facts);
  } catch (error) {
    return { ...facts, error: error instanceof Error ? error.message : String(error) };
  }
}

async function beside(from: MachineSources, patchUri: string | undefined): Promise<readonly string[]> {
  if (!patchUri || !from.settings.machinesBesidePatch) return [];
  const virtual = readVirtualUri(patchUri);
  const place = virtual?.kind === 'decoded' ? virtual.of : patchUri;
  if (!place.startsWith('file:')) return [];
  const folder = folderOf(place);
  if (!from.trusted && !within(`${folder}/x`, from.folders)) return [];
  return (await from.list(folder)).filter((uri) => uri.endsWith('.mtree')).slice(0, MOST_BESIDE);
}
