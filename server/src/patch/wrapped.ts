import type { TextRange } from '../text/range.ts';
import type { SourceText } from '../text/source-text.ts';
import type { DecodedPatch, PatchSet } from './model.ts';
import type { Problems } from './problems.ts';

/** A text that holds a patch as another text. */
export interface WrappedText {
  readonly kind: 'record' | 'encoded';
  /** The patch; undefined where it cannot be decoded, and a problem says why. */
  readonly source: SourceText | undefined;
  /** What its file may be named after; '' where nothing says. */
  readonly name: string;
  readonly lens: TextRange;
  /** Of the wrapping, at places of the original. */
  readonly problems: Problems;
}

/** What is read of a wrapped text when its patch is: the problems of that are shown where they come from. */
export function wrappedSet({ kind, source, name, lens, problems }: WrappedText, set: PatchSet | undefined): PatchSet {
  if (!source || !set) return { kind, patches: [], problems: problems.list };
  const place = ({ start, end }: TextRange): TextRange => source.place(start, end);
  const decoded: DecodedPatch = {
    text: source.text,
    fileName: fileName(name, set),
    set,
    lens,
    place,
    wrapping: problems.list,
  };
  const placed = set.problems.map(({ code, severity, message, range }) => ({
    code,
    severity,
    message,
    range: place(range),
  }));
  return { kind, patches: [], problems: [...problems.list, ...placed], decoded };
}

/** By its ending an editor knows one patch from several mails. */
function fileName(name: string, set: PatchSet): string {
  const base = (name || (set.patches[0]?.message.subject ?? ''))
    .slice(0, 100)
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[-.]+|-+$/g, '');
  return `${base || 'patch'}.${set.patches.length > 1 ? 'mbox' : 'patch'}`;
}
