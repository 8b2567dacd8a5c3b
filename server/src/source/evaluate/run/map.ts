/** Pointers to functions, then the stack, which grows down from STACK, then static data, then the heap. */
export const CODE = 0x1000;
export const CODE_END = 0x10_0000;
export const STACK = 0x50_0000;
export const STATICS_END = 0x200_0000;
