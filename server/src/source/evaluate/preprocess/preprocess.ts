import { evaluateCondition } from './condition.ts';
import { Expander } from './expander.ts';
import { readMacro } from './macro.ts';
import type { Place, ReadFile, SourceFile, Sources } from './sources.ts';
import { END, spell, type Token } from './token.ts';

export interface PreprocessOptions {
  readonly read: ReadFile;
  /** Folders in which `#include` looks, in order; the folder of the including file comes first for "...". */
  readonly searchPaths: readonly string[];
  /** C text, read first: predefined macros. */
  readonly prelude: string;
}

export interface PreprocessProblem {
  readonly place: Place;
  readonly message: string;
}

export interface Preprocessed {
  /** Fully expanded, directives gone. */
  readonly tokens: readonly Token[];
  /** Headers that no folder has, as written; each is taken as empty. */
  readonly missing: ReadonlySet<string>;
  /** Every file that was read, by path. */
  readonly files: ReadonlySet<string>;
  readonly problems: readonly PreprocessProblem[];
  /** Expands a text by the macros that are defined at the end of the file. */
  expand(text: string): readonly Token[];
}

interface OpenFile {
  readonly file: SourceFile;
  at: number;
  readonly conditions: Condition[];
}

/** An `#if` that is open. */
interface Condition {
  /** A branch has been taken. */
  done: boolean;
}

const MAX_INCLUDES = 100;

/** Runs translation phases 1 to 4 on the file at `path` (C11 6.10). Never fails; trouble is in `problems`. */
export function preprocess(sources: Sources, path: string, options: PreprocessOptions): Preprocessed {
  return new Preprocessor(sources, options).run(path);
}

class Preprocessor {
  private readonly sources: Sources;
  private readonly options: PreprocessOptions;
  private readonly open: OpenFile[] = [];
  private readonly once = new Set<string>();
  private readonly files = new Set<string>();
  private readonly missing = new Set<string>();
  private readonly problems: PreprocessProblem[] = [];
  private readonly expander: Expander;

  constructor(sources: Sources, options: PreprocessOptions) {
    this.sources = sources;
    this.options = options;
    this.expander = new Expander({ pull: () => this.pull(), pathOf: (place) => sources.place(place).path });
  }

  run(path: string): Preprocessed {
    const tokens: Token[] = [];
    const text = this.options.read(path);
    if (text === undefined) this.missing.add(path);
    else this.enter(this.sources.file(path, text));
    this.enter(this.sources.file('<built-in>', this.options.prelude));
    try {
      for (let token = this.expander.next(); token.kind !== 'end'; token = this.expander.next()) tokens.push(token);
    } catch (error) {
      const at = this.open.at(-1)?.file.tokens[this.open.at(-1)?.at ?? 0];
      this.problem(at ?? END, error instanceof Error ? error.message : String(error));
    }
    const expand = (text: string) => this.expander.expand(this.sources.file('<expression>', text).tokens);
    return { tokens, missing: this.missing, files: this.files, problems: this.problems, expand };
  }

  private enter(file: SourceFile): void {
    this.files.add(file.path);
    this.open.push({ file, at: 0, conditions: [] });
  }

  /** The next token that is in no directive and is not skipped. */
  private pull(): Token {
    for (;;) {
      const current = this.open.at(-1);
      if (!current) return END;
      const token = current.file.tokens[current.at];
      if (!token) {
        if (current.conditions.length) this.problem(current.file.tokens.at(-1) ?? END, '#endif is missing');
        this.open.pop();
      } else if (token.first && token.text === '#') {
        this.directive(current);
      } else {
        current.at++;
        return token;
      }
    }
  }

  /** The rest of the line of a directive. */
  private line(current: OpenFile): Token[] {
    const { tokens } = current.file;
    const from = current.at;
    let token = tokens[++current.at];
    while (token && !token.first) token = tokens[++current.at];
    return tokens.slice(from + 1, current.at);
  }

  private directive(current: OpenFile): void {
    const [name, ...rest] = this.line(current);
    if (!name) return;
    switch (name.text) {
      case 'define': {
        const macro = readMacro(rest);
        if (macro) this.expander.macros.set(macro.name, macro);
        else this.problem(name, '#define has no name or its parameters cannot be read');
        return;
      }
      case 'undef':
        this.expander.macros.delete(rest[0]?.text ?? '');
        return;
      case 'include':
      case 'include_next':
        this.include(current, rest, name);
        return;
      case 'if':
      case 'ifdef':
      case 'ifndef': {
        const isTrue = this.test(name, rest);
        current.conditions.push({ done: isTrue });
        if (!isTrue) this.skip(current);
        return;
      }
      case 'elif':
      case 'else':
        // A branch was taken before: the rest is skipped.
        if (current.conditions.length) this.skip(current);
        else this.problem(name, `#${name.text} without #if`);
        return;
      case 'endif':
        if (!current.conditions.pop()) this.problem(name, '#endif without #if');
        return;
      case 'pragma':
        if (rest[0]?.text === 'once') this.once.add(current.file.path);
        return;
      case 'error':
        this.problem(name, `#error ${spell(rest)}`);
        return;
    }
  }

  /** Goes on to the branch that is taken, or past `#endif`. */
  private skip(current: OpenFile): void {
    const { tokens } = current.file;
    let depth = 0;
    for (; current.at < tokens.length; ) {
      const token = tokens[current.at];
      if (!token?.first || token.text !== '#') {
        current.at++;
        continue;
      }
      const [name, ...rest] = this.line(current);
      const condition = current.conditions.at(-1);
      if (name?.text === 'if' || name?.text === 'ifdef' || name?.text === 'ifndef') depth++;
      else if (name?.text === 'endif' && depth-- === 0) {
        current.conditions.pop();
        return;
      } else if (depth === 0 && condition && !condition.done) {
        if (name?.text === 'else' || (name?.text === 'elif' && this.test(name, rest))) {
          condition.done = true;
          return;
        }
      }
    }
  }

  private test(name: Token, rest: readonly Token[]): boolean {
    if (name.text === 'ifdef' || name.text === 'ifndef') {
      return this.isDefined(rest[0]) === (name.text === 'ifdef');
    }
    try {
      return evaluateCondition(this.expander.expand(this.operators(rest)));
    } catch (error) {
      this.problem(name, error instanceof Error ? error.message : String(error));
      return false;
    }
  }

  private isDefined(token: Token | undefined): boolean {
    const name = token?.text ?? '';
    return this.expander.macros.has(name) || OPERATORS.has(name) || name === '__LINE__' || name === '__FILE__';
  }

  /** Answers `defined`, `__has_include` and their like before macros are expanded. */
  private operators(line: readonly Token[]): Token[] {
    const out: Token[] = [];
    for (let i = 0; i < line.length; i++) {
      const token = line[i];
      if (!token) break;
      if (token.text === 'defined') {
        const isBare = line[i + 1]?.text !== '(';
        out.push(number(token, this.isDefined(line[isBare ? i + 1 : i + 2])));
        i += isBare ? 1 : 3;
      } else if (OPERATORS.has(token.text) && line[i + 1]?.text === '(') {
        let close = i + 1;
        for (let depth = 0; close < line.length; close++) {
          if (line[close]?.text === '(') depth++;
          else if (line[close]?.text === ')' && --depth === 0) break;
        }
        const inner = line.slice(i + 2, close);
        out.push(number(token, this.answer(token.text, inner)));
        i = close;
      } else out.push(token);
    }
    return out;
  }

  private answer(operator: string, inner: readonly Token[]): boolean {
    if (operator === '__has_attribute') return KNOWN_ATTRIBUTES.has(inner[0]?.text.replace(/^__|__$/g, '') ?? '');
    if (operator !== '__has_include' && operator !== '__has_include_next') return false;
    const wanted = headerName(inner);
    return wanted !== undefined && this.find(wanted.name, wanted.quoted) !== undefined;
  }

  private include(current: OpenFile, rest: readonly Token[], at: Token): void {
    const wanted = headerName(rest) ?? headerName(this.expander.expand(rest));
    if (!wanted || this.open.length > MAX_INCLUDES) {
      this.problem(at, wanted ? '#include is nested more than 100 deep' : '#include names no file');
      return;
    }
    const skipOwn = at.text === 'include_next' ? current.file.path : undefined;
    const file = this.find(wanted.name, wanted.quoted, skipOwn);
    if (!file) this.missing.add(wanted.name);
    else if (!this.once.has(file.path) && !(file.guard && this.expander.macros.has(file.guard))) this.enter(file);
  }

  private find(name: string, quoted: boolean, notPath?: string): SourceFile | undefined {
    const own = this.open.at(-1)?.file.path.replace(/[^/]*$/, '') ?? '';
    for (const folder of quoted ? [own, ...this.options.searchPaths] : this.options.searchPaths) {
      const path = normalise(folder === '' || folder.endsWith('/') ? folder + name : `${folder}/${name}`);
      const text = path === notPath ? undefined : this.options.read(path);
      if (text !== undefined) return this.sources.file(path, text);
    }
    return undefined;
  }

  private problem(token: Token, message: string): void {
    this.problems.push({ place: this.sources.place(token.place), message });
  }
}

const OPERATORS = new Set(['__has_include', '__has_include_next', '__has_attribute', '__has_builtin', '__has_feature']);

const KNOWN_ATTRIBUTES = new Set(['cleanup', 'packed', 'aligned', 'unused', 'used', 'noreturn', 'constructor']);

const number = (at: Token, value: boolean): Token => ({ ...at, kind: 'number', text: value ? '1' : '0' });

/** The file of `"name"` or `<name>`. */
function headerName(tokens: readonly Token[]): { name: string; quoted: boolean } | undefined {
  const [open] = tokens;
  if (open?.kind === 'string') return { name: open.text.slice(1, -1), quoted: true };
  if (open?.text !== '<') return undefined;
  const close = tokens.findIndex(({ text }) => text === '>');
  if (close < 0) return undefined;
  const inner = tokens.slice(1, close).map((token, i) => (i > 0 && token.space ? ` ${token.text}` : token.text));
  return { name: inner.join(''), quoted: false };
}

/** Takes `.` and `..` out of a path. */
export function normalise(path: string): string {
  if (!path.includes('./') && !path.includes('//') && !path.endsWith('/..')) return path;
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '.' || (part === '' && parts.length)) continue;
    if (part === '..' && parts.length && parts.at(-1) !== '..') parts.pop();
    else parts.push(part);
  }
  return parts.join('/');
}
