import type { BuildFacts, BuildsReport } from './model.ts';

export const COMPARE_SCHEMA = 'qemu-memory-review/compare@1';

/** `compare --format json`; the schema is documented in docs/compare-json.md. */
export const buildsJson = ({ before, after, changed, alike, failed, onlyBefore, onlyAfter }: BuildsReport) => ({
  schema: COMPARE_SCHEMA,
  before: facts(before),
  after: facts(after),
  changed: changed.map(({ target, machine, json }) => ({ target, machine, ...json })),
  alike,
  failed: failed.map(({ target, machine, before: was, after: is }) => ({
    target,
    machine,
    before: was ?? null,
    after: is ?? null,
  })),
  onlyBefore,
  onlyAfter,
});

const facts = ({ build, release, args }: BuildFacts) => ({ build, release, args });
