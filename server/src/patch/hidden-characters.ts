/** Characters that do not show, by their codes: first, last, and what they are (Unicode 15: Cc, Cf, Zl and Zp). */
const HIDDEN: readonly (readonly [first: number, last: number, what: string])[] = [
  [0x00, 0x08, 'a control character'],
  // tab, line feed and form feed are white space in C and in Git
  [0x0b, 0x0b, 'a control character'],
  [0x0d, 0x0d, 'a carriage return in the line'],
  [0x0e, 0x1f, 'a control character'],
  [0x7f, 0x9f, 'a control character'],
  [0xad, 0xad, 'a soft hyphen, which does not show'],
  [0x061c, 0x061c, 'a bidirectional mark: the line may not read as it compiles'],
  [0x200b, 0x200d, 'a character of no width: names that look alike may differ'],
  [0x200e, 0x200f, 'a bidirectional mark: the line may not read as it compiles'],
  [0x2028, 0x2029, 'a separator of lines that C and Git take for none'],
  [0x202a, 0x202e, 'a bidirectional control: the line may not read as it compiles'],
  [0x2060, 0x2064, 'a character of no width: names that look alike may differ'],
  [0x2066, 0x2069, 'a bidirectional control: the line may not read as it compiles'],
  [0xfeff, 0xfeff, 'a byte order mark, which has no width'],
  [0xfff9, 0xfffb, 'an annotation mark, which does not show'],
];

const escaped = (code: number): string => `\\u${code.toString(16).padStart(4, '0')}`;
const classes = HIDDEN.filter(([first]) => first !== 0x0d).map(([first, last]) => `${escaped(first)}-${escaped(last)}`);

/** Any of them but CR. What is looked for is named, not what is not: that is twice as fast. */
export const HIDDEN_BUT_CR = new RegExp(`[${classes.join('')}]`);

/** Any of them; a CR only inside a line. */
export const HIDDEN_CHARACTER = new RegExp(`${HIDDEN_BUT_CR.source}|\\r[^\\n]`);

/** What a UTF-16 code is, where it does not show or moves what is around it (CVE-2021-42574); undefined for others. */
export function hiddenAs(code: number): string | undefined {
  if (code > 0x1f && code < 0x7f) return undefined;
  return HIDDEN.find(([first, last]) => code >= first && code <= last)?.[2];
}
