/** What a subject says of a patch: its place in a series, its version, and its text. */
export interface Subject {
  /** Without prefixes. */
  readonly text: string;
  /** Where `text` starts in the subject. */
  readonly at: number;
  readonly number: number;
  readonly total: number;
  readonly version: number;
  /** The words of the brackets but number and version. */
  readonly prefixes: readonly string[];
  /** Re: stands before it. */
  readonly isReply: boolean;
}

/**
 * Reads "Re: [Qemu-devel] [PATCH for-9.0 v2 3/7] text", or Patchwork's "[v2,3/7] text": every bracket at the front is a
 * prefix (Git's mailinfo, cleanup_subject). Number, total and version are 1 where nothing names them.
 */
export function parseSubject(subject: string): Subject {
  const prefix = /\s*(?:(re|fwd?|aw):|\[([^\]]*)\])\s*/iy;
  let at = 0;
  let number = 1;
  let total = 1;
  let version = 1;
  let isReply = false;
  const prefixes: string[] = [];
  for (let match = prefix.exec(subject); match; match = prefix.exec(subject)) {
    at = prefix.lastIndex;
    if (match[1] && !/^f/i.test(match[1])) isReply = true;
    for (const token of (match[2] ?? '').split(/[\s,]+/)) {
      const place = /^(\d{1,5})\/(\d{1,5})$/.exec(token);
      const versioned = /^(?:patch|rfc|pull|resend)?-?v(\d{1,4})$/i.exec(token);
      if (place) [number, total] = [Number(place[1]), Number(place[2])];
      if (versioned) version = Number(versioned[1]);
      if (token !== '' && !place && !versioned) prefixes.push(token);
    }
  }
  return { text: subject.slice(at).trim(), at, number, total, version, prefixes, isReply };
}
