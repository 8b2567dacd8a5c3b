import { table } from './markdown.ts';
import { LEVELS, type Level, type Severity } from './rule.ts';
import { RULES, type RuleCode } from './rule-table.ts';

export const isRuleCode = (code: string): code is RuleCode => Object.hasOwn(RULES, code);

/** Which level each rule has, where it is not its own. */
export type Levels = Readonly<Partial<Record<RuleCode, Level>>>;

/** Reads the setting `checks`: codes that are not there and levels that are none are left out. */
export function readLevels(value: unknown): Levels {
  if (typeof value !== 'object' || value === null) return {};
  const known = Object.entries(value).filter(
    ([code, level]) => isRuleCode(code) && LEVELS.some((candidate) => candidate === level),
  );
  return Object.fromEntries(known) as Levels;
}

/** The problems that the setting leaves, each as severe as it says. */
export const atLevels = <P extends { readonly code: RuleCode; readonly severity: Severity }>(
  problems: readonly P[],
  levels: Levels,
): P[] =>
  problems.flatMap((problem) => {
    const level = levels[problem.code] ?? problem.severity;
    return level === 'off' ? [] : [{ ...problem, severity: level }];
  });

/** The setting `qemuMemoryReview.checks` as package.json declares it. */
export const checksSchema = () => ({
  type: 'object',
  default: {},
  additionalProperties: false,
  scope: 'window',
  order: 7,
  markdownDescription:
    'How severe each check of patches is; `off` hides it. What is not named here is as [docs/rules.md](docs/rules.md) says.',
  properties: Object.fromEntries(
    Object.entries(RULES).map(([code, { title, severity }]) => [
      code,
      { type: 'string', enum: LEVELS, default: severity, description: `${title}.` },
    ]),
  ),
});

/** What a rule means and what to do, as a document of its own. */
export const rulePage = (code: RuleCode): string => `# ${code}\n\n${ruleText(code)}`;

/** docs/rules.md: a section a rule. */
export function rulesDocument(): string {
  const codes = Object.keys(RULES).filter(isRuleCode);
  const rows = codes.map((code) => {
    const { title, severity, fix } = RULES[code];
    return [`[${code}](#${code})`, title, severity, fix ? 'yes' : ''];
  });
  return `# What is checked in patches

Made from the table that names every problem of a patch (\`server/src/report/rules.ts\`); a test keeps both alike, and another one
that each example shows its problem. \`check PATCH...\` prints problems, an editor marks them, and the setting
\`qemuMemoryReview.checks\` makes each \`off\`, \`hint\`, \`information\`, \`warning\` or \`error\`:

    "qemuMemoryReview.checks": { "binary": "off" }

${table(['rule', 'what', 'severity', 'quick fix'], rows, 'left')}

${codes.map((code) => `## ${code}\n\n${ruleText(code)}`).join('\n')}`;
}

function ruleText(code: RuleCode): string {
  const { title, severity, means, recover, fix, example } = RULES[code];
  const parts = [`**${title}** (${severity}). ${means}`, `**What to do.** ${recover}`];
  if (fix) parts.push(`**Quick fix.** ${fix}`);
  if (example) parts.push(`\`\`\`\n${shownExample(example)}\`\`\``);
  return `${parts.join('\n\n')}\n`;
}

/** What does not show is written as its code. */
const shownExample = (text: string): string =>
  text.replace(/[^\n\t -~]/gu, (c) => `<U+${(c.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}>`);
