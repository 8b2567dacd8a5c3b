import type { Patch } from '../patch/model.ts';
import type { Series } from '../patch/series-model.ts';

/**
 * A series as a JSON value. `place` gives a patch's index in the `patches[]` of the same output, of its index in its
 * own text.
 */
export function seriesJson(file: string, series: Series, patches: readonly Patch[], place: (index: number) => number) {
  const mail = (index: number) => {
    const { subject, from, date, messageId } = patches[index]?.message ?? NO_MESSAGE;
    return { subject, from, date, messageId };
  };
  return {
    file,
    title: series.title,
    version: series.version,
    total: series.total,
    sender: series.sender,
    changeId: series.changeId,
    lineage: series.lineage,
    cover: series.cover === undefined ? null : mail(series.cover),
    patches: series.patches.map(place),
    missing: series.missing,
    duplicates: series.duplicates.map(({ number, messages, same }) => ({ number, patches: messages.map(place), same })),
    pastTotal: series.pastTotal.map(place),
    replies: series.replies.map(({ message, to }) => ({
      ...mail(message),
      on: to === series.cover ? ('cover' as const) : place(to),
    })),
    trailers: series.given.map(({ name, value, from, on }) => ({
      name,
      value,
      from,
      on: on === 'all' ? on : place(on),
    })),
  };
}

const NO_MESSAGE = { subject: '', from: '', date: '', messageId: '' };
