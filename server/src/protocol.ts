/**
 * The one list of custom requests between client and server: names and plain types. Imports nothing.
 * Addresses are hex strings; URIs are strings.
 */
export const SCHEME = 'qemu-memory';

export const Requests = {
  /** MachinesParams -> MachineInfo[] : every machine, in the order in which reviews use them. */
  machines: 'qemuMemoryReview/machines',
  /** TreeParams -> TreeItem[] : the children of a node of the view "Memory Review" (its roots without `node`). */
  tree: 'qemuMemoryReview/tree',
  /** { uri } -> { text } : a virtual document; every URI says all that is needed to make it. */
  content: 'qemuMemoryReview/content',
  /** { uri, patch?, series? } -> CompareTarget[] : the machines on which a patch, or a series as a whole, can be compared. */
  compareTargets: 'qemuMemoryReview/compareTargets',
  /** CoresParams -> CoreInfo[] : the memory cores that the model has, newest first. */
  cores: 'qemuMemoryReview/cores',
  /** { uri } -> CoreOfDump | null : the core under which an open dump is rendered, and how it was chosen. */
  coreOf: 'qemuMemoryReview/coreOf',
  /** CompareCoresParams -> CompareTarget | null : a dump under two cores. */
  compareCores: 'qemuMemoryReview/compareCores',
  /** CompareDumpsParams -> ComparedDumps : two dumps by meaning. */
  compareDumps: 'qemuMemoryReview/compareDumps',
  /** CompareVersionsParams -> ComparedVersions : two versions of a series. */
  compareVersions: 'qemuMemoryReview/compareVersions',
  /** { text } -> TextKind : what a text is, by its content. */
  textKind: 'qemuMemoryReview/textKind',
  /** CompareBuildsParams -> ComparedBuilds : runs the emulators of two builds; in a trusted workspace only. */
  compareBuilds: 'qemuMemoryReview/compareBuilds',
  /** { build } -> BuildTypes : runs a build's emulators to ask for their machine types; in a trusted workspace only. */
  buildTypes: 'qemuMemoryReview/buildTypes',
  /** { uri } -> DecodedDocument | null : the virtual document of the patch that a Patchwork record or an encoded mail holds. */
  patchOf: 'qemuMemoryReview/patchOf',
  /** FileTargetsParams -> FileTarget[] : the files of a patch as whole texts, Before and After; one where a line is named. */
  fileTargets: 'qemuMemoryReview/fileTargets',
  /** { uri } -> Evaluated : runs the patched C, Before and After, on every machine; in a trusted workspace only. Cancelled by the token. */
  evaluate: 'qemuMemoryReview/evaluate',
  /** FollowParams -> FollowTarget[] : the address spaces of a machine whose way through the patched C can be followed. */
  followTargets: 'qemuMemoryReview/followTargets',
  /** { text } -> CommandWords : the words of a command line, or why it cannot be run without a shell. */
  commandWords: 'qemuMemoryReview/commandWords',
  /** CaptureParams -> Captured : runs a QEMU stopped, or asks a running one, for a dump. Cancelled by the token. */
  capture: 'qemuMemoryReview/capture',
} as const;

export const Notifications = {
  /** server -> client: machines or reviews changed; views and virtual documents ask again. */
  changed: 'qemuMemoryReview/changed',
  /** server -> client: BuildsProgress */
  buildsProgress: 'qemuMemoryReview/buildsProgress',
  /** server -> client: EvaluationProgress */
  evaluationProgress: 'qemuMemoryReview/evaluationProgress',
  /** client -> server: { machine } : the one whose values hovers show, by its id; '' for the one that changes most. */
  hoverMachine: 'qemuMemoryReview/hoverMachine',
  /** client -> server: { trusted } */
  trust: 'qemuMemoryReview/trust',
} as const;

/** Commands that the server puts on lenses, if `initializationOptions.commands` names them; arguments beside each. */
export const Commands = {
  /** [patchUri, machineId?, patchIndex?, seriesIndex?] : Before and After of a machine in the diff editor. */
  compare: 'qemuMemoryReview.compare',
  /** [uri] : opens the virtual document of the patch that a Patchwork record or an encoded mail holds. */
  openAsPatch: 'qemuMemoryReview.openAsPatch',
  /** [patchUri] : evaluates the patched C on every machine. */
  evaluate: 'qemuMemoryReview.evaluate',
  /** [patchUri] : shows the patch in the view "Memory Review". */
  review: 'qemuMemoryReview.review',
  /** [uri, line] : opens a document at a zero-based line. */
  show: 'qemuMemoryReview.show',
} as const;

export interface InitializationOptions {
  /** Command ids that the client can run. */
  readonly commands?: readonly string[];
  readonly trusted?: boolean;
  /** The folder of the built-in machines, a file: URI, where it is not beside the server. */
  readonly machinesFolder?: string;
  readonly settings?: Settings;
}

/** package.json's `qemuMemoryReview.*`, and the same keys of `workspace/didChangeConfiguration` in other editors. */
export interface Settings {
  /** Paths of machine dumps: absolute, or relative to a workspace folder. */
  readonly machines: readonly string[];
  readonly builtInMachines: 'auto' | 'always' | 'never';
  /** Dumps (*.mtree) in a patch's own folder join its review. */
  readonly machinesBesidePatch: boolean;
  /** The memory core under which dumps are rendered: a release or a commit of docs/behaviour.md; '': their own. */
  readonly core: string;
  /** A tree of QEMU for the whole files that patches change: a folder or bare repository; '': the open folders. */
  readonly source: string;
  /** What makes the figures of patches: the model of the core, the patched C of that tree itself, or both. */
  readonly engine: 'model' | 'source' | 'both';
  /** Sizes behind the ranges of a dump. */
  readonly inlayHints: { readonly sizes: boolean };
  /** Problems of a dump's memory map: overlaps, regions out of bounds, regions never visible. */
  readonly diagnostics: { readonly map: boolean };
  /** Code of a rule (docs/rules.md) -> 'off' | 'hint' | 'information' | 'warning' | 'error'. */
  readonly checks: Readonly<Record<string, string>>;
}

export interface Evaluated {
  /** A sentence: what was found, or why nothing was evaluated. */
  readonly summary: string;
  readonly failed: boolean;
  /** No tree was found, which the setting `source` can name. */
  readonly needsTree: boolean;
}

export interface FollowParams {
  readonly uri: string;
  /** An id that `machines` gave. */
  readonly machine: string;
  /** Zero-based: the patch that stands there; the first of the core else. */
  readonly line?: number;
}

export interface FollowTarget {
  readonly label: string;
  readonly description: string;
  readonly before: string;
  readonly after: string;
  readonly title: string;
}

export interface EvaluationProgress {
  /** The patch. */
  readonly uri: string;
  readonly done: number;
  readonly total: number;
  /** The machine that is run. */
  readonly machine: string;
}

export interface MachineInfo {
  readonly id: string;
  readonly label: string;
  /** 'built-in' | 'added' | 'beside the patch' | 'open' */
  readonly origin: string;
  readonly release: string;
  readonly accelerator: string;
  /** The dump's URI: file:, or qemu-memory: for a built-in machine. */
  readonly uri: string;
  /** One line: "812 address spaces, 1,322 regions". */
  readonly description: string;
  /** A sentence where the machine cannot be used. */
  readonly error?: string;
  readonly removable: boolean;
}

export type CommandWords = { readonly words: readonly string[] } | { readonly error: string };

/** One of `command` (words of a command line) and `socket` (a path, or HOST:PORT of this machine). */
export interface CaptureParams {
  readonly command?: readonly string[];
  readonly socket?: string;
  /** The folder in which QEMU is started: a file: URI; the first workspace folder unless told. */
  readonly folder?: string;
}

/** A dump and what it has, or a sentence and QEMU's own words. */
export type Captured = { readonly text: string; readonly summary: string } | { readonly error: string };

export interface MachinesParams {
  /** A patch: the dumps beside it take part. */
  readonly uri?: string;
}

export interface TreeParams {
  /** The patch (file: or qemu-memory:) that is reviewed, or a comparison of two dumps, builds or versions of a series. */
  readonly uri?: string;
  readonly node?: string;
}

export interface TreeItem {
  /** Opaque; names this node in TreeParams.node. Stable between calls. */
  readonly node: string;
  readonly label: string;
  readonly description?: string;
  readonly tooltip?: string;
  /** A codicon name without $( ). */
  readonly icon?: string;
  /** Theme colour id for the icon. */
  readonly colour?: string;
  readonly children: 'none' | 'collapsed' | 'expanded';
  /** What the node is, for menus: a 'machine' has an inline button that compares on it. */
  readonly contextValue?: string;
  readonly accessibilityLabel?: string;
  readonly command?: { readonly title: string; readonly command: string; readonly arguments: readonly unknown[] };
  /** Opens this place on a click where there is no command. */
  readonly open?: { readonly uri: string; readonly line?: number };
}

export interface FileTargetsParams {
  readonly uri: string;
  /** Zero-based: the file that stands there, if one does; all files else. */
  readonly line?: number;
}

/** A file of a patch; where its whole text is not found, `error` says why, and where the patch nearly fits. */
export interface FileTarget {
  readonly label: string;
  /** Zero-based: where the file begins in the patch. */
  readonly line: number;
  /** Where Before is from; '' where several files are listed, of which none was looked for. */
  readonly description: string;
  readonly before: string;
  readonly after: string;
  readonly title: string;
  readonly error?: string;
}

export interface CompareTarget {
  readonly machine: string;
  readonly label: string;
  readonly description: string;
  readonly before: string;
  readonly after: string;
  readonly title: string;
}

export interface CoreInfo {
  /** What the setting `core` takes. */
  readonly name: string;
  readonly title: string;
  /** What it changes, where it does; else ''. */
  readonly description: string;
}

export interface CoreOfDump extends CoreInfo {
  /** A sentence: how the core was chosen. */
  readonly why: string;
}

export interface CompareCoresParams {
  readonly uri: string;
  readonly before: string;
  readonly after: string;
}

export interface CompareDumpsParams {
  /** URIs of dumps: files, open texts, or virtual ones. */
  readonly before: string;
  readonly after: string;
}

export interface ComparedDumps {
  /** The result: a document, and what `TreeParams.uri` takes. */
  readonly difference: string;
  /** Both dumps as documents in which what is equal is equal text. */
  readonly before: string;
  readonly after: string;
  readonly title: string;
  /** A sentence: how much differs; or why the two cannot be compared, and then there is nothing else to open. */
  readonly summary: string;
  readonly failed: boolean;
}

export interface CompareVersionsParams {
  /** URIs of patches; one for both means its two newest versions. */
  readonly old: string;
  readonly now: string;
}

export interface ComparedVersions {
  /** The result: a document, and what `TreeParams.uri` takes. '' where there is none. */
  readonly uri: string;
  readonly title: string;
  /** A sentence: how much differs, or why the two cannot be compared. */
  readonly summary: string;
  readonly failed: boolean;
}

export interface TextKind {
  readonly kind: 'record' | 'encoded' | 'mail' | 'diff' | 'none';
}

export interface CompareBuildsParams {
  /** Names the run in its progress. */
  readonly token: string;
  /** Paths: an emulator, or a directory of them. */
  readonly before: string;
  readonly after: string;
  /** Words that are added for each side, as a shell reads them. */
  readonly beforeArgs?: string;
  readonly afterArgs?: string;
  /** Machine types; every one that both have where it is missing. */
  readonly machines?: readonly string[];
}

export interface BuildsProgress {
  readonly token: string;
  readonly done: number;
  readonly total: number;
  readonly label: string;
}

export interface ComparedBuilds {
  /** The result: a document, and what `TreeParams.uri` takes. '' where there is none. */
  readonly uri: string;
  /** A sentence: how much differs, or why the two cannot be compared. */
  readonly summary: string;
  readonly failed: boolean;
}

export interface BuildTypes {
  readonly names: readonly string[];
  readonly error?: string;
}

export interface DecodedDocument {
  readonly uri: string;
}

export interface ContentParams {
  readonly uri: string;
}
