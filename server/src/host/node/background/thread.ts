import type { MessagePort } from 'node:worker_threads';

/** From the thread that asks to the one that works. */
export interface Asked<Job> {
  readonly id: number;
  readonly job: Job;
}

export type Answered<Result> =
  | { readonly id: number; readonly result: Result }
  /** What `run` threw: a fault of ours. */
  | { readonly id: number; readonly error: string };

/** Does every job that comes, in order, and answers each. */
export function answerJobs<Job, Result>(port: MessagePort, run: (job: Job) => Result): void {
  port.on('message', ({ id, job }: Asked<Job>) => {
    let answer: Answered<Result>;
    try {
      answer = { id, result: run(job) };
    } catch (error) {
      answer = { id, error: error instanceof Error ? error.message : String(error) };
    }
    port.postMessage(answer);
  });
}
