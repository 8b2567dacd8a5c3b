/** Runs of blank characters as one blank, none at the ends: what Git makes of names and subjects (its isspace is ASCII's). */
export const collapseBlanks = (text: string): string => {
  const one = text.replace(/[ \t\r\n]+/g, ' ');
  return one.slice(one.startsWith(' ') ? 1 : 0, one.length - (one.length > 1 && one.endsWith(' ') ? 1 : 0));
};
