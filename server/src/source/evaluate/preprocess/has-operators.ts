/** Operators of `#if` besides `defined`. */
export const OPERATORS = new Set([
  '__has_include',
  '__has_include_next',
  '__has_attribute',
  '__has_builtin',
  '__has_feature',
]);

/** For `__has_attribute`. */
export const KNOWN_ATTRIBUTES = new Set(['cleanup', 'packed', 'aligned', 'unused', 'used', 'noreturn', 'constructor']);
