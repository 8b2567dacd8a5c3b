/**
 * Control and bidirectional characters made visible, line ends and tabs kept: for text of patches and dumps that goes
 * to a terminal or a label, where it must not act.
 */
export const showControls = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cf}]/gu, (c) =>
    c === '\n' || c === '\t' ? c : `<U+${(c.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}>`,
  );
