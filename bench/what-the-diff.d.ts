/** What the bench uses of a package that has no types. */
declare module 'what-the-diff' {
  interface File {
    readonly oldPath?: string | null;
    readonly newPath?: string | null;
    readonly hunks?: readonly { readonly lines?: readonly string[] }[];
  }
  export function parse(text: string): readonly File[];
}
