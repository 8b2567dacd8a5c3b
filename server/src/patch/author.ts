import { collapseBlanks } from '../text/blanks.ts';

/** In bytes of UTF-8: git mailinfo takes the address where a name is longer (get_sane_name). */
const LONGEST_NAME = 60;

/**
 * The value of a From field as `Name <address>`, name and address as git mailinfo takes them (handle_from): the address
 * stands around the first @, the rest is the name; quotes go, and so do parentheses around the whole name. A name that
 * is none is the address. A value in which Git finds neither stays as it is.
 */
export function authorOf(from: string): string {
  const value = unquoted(from);
  const found = addressAround(value, value.indexOf('@')) ?? betweenAngles(from);
  if (!found) return from.trim();
  return `${saneName(found.name, found.address)} <${found.address}>`;
}

interface Found {
  readonly name: string;
  readonly address: string;
}

function addressAround(value: string, at: number): Found | undefined {
  if (at < 0) return undefined;
  let start = at;
  while (start > 0 && !isBlank(value.charAt(start - 1)) && value[start - 1] !== '<') start--;
  const behind = value.slice(start).search(/[ \t\r\n\v\f>]/);
  const end = behind < 0 ? value.length : start + behind;
  const before = value[start - 1] === '<' ? `${value.slice(0, start - 1)} ` : value.slice(0, start);
  const rest = collapseBlanks(before + value.slice(Math.min(end + 1, value.length)));
  const bare = rest.startsWith('(') && rest.endsWith(')') && rest.length > 1 ? rest.slice(1, -1) : rest;
  return { name: bare, address: value.slice(start, end) };
}

/** "John Doe <johndoe>" (parse_bogus_from). */
function betweenAngles(value: string): Found | undefined {
  const open = value.indexOf('<');
  const close = value.indexOf('>', open + 1);
  if (open < 0 || close < 0) return undefined;
  return { name: collapseBlanks(value.slice(0, open)), address: value.slice(open + 1, close) };
}

function saneName(name: string, address: string): string {
  const long = name.length > LONGEST_NAME || new TextEncoder().encode(name).length > LONGEST_NAME;
  return name === '' || long || /[@<>]/.test(name) ? address : name;
}

const isBlank = (c: string): boolean => c === ' ' || c === '\t' || c === '\n' || c === '\r';

/** Without the quotes of quoted strings and the backslashes of quoted pairs; comments keep their parentheses (RFC 5322, 3.2). */
function unquoted(value: string): string {
  const out: string[] = [];
  let inQuotes = false;
  let depth = 0;
  for (let i = 0; i < value.length; i++) {
    const c = value.charAt(i);
    if (c === '\\' && (inQuotes || depth > 0) && i + 1 < value.length) {
      out.push(value.charAt(++i));
      continue;
    }
    if (c === '"' && depth === 0) {
      inQuotes = !inQuotes;
      continue;
    }
    if (!inQuotes && c === '(') depth++;
    if (!inQuotes && c === ')' && depth > 0) depth--;
    out.push(c);
  }
  return out.join('');
}
