import { URI, Utils } from 'vscode-uri';
import { SCHEME } from '../protocol.ts';

/** What a virtual document is made of. Its URI says all of it, so that it survives a reload. */
export type VirtualDocument =
  /** The patch that a record of Patchwork or an encoded mail holds. */
  | { readonly kind: 'decoded'; readonly of: string }
  | { readonly kind: 'built-in'; readonly id: string }
  /** The page of a rule of checks. */
  | { readonly kind: 'rule'; readonly code: string }
  /** A whole file on one side of a patch: indexes into the patches of a text and their files. */
  | {
      readonly kind: 'file';
      readonly side: 'before' | 'after';
      readonly patch: string;
      readonly index: number;
      readonly file: number;
    }
  /** The way of one address space through the core, Before or After a patch. */
  | {
      readonly kind: 'followed';
      readonly side: 'before' | 'after';
      readonly patch: string;
      readonly index: number;
      readonly machine: string;
      readonly space: number;
    }
  /** The FlatView of one address space of a dump, as the model makes it. */
  | { readonly kind: 'view'; readonly dump: string; readonly space: number }
  /** Two dumps: how they differ, in words, and each of them as a side of a diff. */
  | { readonly kind: 'difference'; readonly before: string; readonly after: string }
  | { readonly kind: 'dump'; readonly side: 'before' | 'after'; readonly before: string; readonly after: string }
  /** Two versions of a series: URIs of their texts, and their places among the series of these. */
  | {
      readonly kind: 'range-diff';
      readonly before: string;
      readonly after: string;
      readonly oldSeries: number;
      readonly nowSeries: number;
    }
  /** Two builds, and a dump that comparing them made; the server keeps both for a while under the name of the run. */
  | { readonly kind: 'builds'; readonly run: string }
  | {
      readonly kind: 'captured';
      readonly run: string;
      readonly side: 'before' | 'after';
      readonly target: string;
      readonly machine: string;
    }
  | {
      readonly kind: 'core-views';
      readonly side: 'before' | 'after';
      readonly dump: string;
      readonly before: string;
      readonly after: string;
    }
  | {
      readonly kind: 'views';
      readonly side: 'before' | 'after';
      readonly patch: string;
      /** Of a patch in its text; of a series among those of the text, where `whole` is true. */
      readonly index: number;
      readonly whole?: boolean;
      readonly machine: string;
      /** What made them; the model where it is not said. */
      readonly engine?: 'source';
    };

/** `qemu-memory:/NAME?JSON in base64url`: the name is for people and gives the language by its ending. */
export function virtualUri(name: string, document: VirtualDocument): string {
  const query = Buffer.from(JSON.stringify(document), 'utf8').toString('base64url');
  return URI.from({ scheme: SCHEME, path: `/${name.replace(/[/\\?#\n\r]/g, '_')}`, query }).toString();
}

/** The page of a rule, as a document. */
export const ruleUri = (code: string): string => virtualUri(`${code}.md`, { kind: 'rule', code });

/** undefined where the URI is no virtual document of ours. */
export function readVirtualUri(uri: string): VirtualDocument | undefined {
  try {
    const parsed = URI.parse(uri, true);
    if (parsed.scheme !== SCHEME) return undefined;
    const value: unknown = JSON.parse(Buffer.from(parsed.query, 'base64url').toString('utf8'));
    return isVirtualDocument(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isVirtualDocument(value: unknown): value is VirtualDocument {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return false;
  const d = value as Record<string, unknown>;
  if (d.kind === 'decoded') return typeof d.of === 'string';
  if (d.kind === 'built-in') return typeof d.id === 'string';
  if (d.kind === 'rule') return typeof d.code === 'string';
  if (d.kind === 'view') return typeof d.dump === 'string' && Number.isInteger(d.space);
  if (d.kind === 'builds') return typeof d.run === 'string';
  if (d.kind === 'difference') return typeof d.before === 'string' && typeof d.after === 'string';
  if (d.kind === 'range-diff')
    return (
      typeof d.before === 'string' &&
      typeof d.after === 'string' &&
      Number.isInteger(d.oldSeries) &&
      Number.isInteger(d.nowSeries)
    );
  if (d.side !== 'before' && d.side !== 'after') return false;
  if (d.kind === 'core-views')
    return typeof d.dump === 'string' && typeof d.before === 'string' && typeof d.after === 'string';
  if (d.kind === 'file') return typeof d.patch === 'string' && Number.isInteger(d.index) && Number.isInteger(d.file);
  if (d.kind === 'followed')
    return (
      typeof d.patch === 'string' &&
      Number.isInteger(d.index) &&
      typeof d.machine === 'string' &&
      Number.isInteger(d.space)
    );
  if (d.kind === 'captured')
    return typeof d.run === 'string' && typeof d.target === 'string' && typeof d.machine === 'string';
  if (d.kind === 'dump') return typeof d.before === 'string' && typeof d.after === 'string';
  return (
    d.kind === 'views' && typeof d.patch === 'string' && Number.isInteger(d.index) && typeof d.machine === 'string'
  );
}

/** A path for people and tools to open: of a file its path, else the URI. */
export const pathOf = (uri: string): string =>
  uri.startsWith('file:') ? URI.parse(uri).fsPath : uri.replace(/:$/, '');

export const fileName = (uri: string): string => Utils.basename(URI.parse(uri));

export const folderOf = (uri: string): string => Utils.dirname(URI.parse(uri)).toString();

/** One spelling for one URI: editors encode differently. */
export const normalUri = (uri: string): string => URI.parse(uri).toString();

/** A path of the settings as a URI: absolute, a file: URI, or relative to a folder. */
export function resolvePath(path: string, folder: string | undefined): string | undefined {
  if (path.startsWith('file:')) return normalUri(path);
  if (/^([A-Za-z]:)?[\\/]/.test(path)) return URI.file(path).toString();
  return folder === undefined ? undefined : Utils.resolvePath(URI.parse(folder), path.replace(/\\/g, '/')).toString();
}

/** Whether a URI lies in one of the folders, `..` resolved. */
export function within(uri: string, folders: readonly string[]): boolean {
  const place = Utils.joinPath(URI.parse(uri), '.').toString();
  return folders.some((folder) => place.startsWith(`${normalUri(folder).replace(/\/$/, '')}/`));
}
