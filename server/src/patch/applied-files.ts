import type { FilePatch, Patch } from './model.ts';
import { type Looks, type Mismatch, PartialFile } from './partial-file.ts';

/** Why a file's part of a patch does not apply after the patches before it. */
export type Conflict =
  | { readonly kind: 'line'; readonly file: FilePatch; readonly mismatch: Mismatch }
  /** The file that it makes is there, or that it changes is not, since patch `patch`. */
  | { readonly kind: 'exists' | 'gone'; readonly file: FilePatch; readonly path: string; readonly patch: number };

interface Entry {
  /** Undefined where the file is gone. */
  readonly content: PartialFile | undefined;
  readonly patch: number;
}

/** The files of a tree after some patches of a series, as far as their hunks show them. */
export class AppliedFiles {
  private readonly files = new Map<string, Entry>();
  private readonly looks: Looks = { left: 200 };

  /** What is known of a file; undefined where it is known to be gone. */
  file(path: string): PartialFile | undefined {
    const entry = this.files.get(path);
    return entry ? entry.content : PartialFile.UNKNOWN;
  }

  /** Applies a patch; `index` names it in the conflicts of later ones. Gives what cannot be so, at most one for a file. */
  apply(patch: Patch, index: number): Conflict[] {
    const conflicts: Conflict[] = [];
    const changed = new Map<string, Entry>();
    const freed = new Set(
      patch.files.filter((file) => file.oldPath !== file.newPath && !isCopy(file)).map((f) => f.oldPath),
    );
    for (const file of patch.files) {
      const { oldPath, newPath } = file;
      const conflict = this.standing(file, freed);
      if (conflict) conflicts.push(conflict);
      // A file that is changed twice in one patch is changed one after the other, as git apply does it.
      const before = oldPath === newPath ? changed.get(oldPath)?.content : undefined;
      const { content, mismatch } = this.contentAfter(file, before ?? this.files.get(oldPath)?.content, index);
      if (mismatch && !conflict) conflicts.push({ kind: 'line', file, mismatch });
      if (oldPath !== '' && oldPath !== newPath && !isCopy(file) && !changed.has(oldPath)) {
        changed.set(oldPath, { content: undefined, patch: index });
      }
      if (newPath !== '') changed.set(newPath, { content, patch: index });
    }
    for (const [path, entry] of changed) this.files.set(path, entry);
    return conflicts;
  }

  /** Whether the files that a patch names are there, or not, as it needs them. */
  private standing(file: FilePatch, freed: ReadonlySet<string>): Conflict | undefined {
    const old = this.files.get(file.oldPath);
    if (file.oldPath !== '' && old && !old.content) return { kind: 'gone', file, path: file.oldPath, patch: old.patch };
    const now = this.files.get(file.newPath);
    if (file.newPath !== file.oldPath && now?.content && !freed.has(file.newPath))
      return { kind: 'exists', file, path: file.newPath, patch: now.patch };
    return undefined;
  }

  private contentAfter(file: FilePatch, before: PartialFile | undefined, index: number) {
    if (file.hunks.length === 0 && hidden(file)) return { content: PartialFile.UNKNOWN, mismatch: undefined };
    if (isNew(file)) return { content: PartialFile.created(file.hunks, index), mismatch: undefined };
    const { file: content, mismatch } = (before ?? PartialFile.UNKNOWN).withHunks(file.hunks, index, this.looks);
    return { content, mismatch };
  }
}

const isCopy = ({ change }: FilePatch): boolean => change === 'copied';

const isNew = ({ oldPath, change }: FilePatch): boolean => oldPath === '' || change === 'added';

/** A change that no hunk shows: of a binary file, or of a merge. */
const hidden = ({ change }: FilePatch): boolean => change === 'binary' || change === 'modified';
