import type { TextRange } from '../text/range.ts';

/**
 * What a text is, told by its content. `record` (of Patchwork's API) and `encoded` (mails in a transfer encoding, a
 * charset, or parts) are wrapped: the patch is another text, `PatchSet.decoded`.
 */
export type PatchTextKind = 'record' | 'encoded' | 'mail' | 'diff' | 'none';

/** What a mail is for; a commit or a bare diff is a patch. Only patches are counted and reviewed as such. */
export type MessageKind = 'patch' | 'cover' | 'pull' | 'reply' | 'other';

/** A line such as "Signed-off-by: A <a@x>" at the end of a message, in the words that stand there. */
export interface Trailer {
  readonly name: string;
  readonly value: string;
  readonly range: TextRange;
}

/** A commit's or mail's headers and message; absent parts are empty strings. */
export interface PatchMessage {
  readonly kind: MessageKind;
  /** Without "[PATCH 3/3]" and list prefixes. */
  readonly subject: string;
  /** The subject's place in the text, or the first line of the diff where there is none. */
  readonly subjectRange: TextRange;
  readonly from: string;
  readonly date: string;
  readonly messageId: string;
  /** The message that this one answers, and all above it, the oldest first: ids with their angle brackets. */
  readonly inReplyTo: string;
  readonly references: readonly string[];
  /** The words of the subject's brackets but number and version: PATCH, RFC, for-9.0. */
  readonly prefixes: readonly string[];
  readonly trailers: readonly Trailer[];
  /** From "[PATCH v2 3/7]"; 1 and 1 where there is none. */
  readonly number: number;
  readonly total: number;
  readonly version: number;
  /** The header fields, or the lines of `git log`, with their separator; empty where there is none. */
  readonly headersRange: TextRange;
  /** Between the headers and the diff: the commit message, `---` and diffstat included. */
  readonly bodyRange: TextRange;
  /** Of the body what git am takes as the commit message: without in-body header fields, `---` and what follows. */
  readonly messageRange: TextRange;
  /** The body is declared format=flowed (RFC 3676), which damages patches. */
  readonly flowed: boolean;
}

export type HunkLineKind = 'context' | 'added' | 'removed' | 'no-newline';

export interface HunkLine {
  readonly kind: HunkLineKind;
  /** Without the marker and the line ending. A CR is content where the @@ line does not end in one. */
  readonly text: string;
  /** The whole line with its marker, without the line ending. */
  readonly range: TextRange;
  /** One-based line in the Before file (context, removed) and the After file (context, added). */
  readonly oldLine?: number;
  readonly newLine?: number;
}

export interface Hunk {
  readonly oldStart: number;
  readonly oldLines: number;
  readonly newStart: number;
  readonly newLines: number;
  /** What stands behind the second @@ : the function that Git found, or ''. */
  readonly section: string;
  /** The @@ line, without its line ending. */
  readonly headerRange: TextRange;
  readonly sectionRange: TextRange;
  /** Header and all lines. */
  readonly range: TextRange;
  readonly lines: readonly HunkLine[];
  /** False where the counts of the header and the lines that follow disagree; a problem says how. */
  readonly whole: boolean;
}

/** `combined` is a merge's diff, which git apply passes over. A file that is renamed and edited is `renamed`. */
export type FileChange = 'modified' | 'added' | 'deleted' | 'renamed' | 'copied' | 'mode' | 'binary' | 'combined';

export interface FilePatch {
  /** Paths without a/ and b/; '' for /dev/null. */
  readonly oldPath: string;
  readonly newPath: string;
  readonly change: FileChange;
  /** Blob ids of the `index` line, or ''. */
  readonly oldBlob: string;
  readonly newBlob: string;
  /** Octal, as Git prints them: 100644; '' where the file is not there, or nothing says. */
  readonly oldMode: string;
  readonly newMode: string;
  /** Percent, of a rename, a copy or a rewrite (whose dissimilarity is the rest to 100). */
  readonly similarity?: number;
  /** From the first header line to the last hunk line. */
  readonly headerRange: TextRange;
  readonly range: TextRange;
  readonly hunks: readonly Hunk[];
  /** As git apply --numstat counts: lines that a hunk has beyond the counts of its header are none. */
  readonly added: number;
  readonly deleted: number;
}

export type PatchProblemCode =
  | 'hunk-truncated'
  | 'hunk-counts'
  | 'hunk-corrupt'
  | 'path-refused'
  | 'combined-diff'
  | 'binary'
  | 'record-invalid'
  | 'control-characters'
  | 'charset'
  | 'mail-refused'
  | 'scissors'
  | 'too-large'
  | 'not-understood'
  | 'line-wrapped'
  | 'blank-lost'
  | 'blanks-stripped'
  | 'no-break-space'
  | 'tabs-to-blanks'
  | 'format-flowed'
  | 'html-mail'
  | 'quoted-patch'
  | 'typographic'
  | 'mojibake'
  | 'replacement-character'
  | 'line-endings'
  | 'list-author'
  | 'index-line'
  | 'diffstat'
  | 'patch-missing'
  | 'patch-twice'
  | 'patch-past-total'
  | 'does-not-apply';

/** A change of the text that undoes a damage: edits that do not overlap, made together. */
export interface PatchFix {
  /** What it does, in the imperative. */
  readonly title: string;
  /** Whether it can be made unseen: the text leaves no other reading. */
  readonly sure: boolean;
  readonly edits: readonly { readonly range: TextRange; readonly text: string }[];
}

export interface PatchProblem {
  readonly code: PatchProblemCode;
  readonly severity: 'error' | 'warning' | 'information' | 'hint';
  /** A sentence: what is wrong and what to do. */
  readonly message: string;
  readonly range: TextRange;
  readonly fix?: PatchFix;
}

/** One mail or one diff: its message and its files. */
export interface Patch {
  readonly message: PatchMessage;
  readonly files: readonly FilePatch[];
  readonly range: TextRange;
}

/** What was read of a text. Every byte of the text is in a patch's range, between two of them, or in a problem. */
export interface PatchSet {
  readonly kind: PatchTextKind;
  readonly patches: readonly Patch[];
  /** Those of `decoded` are here too, at their places in this text. */
  readonly problems: readonly PatchProblem[];
  readonly decoded?: DecodedPatch;
}

/** The text that a wrapped one holds, and what was read of it; that one is never wrapped. */
export interface DecodedPatch {
  readonly text: string;
  /** A name for its file, with its ending. */
  readonly fileName: string;
  /** Its ranges are those of `text`. */
  readonly set: PatchSet;
  /** What is wrong with the wrapping itself, at places of the original. */
  readonly wrapping: readonly PatchProblem[];
  /** Where the lens stands in the original. */
  readonly lens: TextRange;
  /** Where a range of `text` stands in the original; a decoded character may stand for a longer stretch. */
  readonly place: (range: TextRange) => TextRange;
}
