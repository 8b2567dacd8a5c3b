/** How a dump was made. */
export interface Origin {
  /** The command line of a QEMU that was run stopped, or the address of one that ran. */
  readonly by: { readonly commandLine: readonly string[] } | { readonly socket: string };
  /** Such as `7.2.22`. */
  readonly release: string;
  /** `TCG`, `KVM`, another one, or `unknown`. */
  readonly accelerator: string;
}

export interface CommandOutput {
  readonly command: string;
  readonly text: string;
}

/**
 * A dump as a user would paste it from the monitor, below a comment that says where it is from; `originOf` reads the
 * comment. Passwords of the command line are left out.
 */
export function capturedDump({ by, release, accelerator }: Origin, outputs: readonly CommandOutput[]): string {
  const source =
    'socket' in by
      ? `Captured from: ${oneLine(by.socket)} (QEMU ${release}, ${accelerator}, running)`
      : `Captured with: ${withoutSecrets(by.commandLine).map(shellWord).join(' ')} (QEMU ${release}, ${accelerator}, stopped before firmware)`;
  return `# ${source}\n${outputs.map(({ command, text }) => `(qemu) ${command}\n${text}`).join('')}`;
}

/** What the first comment of a captured dump says, where it is one. */
export function originOf(header: string): Pick<Origin, 'release' | 'accelerator'> | undefined {
  const [, release, accelerator] = /^# Captured (?:with|from): .* \(QEMU (\S+), (\S+), [^()]*\)$/.exec(header) ?? [];
  return release && accelerator ? { release, accelerator } : undefined;
}

/** A word as a POSIX shell reads it back, on one line. */
export function shellWord(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  if (!/[\n\r]/.test(word)) return `'${word.replaceAll("'", "'\\''")}'`;
  const escaped = word.replace(/[\\']/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\r', '\\r');
  return `$'${escaped}'`;
}

const oneLine = (text: string): string => text.replace(/[\n\r]/g, ' ');

/** The values of `-object secret,data=` and of every `password=`: dumps are mailed. */
const withoutSecrets = (words: readonly string[]): readonly string[] =>
  words.map((word) =>
    word
      .replace(/(?<=(?:^|,)password=)(?:,,|[^,])*/g, '...')
      .replace(/(?<=^(?:qom-type=)?secret,.*\bdata=)(?:,,|[^,])*/, '...'),
  );
