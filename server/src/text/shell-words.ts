/** What a shell would do something with, and this reader refuses. */
const SYNTAX: Readonly<Record<string, string>> = {
  '|': 'a pipe',
  '&': 'a command in the background or a second one',
  ';': 'a second command',
  '<': 'a redirection',
  '>': 'a redirection',
  '(': 'a subshell',
  ')': 'a subshell',
  '`': 'the output of a command',
  $: 'a variable or the output of a command',
  '#': 'a comment',
  '~': 'a home directory',
};

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/**
 * The words of a command line by a POSIX shell's rules of blanks, quotes and backslashes, and $'...'. Nothing is run
 * or expanded: what would be is refused with a sentence.
 */
export function shellWords(text: string): { readonly words: readonly string[] } | { readonly error: string } {
  const reader = new WordReader(text);
  try {
    return { words: reader.read() };
  } catch (error) {
    if (error instanceof Refusal) return { error: error.message };
    throw error;
  }
}

class Refusal extends Error {}

class WordReader {
  private at = 0;
  private readonly words: string[] = [];
  /** The word that is being read; undefined between words. */
  private word: string | undefined;

  constructor(private readonly text: string) {}

  read(): readonly string[] {
    while (this.at < this.text.length) {
      const c = this.text[this.at++] ?? '';
      if (/\s/.test(c)) this.endWord();
      if (c === '\n' && this.words.length > 0 && this.text.slice(this.at).trim())
        throw new Refusal('One command line is wanted; end a line with \\ where it goes on.');
      if (/\s/.test(c)) continue;
      if (c === "'") this.add(this.until("'"));
      else if (c === '"') this.doubleQuoted();
      else if (c === '\\') this.escaped();
      else if (c === '$' && this.text[this.at] === "'") this.ansi();
      else if (c in SYNTAX && !(/[#~]/.test(c) && this.word !== undefined)) throw refusal(c);
      else this.add(c);
    }
    this.endWord();
    const [first] = this.words;
    if (first && /^[A-Za-z_]\w*=/.test(first))
      throw new Refusal(`"${first}" sets a variable of the environment; begin with the program.`);
    return this.words;
  }

  private add(text: string): void {
    this.word = (this.word ?? '') + text;
  }

  private endWord(): void {
    if (this.word !== undefined) this.words.push(this.word);
    this.word = undefined;
  }

  private escaped(): void {
    const c = this.text[this.at++];
    // a backslash at the end of a line joins it with the next
    if (c === '\r' && this.text[this.at] === '\n') this.at++;
    else if (c !== undefined && c !== '\n') this.add(c);
  }

  private until(quote: string): string {
    const end = this.text.indexOf(quote, this.at);
    if (end < 0) throw unclosed(quote);
    const quoted = this.text.slice(this.at, end);
    this.at = end + 1;
    return quoted;
  }

  private doubleQuoted(): void {
    this.add('');
    for (;;) {
      const c = this.text[this.at++];
      if (c === undefined) throw unclosed('"');
      if (c === '"') return;
      if (c === '$' || c === '`') throw refusal(c);
      if (c === '\\' && /[$`"\\\n]/.test(this.text[this.at] ?? '')) this.escaped();
      else this.add(c);
    }
  }

  /** $'...', behind its $. */
  private ansi(): void {
    this.at++;
    this.add('');
    for (;;) {
      const c = this.text[this.at++];
      if (c === undefined) throw unclosed("'");
      if (c === "'") return;
      if (c !== '\\') this.add(c);
      else {
        const escaped = this.text[this.at++] ?? '';
        this.add(ESCAPES[escaped] ?? escaped);
      }
    }
  }
}

const refusal = (c: string): Refusal =>
  new Refusal(
    `The command line is run without a shell: "${c}" would be ${SYNTAX[c]}. Quote it if it is meant as it is.`,
  );

const unclosed = (quote: string): Refusal => new Refusal(`A quote ${quote} is not closed.`);
