import type { AddressSpace, MemoryRegion } from '../../memory/region.ts';
import { append } from '../../text/append.ts';
import type { Cause, Causes } from './causes.ts';
import type { Effect, MachineSide, Pair, Span } from './model.ts';
import type { Partners } from './pairing.ts';
import { differingSteps, type Seen, type Step } from './seen.ts';

/** All that is seen otherwise for one cause. */
export interface CausedEffects {
  readonly region: Pair<MemoryRegion>;
  readonly why: 'own' | 'hidden' | 'visible';
  readonly effects: readonly Effect[];
  readonly by: readonly Pair<MemoryRegion>[];
}

interface Draft {
  readonly region: Pair<MemoryRegion>;
  readonly lost: Span[];
  readonly gained: Span[];
  readonly altered: Span[];
}

interface CauseDraft {
  readonly region: Pair<MemoryRegion>;
  readonly why: CausedEffects['why'];
  readonly by: Set<Pair<MemoryRegion>>;
  readonly effects: Map<Pair<MemoryRegion>, Map<string, Effect & { spaces: Pair<AddressSpace>[] }>>;
}

/** What accesses see otherwise in the address spaces that both machines have, by cause; each pair of views is gone through once. */
export function effectsByCause(
  before: MachineSide,
  after: MachineSide,
  spaces: readonly Pair<AddressSpace>[],
  partners: Partners<MemoryRegion>,
  causes: Causes,
): readonly CausedEffects[] {
  const collector = new Collector();
  for (const group of alike(before, after, spaces)) {
    const [first] = group;
    const old = first?.before && before.snapshot.viewOf[first.before.id];
    const now = first?.after && after.snapshot.viewOf[first.after.id];
    if (!first || !old || !now) continue;
    collector.begin();
    for (const step of differingSteps(old, now, partners)) {
      if (step.altered && step.before)
        collector.add(causes.ofAltered(first, step, step.before), 'altered', step, step.before);
      else {
        if (step.before) collector.add(causes.ofSeen(first, step, step.before, 'before'), 'lost', step, step.before);
        if (step.after) collector.add(causes.ofSeen(first, step, step.after, 'after'), 'gained', step, step.after);
      }
    }
    collector.end(group);
  }
  return collector.all();
}

/** Address spaces of both machines, those of one view on each side together. */
function alike(
  before: MachineSide,
  after: MachineSide,
  spaces: readonly Pair<AddressSpace>[],
): readonly (readonly Pair<AddressSpace>[])[] {
  const groups = new Map<string, Pair<AddressSpace>[]>();
  for (const pair of spaces) {
    if (!pair.before || !pair.after) continue;
    const views = [before.snapshot.viewOf[pair.before.id]?.id, after.snapshot.viewOf[pair.after.id]?.id];
    const name = views.join(' ');
    const group = groups.get(name);
    if (group) group.push(pair);
    else groups.set(name, [pair]);
  }
  return [...groups.values()];
}

class Collector {
  private readonly causes = new Map<Pair<MemoryRegion>, Map<CausedEffects['why'], CauseDraft>>();
  private current = new Map<CauseDraft, Map<Pair<MemoryRegion>, Draft>>();

  begin(): void {
    this.current = new Map();
  }

  add(cause: Cause | undefined, what: 'lost' | 'gained' | 'altered', { start, size }: Step, seen: Seen): void {
    if (!cause) return;
    const why = cause.why === 'own' ? 'own' : what === 'gained' ? 'visible' : 'hidden';
    const draft = this.cause(cause.region, why);
    if (cause.why === 'covered' && cause.by) draft.by.add(cause.by);
    const own = this.current.get(draft) ?? new Map<Pair<MemoryRegion>, Draft>();
    this.current.set(draft, own);
    const effect = own.get(seen.region) ?? { region: seen.region, lost: [], gained: [], altered: [] };
    own.set(seen.region, effect);
    const spans = effect[what];
    const last = spans.at(-1);
    const continues = last && last.start + last.size === start && last.offset + last.size === seen.offset;
    if (continues) spans[spans.length - 1] = { ...last, size: last.size + size };
    else spans.push({ start, size, offset: seen.offset });
  }

  /** Keeps what was added since `begin`, as seen in these address spaces. */
  end(spaces: readonly Pair<AddressSpace>[]): void {
    for (const [cause, drafts] of this.current) {
      for (const draft of drafts.values()) {
        const byText = cause.effects.get(draft.region) ?? new Map<string, Effect & { spaces: Pair<AddressSpace>[] }>();
        cause.effects.set(draft.region, byText);
        const text = [draft.lost, draft.gained, draft.altered].map(spansText).join('|');
        const known = byText.get(text);
        if (known) append(known.spaces, spaces);
        else byText.set(text, { ...draft, spaces: [...spaces] });
      }
    }
  }

  all(): readonly CausedEffects[] {
    return [...this.causes.values()]
      .flatMap((byWhy) => [...byWhy.values()])
      .map(({ region, why, by, effects }) => ({
        region,
        why,
        by: [...by],
        effects: [...effects.values()].flatMap((byText) => [...byText.values()]),
      }));
  }

  private cause(region: Pair<MemoryRegion>, why: CausedEffects['why']): CauseDraft {
    const byWhy = this.causes.get(region) ?? new Map<CausedEffects['why'], CauseDraft>();
    this.causes.set(region, byWhy);
    const known = byWhy.get(why) ?? { region, why, by: new Set(), effects: new Map() };
    byWhy.set(why, known);
    return known;
  }
}

const spansText = (spans: readonly Span[]): string =>
  spans.map(({ start, size, offset }) => `${start}+${size}@${offset}`).join(' ');

export const bytesOf = (spans: readonly Span[]): bigint => spans.reduce((sum, { size }) => sum + size, 0n);
