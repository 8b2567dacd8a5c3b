import { type JsonObject, scanObject } from './json-object.ts';

/** What of Patchwork's API (/api/patches, /covers, /series, /bundles) an object is, told by its keys. */
export type RecordKind = 'patch' | 'cover' | 'reference';

export interface FoundRecord {
  readonly object: JsonObject;
  readonly kind: RecordKind;
}

/** More records of a text are not read. */
const MOST_RECORDS = 2000;

/**
 * The records in a text: objects that begin a line or follow another one, in a list or not; one that is cut needs but
 * "msgid". Mails, commits and diffs are not searched, whatever their JSON files hold.
 */
export function findRecords(text: string): readonly FoundRecord[] {
  // told first, for a look through a large mbox takes as long as reading it
  if (startsPatch(text, 0)) return [];
  if (!text.includes('"msgid"') && !text.includes('"headers"')) return [];
  const found: FoundRecord[] = [];
  for (let at = 0; at < text.length && found.length < MOST_RECORDS; ) {
    const first = firstCharacter(text, at);
    if (text[first] === '{') {
      const object = scanObject(text, first);
      const kind = kindOf(object);
      if (kind) found.push({ object, kind });
      if (!object.closed) break;
      at = object.range.end;
      continue;
    }
    if (startsPatch(text, at)) break;
    const feed = text.indexOf('\n', first);
    at = feed < 0 ? text.length : feed + 1;
  }
  return found;
}

function kindOf({ keys, closed }: JsonObject): RecordKind | undefined {
  if (!closed) return keys.has('msgid') ? 'patch' : undefined;
  const ofMail = keys.has('msgid') || keys.has('headers');
  if (keys.has('diff') && ofMail) return 'patch';
  if (keys.has('content') && ofMail) return 'cover';
  const known = keys.has('mbox') && keys.has('url');
  return known && (keys.has('msgid') || keys.has('patches')) ? 'reference' : undefined;
}

const STARTS_PATCH = ['diff --git ', 'From ', 'From: ', 'Subject: ', 'Message-I', 'commit ', '--- ', '@@ -'];

const startsPatch = (text: string, at: number): boolean => STARTS_PATCH.some((start) => text.startsWith(start, at));

/** Behind blanks, and what stands between the objects of a list; the end of the line at most. */
function firstCharacter(text: string, from: number): number {
  let at = from;
  while (at < text.length && ' \t\ufeff[,'.includes(text.charAt(at))) at++;
  return at;
}
