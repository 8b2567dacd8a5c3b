import type { Value } from '../parse/ast.ts';
import type { Host } from '../run/host.ts';

const SIZES: Readonly<Record<string, number>> = { hh: 8, h: 16, '': 32, l: 64, ll: 64, j: 64, z: 64, t: 64, q: 64 };

/** What printf makes of a format and its arguments (C11 7.21.6.1): integers, characters, strings, pointers, %f. */
export function format(host: Host, text: string, args: readonly Value[]): string {
  let next = 0;
  const take = (): Value => args[next++] ?? 0;
  return text.replace(
    /%([-+ #0]*)(\*|\d+)?(?:\.(\*|\d+)?)?(hh|h|ll|l|j|z|t|q)?([a-zA-Z%])/g,
    (all, flags: string, width: string | undefined, precision: string | undefined, size = '', kind: string) => {
      if (kind === '%') return '%';
      const room = width === '*' ? Number(take()) : Number(width ?? 0);
      const hasPrecision = all.includes('.');
      const digits = precision === '*' ? Number(take()) : Number(precision ?? 0);
      const isNumber = 'diouxX'.includes(kind);
      let body = convert(host, kind, size, take(), hasPrecision ? digits : undefined, flags);
      if (isNumber && hasPrecision) body = body.replace(/[0-9a-fA-F]+$/, (number) => number.padStart(digits, '0'));
      if (body.length >= room) return body;
      if (flags.includes('-')) return body.padEnd(room);
      if (!flags.includes('0') || (isNumber && hasPrecision)) return body.padStart(room);
      const [, sign = '', number = ''] = /^([-+ ]|0[xX])?([\s\S]*)$/.exec(body) ?? [];
      return sign + number.padStart(room - sign.length, '0');
    },
  );
}

function convert(
  host: Host,
  kind: string,
  size: string,
  value: Value,
  precision: number | undefined,
  flags: string,
): string {
  switch (kind) {
    case 'd':
    case 'i': {
      const number = BigInt.asIntN(SIZES[size] ?? 32, BigInt(value));
      return number >= 0n && flags.includes('+') ? `+${number}` : `${number}`;
    }
    case 'o':
    case 'u':
    case 'x':
    case 'X': {
      const number = BigInt.asUintN(SIZES[size] ?? 32, BigInt(value));
      const digits = number.toString(kind === 'u' ? 10 : kind === 'o' ? 8 : 16);
      const text =
        flags.includes('#') && kind !== 'u' && number !== 0n ? `${kind === 'o' ? '0' : '0x'}${digits}` : digits;
      return kind === 'X' ? text.toUpperCase() : text;
    }
    case 'c':
      return String.fromCharCode(Number(value) & 0xff);
    case 's': {
      const text = Number(value) === 0 ? '(null)' : host.memory.text(Number(value));
      return precision === undefined ? text : text.slice(0, precision);
    }
    case 'p':
      return Number(value) === 0 ? '(nil)' : `0x${Number(value).toString(16)}`;
    case 'f':
      return Number(value).toFixed(precision ?? 6);
    default:
      return '';
  }
}
