import { hiddenAs } from './hidden-characters.ts';
import type { Lines } from './lines.ts';
import type { Problems } from './problems.ts';

/**
 * Warns of the first control character in each of the lines `from` up to `to`. A CR that ends a line is none: it is of
 * the line ending, or content of a file whose lines end in CR LF.
 */
export function reportControls(lines: Lines, from: number, to: number, problems: Problems): void {
  const end = lines.start(to);
  for (let at = lines.nextControl(lines.start(from)); at < end; ) {
    reportControl(lines.text.charCodeAt(at), at, problems);
    at = lines.nextControl(lines.start(lines.lineOf(at) + 1));
  }
}

function reportControl(code: number, at: number, problems: Problems): void {
  const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  const message = `This line holds ${name}, ${hiddenAs(code)}. Look at it with such characters made visible.`;
  problems.add('control-characters', 'warning', message, { start: at, end: at + 1 });
}
