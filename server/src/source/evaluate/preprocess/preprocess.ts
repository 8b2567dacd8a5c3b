import { append } from '../../../text/append.ts';
import { type Bodies, type Body, readBody, withBodies } from './bodies.ts';
import { type Checkpoint, type PreprocessProblem, reaches } from './checkpoint.ts';
import { evaluateCondition } from './condition.ts';
import { Expander, type TokenStream } from './expander.ts';
import { answered, isOperator } from './has-operators.ts';
import { headerName, headerPaths } from './header-names.ts';
import { readMacro } from './macro.ts';
import { Macros, NOW } from './macros.ts';
import type { ReadFile, SourceFile, Sources } from './sources.ts';
import { END, spell, type Token } from './token.ts';

export interface PreprocessOptions {
  readonly read: ReadFile;
  /** Folders in which `#include` looks, in order; the folder of the including file comes first for "...". */
  readonly searchPaths: readonly string[];
  /** C text, read first: predefined macros. */
  readonly prelude: string;
  /** Of the same file, made with the same options: where to go on, if the file is the same up to it. */
  readonly from?: Checkpoint | undefined;
  /** Called where the file's own text begins, behind its headers. */
  reached?(checkpoint: Checkpoint): void;
}

export interface Preprocessed {
  /** Expanded, directives gone; without what stands in `bodies`. */
  readonly tokens: readonly Token[];
  readonly bodies: Bodies;
  /** The tokens with the bodies in them. */
  all(): readonly Token[];
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
  /** Of each `#if` that is open: a branch has been taken. */
  readonly conditions: { done: boolean }[];
}

const MAX_INCLUDES = 100;

/** Runs translation phases 1 to 4 on the file at `path` (C11 6.10). Never fails; trouble is in `problems`. */
export function preprocess(sources: Sources, path: string, options: PreprocessOptions): Preprocessed {
  return new Preprocessor(sources, path, options).run();
}

class Preprocessor {
  private readonly sources: Sources;
  private readonly options: PreprocessOptions;
  private readonly open: OpenFile[] = [];
  private readonly once: Set<string>;
  private readonly files: Set<string>;
  private readonly missing: Set<string>;
  private readonly problems: PreprocessProblem[];
  private readonly macros: Macros;
  private readonly expander: Expander;
  private readonly main: SourceFile | undefined;
  private readonly tokens: Token[];
  private readonly bodies: Map<number, Body>;
  private isInBody = false;
  /** There is a checkpoint, or can be none. */
  private isBehindHeaders: boolean;
  private readonly pathOf = (place: number): string => this.sources.place(place).path;

  constructor(sources: Sources, path: string, options: PreprocessOptions) {
    this.sources = sources;
    this.options = options;
    const text = options.read(path);
    this.main = text === undefined ? undefined : sources.file(path, text);
    const from = options.from && this.main && reaches(options.from, this.main) ? options.from : undefined;
    const stream: TokenStream = {
      pull: () => this.pull(),
      copy: (out, expander) => this.copy(out, expander),
      pathOf: this.pathOf,
    };
    this.macros = new Macros(from?.macros);
    this.expander = new Expander(stream, this.macros, NOW, from?.expander);
    this.once = new Set(from?.once);
    this.files = new Set(from?.files);
    this.missing = new Set(from?.missing);
    this.problems = [...(from?.problems ?? [])];
    this.isBehindHeaders = from !== undefined;
    this.tokens = from ? from.tokens.slice(0, from.count) : [];
    this.bodies = new Map(from?.bodies);
    if (!this.main) this.missing.add(path);
    else this.enter(this.main, from);
    if (!from) this.enter(sources.file('<built-in>', options.prelude));
  }

  run(): Preprocessed {
    const { tokens, bodies, missing, files, problems } = this;
    try {
      this.expander.readAll(tokens);
    } catch (error) {
      const at = this.open.at(-1)?.file.tokens[this.open.at(-1)?.at ?? 0];
      this.problem(at ?? END, error instanceof Error ? error.message : String(error));
    }
    const expand = (text: string) => this.expander.expand(this.sources.file('<expression>', text).tokens);
    return { tokens, bodies, all: () => withBodies(tokens, bodies), missing, files, problems, expand };
  }

  private enter(file: SourceFile, from?: Checkpoint): void {
    // A file that includes itself is part of its headers.
    if (this.open.length > 0 && file === this.main) this.isBehindHeaders = true;
    this.files.add(file.path);
    this.open.push({ file, at: from?.at ?? 0, conditions: (from?.conditions ?? []).map((done) => ({ done })) });
  }

  private checkpoint({ file, at, conditions }: OpenFile): void {
    const expander = this.expander.state();
    // what a macro that began in a header takes from here is part of the headers
    if (!expander) return;
    this.isBehindHeaders = true;
    if (!this.options.reached) return;
    this.options.reached({
      file,
      at,
      conditions: conditions.map(({ done }) => done),
      tokens: this.tokens,
      count: this.tokens.length,
      bodies: new Map(this.bodies),
      macros: new Macros(this.macros),
      expander,
      once: new Set(this.once),
      files: new Set(this.files),
      missing: new Set(this.missing),
      problems: [...this.problems],
    });
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
        if (current.file === this.main && !this.isBehindHeaders && !this.isInBody) this.checkpoint(current);
        current.at++;
        if (!opensBody(token) || !this.isBody()) return token;
        if (this.readBody(token)) return token;
      }
    }
  }

  /** A parameter list stands before the brace that is read, and what its function has inside can wait. */
  private isBody(): boolean {
    const isFree = this.expander.begins && !this.isInBody && this.macros.areBalanced;
    return isFree && this.tokens.at(-1)?.text === ')';
  }

  /** Leaves a body for later, or has read what stands in it; its closing brace is next. */
  private readBody(open: Token): boolean {
    this.isInBody = true;
    const { body, waits } = readBody(() => this.pull(), this.macros, this.pathOf);
    this.isInBody = false;
    const file = this.open.at(-1);
    if (file) file.at--;
    if (waits) this.bodies.set(this.tokens.length, body);
    else append(this.tokens, [open, ...body()]);
    return waits;
  }

  /** What `pull` would give, one by one, up to the first directive or name of a macro. */
  private copy(out: Token[], expander: Expander): void {
    const current = this.open.at(-1);
    if (!current || (current.file === this.main && !this.isBehindHeaders)) return;
    const { tokens } = current.file;
    for (let token = tokens[current.at]; token && expander.isPlain(token); token = tokens[++current.at]) {
      if ((token.first && token.text === '#') || opensBody(token)) return;
      out.push(token);
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
    const rest = this.line(current);
    const name = rest.shift();
    if (!name) return;
    switch (name.text) {
      case 'define': {
        const macro = readMacro(rest);
        if (macro) this.macros.define(macro);
        else this.problem(name, '#define has no name or its parameters cannot be read');
        return;
      }
      case 'undef':
        this.macros.undefine(rest[0]?.text ?? '');
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
      const rest = this.line(current);
      const name = rest.shift();
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
      return this.questions.isDefined(rest[0]?.text ?? '') === (name.text === 'ifdef');
    }
    try {
      return evaluateCondition(this.expander.expand(answered(rest, this.questions)));
    } catch (error) {
      this.problem(name, error instanceof Error ? error.message : String(error));
      return false;
    }
  }

  private readonly questions = {
    isDefined: (name: string): boolean =>
      this.macros.has(name) || isOperator(name) || name === '__LINE__' || name === '__FILE__',
    hasInclude: (inner: readonly Token[]): boolean => {
      const wanted = headerName(inner);
      return wanted !== undefined && this.find(wanted.name, wanted.quoted) !== undefined;
    },
  };

  private include(current: OpenFile, rest: readonly Token[], at: Token): void {
    const wanted = headerName(rest) ?? headerName(this.expander.expand(rest));
    if (!wanted || this.open.length > MAX_INCLUDES) {
      this.problem(at, wanted ? '#include is nested more than 100 deep' : '#include names no file');
      return;
    }
    const skipOwn = at.text === 'include_next' ? current.file.path : undefined;
    const file = this.find(wanted.name, wanted.quoted, skipOwn);
    if (!file) this.missing.add(wanted.name);
    else if (!this.once.has(file.path) && !(file.guard && this.macros.has(file.guard))) this.enter(file);
  }

  private find(name: string, quoted: boolean, notPath?: string): SourceFile | undefined {
    const { searchPaths, read } = this.options;
    const own = this.open.at(-1)?.file.path.replace(/[^/]*$/, '') ?? '';
    for (const path of headerPaths(name, quoted ? [own, ...searchPaths] : searchPaths)) {
      const text = path === notPath ? undefined : read(path);
      if (text !== undefined) return this.sources.file(path, text);
    }
    return undefined;
  }

  private problem(token: Token, message: string): void {
    this.problems.push({ place: this.sources.place(token.place), message });
  }
}

/** In QEMU's style the brace of a function stands alone at the start of a line; elsewhere a body is just not left out. */
const opensBody = ({ first, space, text }: Token): boolean => first && !space && text === '{';
