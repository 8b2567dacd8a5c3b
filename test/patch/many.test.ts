import { describe, expect, it } from 'vitest';
import { applyFile } from '../../server/src/patch/apply.ts';
import { checkPatch } from '../../server/src/patch/checks/check-patch.ts';
import { readPatch } from '../../server/src/patch/read-patch.ts';

describe('many', () => {
  it('repairs a hunk with a line of no-break spaces', () => {
    const spaces = '\u00a0'.repeat(150_000);
    const text = `--- a/f\n+++ b/f\n@@ -1,3 +1,3 @@\n${spaces}a\n-b\n+c\n d\n`;
    const [problem] = checkPatch(text, readPatch(text));
    expect(problem?.code).toBe('no-break-space');
    expect(problem?.fix?.edits).toHaveLength(150_000);
  });

  it('applies a hunk of 200,000 lines', () => {
    const text = `--- a/f\n+++ b/f\n@@ -1 +1,200001 @@\n a\n${'+b\n'.repeat(200_000)}`;
    const [file] = readPatch(text).patches[0]?.files ?? [];
    const applied = file && applyFile('a\n', file);
    expect(applied).toMatchObject({ text: `a\n${'b\n'.repeat(200_000)}` });
  });
});
