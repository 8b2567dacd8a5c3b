/** What the outside gives the workspace: files. Paths are URIs (`file:///...`). */
export interface Host {
  /** The text of a file; rejects with a sentence where it cannot be read. */
  readText(uri: string): Promise<string>;
  /** What changes when the file does (time and size); '' where there is no such file. */
  stamp(uri: string): Promise<string>;
  /** The URI with symbolic links resolved; itself where there is no such file. */
  realUri(uri: string): Promise<string>;
  /** URIs of the files in a folder, sorted; empty where there is none. */
  list(folderUri: string): Promise<readonly string[]>;
}

/** The terminal that a command line runs in. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  /** All of standard input. */
  input(): Promise<string>;
  readonly colour: boolean;
  /** The folder that relative paths start from, as a URI. */
  readonly folder: string;
}
