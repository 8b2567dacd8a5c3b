import { SourceText } from '../../../text/source-text.ts';
import type { MachineProblem } from '../../machine.ts';
import { charactersOf, type Json, type JsonObject, type JsonString, readJson } from './json.ts';
import type { Layer } from './layer.ts';

/** A message of QMP begins, behind marks of who speaks or nothing. */
const MESSAGE = /^[^\w"{}]{0,8}\{\s*"(?:return|QMP|execute|error|timestamp|event|id)"/m;
/** Where a session begins. */
const HEAD = 1 << 14;
/** What may stand between messages: marks of who speaks. */
const SPEAKERS = /^(?:\s|->|<-|[<>,[\]]|\(QEMU\)|[CS]:)*$/;

/**
 * The texts that QMP's `human-monitor-command` returned, each behind a prompt with the command of its request where
 * that is there: one reply, or a session of many. Requests are answered in their order.
 */
export const qmpReplies: Layer = (text) => {
  if (!MESSAGE.test(text.slice(0, HEAD))) return undefined;
  const session = new Session(text);
  for (let at = 0; at < text.length; ) {
    const open = text.indexOf('{', at);
    session.between(at, open < 0 ? text.length : open);
    const message = open < 0 ? undefined : readJson(text, open);
    if (message?.kind === 'object') session.message(message);
    at = message?.end ?? text.length;
  }
  return session;
};

const stringAt = (object: Json | undefined, name: string): JsonString | undefined => {
  const value = object?.kind === 'object' ? object.values.get(name) : undefined;
  return value?.kind === 'string' ? value : undefined;
};

class Session {
  readonly inside: SourceText;
  readonly problems: MachineProblem[] = [];
  /** The command lines of requests that are not answered yet; undefined where a request is no monitor command. */
  private readonly asked: (JsonString | undefined)[] = [];

  constructor(private readonly text: string) {
    this.inside = new SourceText(text);
  }

  between(start: number, end: number): void {
    const words = this.text.slice(start, end);
    if (SPEAKERS.test(words)) return;
    this.problem('information', 'unreadable', 'This is no message of QMP; it is left out.', {
      start: start + (words.length - words.trimStart().length),
      end: start + words.trimEnd().length,
    });
  }

  message(message: JsonObject): void {
    const { values } = message;
    const error = values.get('error');
    if (values.has('execute')) this.asked.push(stringAt(values.get('arguments'), 'command-line'));
    else if (values.has('return')) this.answer(this.asked.shift(), stringAt(message, 'return'));
    else if (error) {
      this.asked.shift();
      const words = stringAt(error, 'desc') ?? error;
      this.problem(
        'warning',
        'incomplete',
        `QEMU answered with an error: ${this.text.slice(words.start, words.end)}`,
        error,
      );
    }
    if (message.closed) return;
    this.problem('warning', 'incomplete', 'This message of QMP is cut; what is there is read.', {
      start: message.start,
      end: message.end,
    });
  }

  private answer(command: JsonString | undefined, words: JsonString | undefined): void {
    if (!words) return;
    this.mark('\n(qemu) ', words.start);
    if (command) this.take(command);
    this.mark('\n', words.start);
    this.take(words);
    this.mark('\n', words.end);
  }

  private take(string: JsonString): void {
    for (const { character, start, end } of charactersOf(this.text, string)) {
      if (character.length === end - start) this.inside.keep(start, end);
      else this.inside.put(character, start, end);
    }
  }

  /** Puts what the original has not, at one place of it. */
  private mark(words: string, at: number): void {
    for (const character of words) this.inside.put(character, at, at);
  }

  private problem(
    severity: MachineProblem['severity'],
    code: MachineProblem['code'],
    message: string,
    { start, end }: { readonly start: number; readonly end: number },
  ): void {
    if (this.problems.length < 50) this.problems.push({ severity, code, message, range: { start, end } });
  }
}
