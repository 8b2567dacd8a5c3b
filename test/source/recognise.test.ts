import { describe, expect, it } from 'vitest';
import { recognise } from '../../server/src/source/recognise.ts';
import { traitsOfHunk, traitsOfLine } from '../../server/src/source/traits.ts';
import { emptyView } from './fixtures.ts';
import { hunk, mapLines, patchOf, renamed, reversed, verdict } from './helpers.ts';

describe('known changes of the core', () => {
  it('the empty view, forwards and reversed', () => {
    expect(verdict(emptyView)).toBe('e673ba9af9 -> 092aa2fc65');
    expect(verdict(reversed(emptyView))).toBe('092aa2fc65 -> e673ba9af9');
  });

  it('names each trait, with the lines that show it', () => {
    const recognition = recognise(emptyView);
    expect(recognition.evidence.map(({ trait, basis, lines }) => [trait, basis, lines.length])).toEqual([
      ['Address spaces whose root is a container without an enabled child', 'changed lines', 5],
      ['Address spaces whose root is disabled, or leads to a disabled region', 'changed lines', 4],
      ['The empty FlatView', 'changed lines', 9],
      ['Who has a FlatView', 'context', 2],
      ['Lone children on the way to the root of a view', 'context', 5],
      ['Sections that every dispatch tree reserves', 'date', 0],
      ['Growth of the node array of a dispatch tree', 'date', 0],
      ['Non-volatile regions', 'date', 0],
      ['Unmergeable regions', 'date', 0],
    ]);
    expect(recognition.unexplained).toEqual([]);
    const [childless] = traitsOfLine(recognition, { file: 0, hunk: 1, line: 3 });
    expect(childless?.after).toBe('All share one permanent empty FlatView');
    expect(traitsOfHunk(recognition, 0, 0).map(({ trait }) => trait)).toEqual(['The empty FlatView']);
  });

  it('rests on the path where there is no date', () => {
    const { evidence } = recognise({ ...emptyView, date: '' });
    const assumed = evidence.find(({ trait }) => trait.startsWith('Sections'));
    expect(assumed).toMatchObject({ before: '4', after: '4', basis: 'path' });
  });

  it('swaps the words of a reversed patch', () => {
    const [trait] = recognise(reversed(emptyView)).evidence;
    expect(trait).toMatchObject({
      before: 'All share one permanent empty FlatView',
      after: 'Each such root has an empty FlatView of its own',
    });
  });

  it('does not mind the names of variables', () => {
    const names = { region: 'r', count: 'n', lone: 'only', nothing: 'void_view', fv: 'flat' };
    expect(verdict(renamed(emptyView, names))).toBe('e673ba9af9 -> 092aa2fc65');
  });

  it('does not mind trace points in the code around', () => {
    const traced = mapLines(emptyView, (line) =>
      line.text.includes('atomic_fetch_dec')
        ? [line, { kind: 'context', text: '        trace_flatview_destroy_rcu(fv, fv->root);' }]
        : [line],
    );
    expect(verdict(traced)).toBe('e673ba9af9 -> 092aa2fc65');
  });

  it('does not take one variable of a function for another', () => {
    for (const other of ['region', 'lone', 'child', 'NULL', 'flat_views', 'g_free', 'int']) {
      const patch = mapLines(emptyView, (line) => [
        { ...line, text: line.text.replace('count == 0', `${other} == 0`) },
      ]);
      expect(verdict(patch), other).toBe('not-recognised');
    }
  });

  it('looks at what a longer hunk shows', () => {
    const shown = (limit: number) =>
      mapLines(emptyView, (line) =>
        line.text === '                     }'.slice(1)
          ? [{ kind: 'context', text: `if (++count > ${limit}) { lone = NULL; break; }` }, line]
          : [line],
      );
    expect(verdict(shown(1))).toBe('e673ba9af9 -> 092aa2fc65');
    expect(verdict(shown(2))).toBe('not-recognised');
  });
});

describe('what is not recognised', () => {
  it('says what a near change lacks, and where', () => {
    const without = mapLines(emptyView, (line) => (line.text.includes('assert(fv->root)') ? [] : [line]));
    const { status, summary, unexplained } = recognise(without);
    expect(status).toBe('not-recognised');
    expect(summary).toContain('092aa2fc65');
    expect(summary).toContain(
      'not seen in the patch are: in flatview_unref (after): the view without a root is never freed',
    );
    expect(unexplained).toEqual([]);
  });

  it('says so where the code is of another time', () => {
    const [file] = emptyView.files;
    const later = patchOf('system/memory.c', ...(file?.hunks ?? []));
    expect(recognise(later).summary).toContain('in system/memory.c');
    expect(verdict(later)).toBe('not-recognised');
  });

  it('has no known change with more beside it in code that makes views', () => {
    const [file] = emptyView.files;
    const more = hunk(
      'static bool can_merge(FlatRange *a, FlatRange *b)',
      `
-    return one(a);
+    return other(a, b);
 }`,
    );
    const { status, summary } = recognise(patchOf('memory.c', ...(file?.hunks ?? []), more));
    expect(status).toBe('not-recognised');
    expect(summary).toContain('can_merge');
  });

  it('takes no truncated hunk', () => {
    const [file] = emptyView.files;
    const cut = patchOf('memory.c', ...(file?.hunks ?? []).map((one, i) => ({ ...one, whole: i !== 2 })));
    expect(recognise(cut)).toMatchObject({ status: 'not-recognised', summary: expect.stringContaining('truncated') });
  });

  it('takes an unknown change of rendering for one, wherever it is seen', () => {
    const cases = [
      hunk(
        'static void render_memory_region(FlatView *v,',
        '\n     if (!region->enabled) {\n-        return;\n+        goto out;\n     }',
      ),
      hunk('', '\n-    a = 1;\n+    a = 2;'),
      hunk('void somewhere(void)', '\n+    flatviews_reset();'),
      hunk('void somewhere(MemoryRegion *r)', '\n-    r->terminates = true;'),
      hunk('', '\n-#define P_L2_BITS 9\n+#define P_L2_BITS 10'),
      hunk(
        'static void other(void)',
        '\n }\n \n static bool can_merge(FlatRange *a,\n                       FlatRange *b)\n {\n-    return a;\n+    return b;',
      ),
    ];
    for (const one of cases) expect(verdict(patchOf('memory.c', one))).toBe('not-recognised');
  });
});

describe('what is no recognised change', () => {
  it('says which functions were looked at', () => {
    const patch = patchOf(
      'system/physmem.c',
      hunk('void *address_space_map(AddressSpace *as,', '\n-    x = 1;\n+    x = 2;'),
    );
    const { status, summary, unexplained } = recognise(patch);
    expect(status).toBe('nothing-recognised');
    expect(summary).toContain('does not mean no change');
    expect(summary).toContain('address_space_map');
    expect(unexplained).toHaveLength(2);
  });

  it('leaves comments and white space out', () => {
    const patch = patchOf(
      'memory.c',
      hunk(
        'static void flatviews_reset(void)',
        '\n  * of a comment that began above\n- * with an old line\n+ * with a new one\n  */\n-    flatviews_init();\n+  flatviews_init( );',
      ),
    );
    expect(recognise(patch)).toMatchObject({
      status: 'nothing-recognised',
      summary: 'Only comments and white space change.',
    });
  });

  it('leaves renamed variables out where their declaration is seen', () => {
    const rename = (from: string, to: string) =>
      patchOf(
        'memory.c',
        hunk(
          'static void flatviews_reset(void)',
          `
-    AddressSpace *${from};
+    AddressSpace *${to};
 
-    walk(${from}->root);
+    walk(${to}->root);`,
        ),
      );
    expect(recognise(rename('as', 'space')).summary).toBe('Only names/comments change.');
    const other = patchOf('memory.c', hunk('static void flatviews_reset(void)', '\n-    walk(as);\n+    walk(space);'));
    expect(verdict(other)).toBe('not-recognised');
    const swapped = patchOf(
      'memory.c',
      hunk(
        'static void flatviews_reset(void)',
        '\n-    FlatRange *a, *b;\n-    f(a - b);\n+    FlatRange *b, *a;\n+    f(b - a);',
      ),
    );
    expect(verdict(swapped)).toBe('not-recognised');
  });

  it('knows files of the core only', () => {
    expect(recognise(patchOf('hw/pci/pci.c', hunk('void f(void)', '\n+    flatviews_reset();'))).status).toBe(
      'not-core',
    );
    expect(recognise({ date: '', files: [] }).status).toBe('not-core');
  });

  it('says that a move changes no line', () => {
    const patch = { date: '', files: [{ oldPath: 'memory.c', newPath: 'softmmu/memory.c', hunks: [] }] };
    expect(recognise(patch)).toMatchObject({ status: 'nothing-recognised', summary: expect.stringContaining('moved') });
  });
});
