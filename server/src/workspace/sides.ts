import type { CoreVersion } from '../memory/behaviour.ts';
import type { MachineReview } from '../review/model.ts';
import type { FilePlace } from './source-files.ts';
import { fileName, virtualUri } from './uris.ts';

/** The two documents that a diff editor shows. */
export interface Sides {
  readonly before: string;
  readonly after: string;
}

const stem = (name: string): string => name.replace(/\.mtree$/, '');

/** A patch, or with `whole` a series, by its place in the text at `patch`. */
export interface Sided {
  readonly patch: string;
  readonly index: number;
  readonly whole: boolean;
}

/** The documents Before and After of a patch, or of a series as a whole, on a machine. */
export function patchSides(
  { patch, index, whole }: Sided,
  { machine }: MachineReview,
  cores: Sides,
  engine: 'model' | 'source' = 'model',
): Sides {
  const uri = (side: 'before' | 'after'): string =>
    virtualUri(`${stem(machine.label)} ${side} (${cores[side]}).mtree`, {
      kind: 'views',
      side,
      patch,
      index,
      ...(whole ? { whole } : {}),
      machine: machine.id,
      ...(engine === 'source' ? { engine } : {}),
    });
  return { before: uri('before'), after: uri('after') };
}

/** The documents Before and After of a dump under two cores. */
export function coreSides(dump: string, before: CoreVersion, after: CoreVersion): Sides {
  const uri = (side: 'before' | 'after', core: CoreVersion): string =>
    virtualUri(`${stem(fileName(dump))} (core ${core.name}).mtree`, {
      kind: 'core-views',
      side,
      dump,
      before: before.name,
      after: after.name,
    });
  return { before: uri('before', before), after: uri('after', after) };
}

/** The document with the FlatView of an address space of a dump. */
export const viewUri = (dump: string, space: number, name: string): string =>
  virtualUri(`FlatView of ${name} (${stem(fileName(dump))}).mtree`, { kind: 'view', dump, space });

/** The documents with the way of an address space through the core, Before and After a patch. */
export function followedSides(patch: string, index: number, machine: string, space: number, name: string): Sides {
  const uri = (side: 'before' | 'after'): string =>
    virtualUri(`way of ${name} ${side}.txt`, { kind: 'followed', side, patch, index, machine, space });
  return { before: uri('before'), after: uri('after') };
}

/** The documents with the whole text of a patched file, Before and After. */
export function sourceSides(patch: string, path: string, { patch: index, file }: FilePlace): Sides {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const uri = (side: 'before' | 'after'): string => virtualUri(name, { kind: 'file', side, patch, index, file });
  return { before: uri('before'), after: uri('after') };
}
