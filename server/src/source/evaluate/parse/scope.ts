import type { Entity, Value, Variable } from './ast.ts';
import type { CType, IntType, RecordType } from './types.ts';

/** What a name means. */
export type Binding =
  | { readonly kind: 'typedef'; readonly type: CType }
  | { readonly kind: 'constant'; readonly value: Value; readonly type: IntType }
  | { readonly kind: 'local'; readonly variable: Variable }
  | { readonly kind: 'global'; readonly entity: Entity };

/** Names and tags of a block or a file (C11 6.2.1, 6.2.3). */
export class Scope {
  readonly parent: Scope | undefined;
  private readonly names = new Map<string, Binding>();
  private readonly tags = new Map<string, RecordType | IntType>();

  constructor(parent?: Scope) {
    this.parent = parent;
  }

  find(name: string): Binding | undefined {
    for (let scope: Scope | undefined = this; scope; scope = scope.parent) {
      const binding = scope.names.get(name);
      if (binding) return binding;
    }
    return undefined;
  }

  /** Only what this very scope declares. */
  own(name: string): Binding | undefined {
    return this.names.get(name);
  }

  declare(name: string, binding: Binding): void {
    this.names.set(name, binding);
  }

  findTag(tag: string): RecordType | IntType | undefined {
    for (let scope: Scope | undefined = this; scope; scope = scope.parent) {
      const type = scope.tags.get(tag);
      if (type) return type;
    }
    return undefined;
  }

  ownTag(tag: string): RecordType | IntType | undefined {
    return this.tags.get(tag);
  }

  declareTag(tag: string, type: RecordType | IntType): void {
    this.tags.set(tag, type);
  }

  get isFile(): boolean {
    return this.parent === undefined;
  }
}
