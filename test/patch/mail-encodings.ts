/** Content-Transfer-Encodings of a mail's body, for tests; bytes are one character each (latin1). */
export const toBase64 = (bytes: Buffer, width = 76): string =>
  (bytes.toString('base64').match(new RegExp(`.{1,${width}}`, 'g')) ?? []).map((line) => `${line}\n`).join('');

/** Quoted-printable with its lines at most 76 characters wide (RFC 2045, 6.7). */
export function toQuoted(bytes: Buffer): string {
  const lines: string[] = [];
  let line = '';
  const put = (part: string): void => {
    if (line.length + part.length > 75) {
      lines.push(`${line}=`);
      line = '';
    }
    line += part;
  };
  for (const [i, byte] of bytes.entries()) {
    if (byte === 10) {
      lines.push(line);
      line = '';
    } else {
      const last = bytes[i + 1] === 10 || i + 1 === bytes.length;
      const plain = byte > 32 && byte < 127 && byte !== 61;
      put(plain || (byte === 32 && !last) ? String.fromCharCode(byte) : escapeOf(byte));
    }
  }
  return lines.map((one) => `${one}\n`).join('') + (line === '' ? '' : `${line}=\n`);
}

const escapeOf = (byte: number): string => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`;

/** A mail (of `git format-patch`, in one part) with its body in another transfer encoding. */
export function reencoded(mail: Buffer, encoding: 'quoted-printable' | 'base64'): Buffer {
  const at = mail.indexOf('\n\n');
  const fields = mail.subarray(0, at).toString('latin1').split('\n');
  const charset = /charset=([^;\s]+)/.exec(fields.join('\n'))?.[1] ?? 'UTF-8';
  const head = fields.filter((field) => !/^(?:MIME-Version|Content-)/i.test(field));
  const body = mail.subarray(at + 2);
  const type = `MIME-Version: 1.0\nContent-Type: text/plain; charset=${charset}\nContent-Transfer-Encoding: ${encoding}`;
  const text = encoding === 'base64' ? toBase64(body) : toQuoted(body);
  return Buffer.from(`${head.join('\n')}\n${type}\n\n${text}`, 'latin1');
}
