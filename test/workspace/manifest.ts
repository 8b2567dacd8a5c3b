import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

interface Named {
  readonly id: string;
}

/** What package.json declares to VS Code. */
export const manifest = JSON.parse(
  readFileSync(fileURLToPath(new URL('../../package.json', import.meta.url)), 'utf8'),
) as {
  readonly contributes: {
    readonly configuration: { readonly properties: Readonly<Record<string, { readonly default: unknown }>> };
    readonly semanticTokenTypes: readonly Named[];
    readonly semanticTokenModifiers: readonly Named[];
    readonly semanticTokenScopes: readonly {
      readonly language: string;
      readonly scopes: Readonly<Record<string, readonly string[]>>;
    }[];
  };
};
