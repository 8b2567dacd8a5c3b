import { pushTo } from '../text/multimap.ts';
import type { PatchMessage } from './model.ts';

/** So many messages above one are asked, and so many ids of one: deeper threads end there. */
const MOST_ABOVE = 200;

/** The messages that an id has been seen on, and who answers whom (RFC 5322, 3.6.4). Indices are those of the list. */
export class Threads {
  /** Several where two have one id: git format-patch names covers by the second in which it runs. */
  private readonly byId = new Map<string, number[]>();

  constructor(private readonly messages: readonly PatchMessage[]) {
    messages.forEach(({ messageId }, index) => {
      if (messageId !== '') pushTo(this.byId, messageId, index);
    });
  }

  /** The ids above a message, the nearest first: In-Reply-To, then References from the end. */
  above(index: number): string[] {
    const message = this.messages[index];
    if (!message) return [];
    const ids = [message.inReplyTo, ...message.references.slice(-MOST_ABOVE).reverse()];
    return [...new Set(ids)].filter((id) => id !== '' && id !== message.messageId);
  }

  /** The nearest message above that is here and passes; each id above is asked once, and what stands above those. */
  nearest(index: number, passes: (index: number) => boolean): number | undefined {
    const seen = new Set<number>([index]);
    let level = [index];
    while (level.length > 0 && seen.size < MOST_ABOVE) {
      const next: number[] = [];
      for (const from of level) {
        for (const id of this.above(from)) {
          const found = (this.byId.get(id) ?? []).slice(0, MOST_ABOVE).filter((one) => !seen.has(one));
          const passing = found.find(passes);
          if (passing !== undefined) return passing;
          for (const one of found) seen.add(one);
          next.push(...found);
        }
      }
      level = next;
    }
    return undefined;
  }
}
