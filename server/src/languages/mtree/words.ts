/** `"a"`, `"a" and "b"`, `"a", "b" and 3 more`: names in plain text, as problems have it. */
export function names(all: readonly string[], most = 3): string {
  const quoted = [...new Set(all)].map((name) => `"${name}"`);
  if (quoted.length <= 1) return quoted.join('');
  if (quoted.length <= most) return `${quoted.slice(0, -1).join(', ')} and ${quoted[quoted.length - 1]}`;
  return `${quoted.slice(0, most - 1).join(', ')} and ${quoted.length - most + 1} more`;
}
