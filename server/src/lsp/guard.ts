import type { Connection } from 'vscode-languageserver';

/** Wraps a handler: its exception is logged and answered with `empty`; the server lives on. */
export type Guard = <P, R>(empty: R, handler: (params: P) => R | Promise<R>) => (params: P) => Promise<R>;

export const makeGuard =
  (connection: Connection): Guard =>
  (empty, handler) =>
  async (params) => {
    try {
      return await handler(params);
    } catch (error) {
      connection.console.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
      return empty;
    }
  };
