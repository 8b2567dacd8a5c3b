/** Bad usage or input: one line that says file, line and what is wrong; exit code 2. */
export class Failure extends Error {}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
