import type { ExcerptBlock, ExcerptLine, ExcerptRegion } from './model.ts';

type Open = { kind: ExcerptBlock['kind']; heads: ExcerptLine[]; regions: ExcerptRegion[] };

/**
 * The lines of an excerpt as blocks: a head, or several, begins one, and so does a hunk of a diff (`cut`).
 * `views`: what has no head is of a view.
 */
export function blocksOf(lines: readonly (ExcerptLine | 'elision' | 'cut')[], views: boolean): readonly ExcerptBlock[] {
  const blocks: Open[] = [];
  let open: Open | undefined;
  let inViews = views;
  let elided = false;
  const start = (kind: ExcerptBlock['kind']): Open => {
    const block: Open = { kind, heads: [], regions: [] };
    blocks.push(block);
    return block;
  };
  for (const one of lines) {
    if (one === 'elision' || one === 'cut') {
      elided = true;
      if (one === 'cut') open = undefined;
      continue;
    }
    const { line } = one;
    if (line.kind === 'prompt-tree' || line.kind === 'prompt-views') {
      inViews = line.kind === 'prompt-views';
      open = undefined;
    } else if (line.kind === 'region') {
      open ??= start(inViews ? 'view' : 'tree');
      open.regions.push({ ...one, line, afterElision: elided });
    } else {
      const kind = line.kind === 'address-space' || line.kind === 'memory-region' ? 'tree' : 'view';
      // heads that follow each other are of one block
      const goesOn = open?.kind === kind && open.regions.length === 0 && line.kind !== 'flat-view';
      if (!open || !goesOn) open = start(kind);
      open.heads.push(one);
    }
    elided = false;
  }
  return blocks;
}
