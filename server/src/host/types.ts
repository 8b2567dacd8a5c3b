/** What the outside gives the workspace: files. Paths are URIs (`file:///...`). */
export interface Host {
  /**
   * The text of a file, bytes that are not UTF-8 kept (text/bytes.ts), a gzip file unpacked; rejects with a sentence
   * where it cannot be read.
   */
  readText(uri: string): Promise<string>;
  /** What changes when the file does (time and size); '' where there is no such file. */
  stamp(uri: string): Promise<string>;
  /** The URI with symbolic links resolved; itself where there is no such file. */
  realUri(uri: string): Promise<string>;
  /** URIs of the files in a folder, sorted; empty where there is none. */
  list(folderUri: string): Promise<readonly string[]>;
}

/** Writes files of the user's, whole or not at all. Paths are URIs. */
export interface FileWriter {
  /** Rejects with a sentence where a write would fail for what can be known before. */
  check(uri: string): Promise<void>;
  exists(uri: string): Promise<boolean>;
  /** Makes the folders on the way; replaces what is there. Rejects with a sentence. */
  write(uri: string, text: string): Promise<void>;
}

/** The terminal that a command line runs in. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  /** All of standard input, read as a file is. */
  input(): Promise<string>;
  readonly colour: boolean;
  /** The folder that relative paths start from, as a URI. */
  readonly folder: string;
}

/** Runs QEMUs stopped, and asks running ones; every failure is a sentence, with QEMU's own words where it said any. */
export interface Qemu {
  /**
   * Starts `binary` with `args`, stopped before the first guest instruction (`-S -display none`), runs the monitor
   * commands in order, and ends it. Nothing of it is left, however this ends.
   */
  askStopped(
    binary: string,
    args: readonly string[],
    commands: readonly MonitorCommand[],
    options?: AskOptions,
  ): Promise<QemuAnswers>;
  /**
   * Asks a running QEMU by its QMP socket: a path, or HOST:PORT of this machine. Only `info` commands; the guest
   * does not notice.
   */
  askSocket(address: string, commands: readonly MonitorCommand[], options?: AskOptions): Promise<QemuAnswers>;
  /** What `-M help` lists, `none` included, in its order. */
  machineTypes(binary: string, options?: AskOptions): Promise<readonly MachineType[]>;
  /**
   * The system emulators of a build: a qemu-system-* file, or a build directory or install prefix with such files.
   * Sorted by target; rejects where there is none.
   */
  findBinaries(build: string): Promise<readonly QemuBinary[]>;
}

/** A command of the human monitor, or several of which the first that this release knows is run. */
export type MonitorCommand = string | readonly string[];

export interface AskOptions {
  /** For the whole call; 60 s unless told. */
  readonly timeoutMs?: number;
  /** Ends the call, and the QEMU that it started. */
  readonly signal?: AbortSignal;
  /** The folder in which QEMU is started, and relative paths begin; this process' own unless told. */
  readonly folder?: string;
}

export interface QemuAnswers {
  /** Such as `7.2.22`. */
  readonly release: string;
  /** The distributor's own words, or ''. */
  readonly package: string;
  /** `TCG`, `KVM`, another one in capitals, or `unknown`. */
  readonly accelerator: string;
  /** In the order of the commands. */
  readonly answers: readonly MonitorAnswer[];
}

export interface MonitorAnswer {
  /** The command that was run; of several, the last one that was tried. */
  readonly command: string;
  /** What it printed, lines ending in LF. */
  readonly text: string;
  /** This release does not know the command, or not with these options: the text is its complaint. */
  readonly refused: boolean;
}

/** A machine type of `-M`. */
export interface MachineType {
  readonly name: string;
  readonly description: string;
  /** The machine type that this name stands for. */
  readonly aliasOf?: string;
  readonly deprecated: boolean;
  /** Taken where no -M is given. */
  readonly isDefault: boolean;
}

export interface QemuBinary {
  /** Such as `x86_64`: what follows `qemu-system-`. */
  readonly target: string;
  /** Absolute. */
  readonly path: string;
}

/**
 * Reads the objects of Git repositories: no work tree is touched, no hook, filter, pager, file system monitor or
 * transport runs, and nothing is written. Only where the workspace is trusted.
 */
export interface Git {
  /**
   * Opens the repository that a folder (a file: URI) lies in, or is if it is bare, for as long as `work` takes; undefined
   * where there is none. Rejects with a sentence where Git cannot be run or refuses to read it.
   */
  open<T>(
    folderUri: string,
    work: (repository: GitRepository | undefined) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T>;
}

export interface GitRepository {
  /** Where the folder that was asked for lies in the work tree: '' for its top or a bare repository, else "folder/". */
  readonly prefix: string;
  /** Its history was cut when it was cloned. */
  readonly shallow: boolean;
  /** The id of the commit `HEAD`; undefined where there is none yet. */
  head(): Promise<string | undefined>;
  /**
   * The texts of blobs, each named by an object id (7 digits or more) or by `<commit id>:<path>`. Undefined
   * for one that is not there, not unique, no blob, no UTF-8, or past what is read at once.
   */
  blobs(names: readonly string[]): Promise<readonly (GitBlob | undefined)[]>;
  /** The full ids of blobs, named as for `blobs`; undefined for what is not there, not unique, or no blob. */
  blobIds(names: readonly string[]): Promise<readonly (string | undefined)[]>;
  /**
   * Commits at which paths have been different: `HEAD`, then the parents of the commits that change one of the paths, the
   * newest first, of those that `HEAD` has or that any branch or tag has. Each is the last with its state. They come as Git
   * finds them, which may take a second for all; whoever has enough stops.
   */
  states(paths: readonly string[], from: 'HEAD' | 'all'): AsyncIterable<readonly string[]>;
}

export interface GitBlob {
  readonly id: string;
  readonly text: string;
}

/** Does long work off this thread: jobs and results are plain data. */
export interface Background<Job, Result> {
  /**
   * Runs a job after those that came before it; what one has read is at hand for the next. Rejects with a sentence where
   * the work was ended from outside: by the signal, because it took too long, or because its thread broke.
   */
  run(job: Job, signal?: AbortSignal): Promise<Result>;
}
