import { closing, makeToken, type Token } from './token.ts';

/** What the operators of `#if` ask. */
export interface Questions {
  isDefined(name: string): boolean;
  /** `inner` as it stands between the parentheses of `__has_include`. */
  hasInclude(inner: readonly Token[]): boolean;
}

type Answer = (inner: readonly Token[], questions: Questions) => boolean;

const KNOWN_ATTRIBUTES = new Set(['cleanup', 'packed', 'aligned', 'unused', 'used', 'noreturn', 'constructor']);

const hasInclude: Answer = (inner, questions) => questions.hasInclude(inner);
const no: Answer = () => false;

/** Operators of `#if` besides `defined`. */
const OPERATORS: ReadonlyMap<string, Answer> = new Map([
  ['__has_include', hasInclude],
  ['__has_include_next', hasInclude],
  ['__has_attribute', ([name]) => KNOWN_ATTRIBUTES.has(name?.text.replace(/^__|__$/g, '') ?? '')],
  ['__has_builtin', no],
  ['__has_feature', no],
]);

export const isOperator = (name: string): boolean => OPERATORS.has(name);

/** The line of an `#if` with `defined`, `__has_include` and their like answered, before macros are expanded. */
export function answered(line: readonly Token[], questions: Questions): Token[] {
  const out: Token[] = [];
  for (let i = 0; i < line.length; i++) {
    const token = line[i];
    if (!token) break;
    const answer = OPERATORS.get(token.text);
    if (token.text === 'defined') {
      const isBare = line[i + 1]?.text !== '(';
      out.push(number(token, questions.isDefined(line[isBare ? i + 1 : i + 2]?.text ?? '')));
      i += isBare ? 1 : 3;
    } else if (answer && line[i + 1]?.text === '(') {
      const close = closing(line, i + 1);
      out.push(number(token, answer(line.slice(i + 2, close), questions)));
      i = close;
    } else out.push(token);
  }
  return out;
}

const number = ({ place, space, first }: Token, value: boolean): Token =>
  makeToken('number', value ? '1' : '0', place, space, first, false);
