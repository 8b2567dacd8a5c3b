/**
 * What Node and browsers share of the Encoding Standard. Only `tsconfig.pure.json` reads this file: the pure folders
 * have no types of a platform; everywhere else those of Node say the same.
 */
declare class TextDecoder {
  constructor(label?: string, options?: { readonly fatal?: boolean; readonly ignoreBOM?: boolean });
  decode(bytes?: Uint8Array): string;
}

declare class TextEncoder {
  encode(text: string): Uint8Array;
}
