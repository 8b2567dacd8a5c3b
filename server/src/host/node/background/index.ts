import { Worker } from 'node:worker_threads';
import type { Background } from '../../types.ts';
import type { Answered, Asked } from './thread.ts';

/** Work that takes longer is ended. */
const TIMEOUT_MS = 60_000;
/** Work that nobody wants any more may end by itself for so long: a thread that is ended forgets what it has read. */
const GRACE_MS = 1000;
/** A thread with nothing to do for so long is ended: it holds some 100 MB. */
const IDLE_MS = 120_000;
const HEAP_MB = 400;

/** A thread of `file` (whose program is `answerJobs`), made when it is first needed. */
export function nodeBackground<Job, Result>(file: string): Background<Job, Result> {
  const thread = new Thread<Job, Result>(file);
  return { run: (job, signal) => thread.run(job, signal) };
}

interface Waiting<Job, Result> {
  readonly job: Job;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: Error) => void;
}

class Thread<Job, Result> {
  private worker: Worker | undefined;
  private readonly waiting: Waiting<Job, Result>[] = [];
  private running: (Waiting<Job, Result> & { readonly id: number; readonly timeout: NodeJS.Timeout }) | undefined;
  private idle: NodeJS.Timeout | undefined;
  private next = 0;

  constructor(private readonly file: string) {}

  run(job: Job, signal?: AbortSignal): Promise<Result> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(cancelled());
      const entry: Waiting<Job, Result> = { job, resolve, reject };
      signal?.addEventListener('abort', () => this.cancel(entry), { once: true });
      this.waiting.push(entry);
      this.start();
    });
  }

  private start(): void {
    if (this.running) return;
    const entry = this.waiting.shift();
    if (!entry) {
      this.rest();
      return;
    }
    clearTimeout(this.idle);
    const id = this.next++;
    const timeout = setTimeout(
      () => this.end(`The work took longer than ${TIMEOUT_MS / 1000} s and was ended.`),
      TIMEOUT_MS,
    );
    this.running = { ...entry, id, timeout };
    const thread = this.thread();
    // while a job runs the process stays
    thread.ref();
    thread.postMessage({ id, job: entry.job } satisfies Asked<Job>);
  }

  private thread(): Worker {
    if (this.worker) return this.worker;
    const worker = new Worker(this.file, {
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
      stdout: true,
      stderr: true,
    });
    worker.on('message', (answer: Answered<Result>) => this.answered(answer));
    const broken = (why: string) => this.worker === worker && this.end(`The work broke off: ${why}`);
    worker.on('error', (error) => broken(error.message));
    worker.on('exit', (code) => broken(`its thread ended with code ${code}.`));
    this.worker = worker;
    return worker;
  }

  private answered(answer: Answered<Result>): void {
    const { running } = this;
    if (running?.id !== answer.id) return;
    this.done();
    if ('error' in answer) running.reject(new Error(answer.error));
    else running.resolve(answer.result);
    this.start();
  }

  /** A job that waits is dropped; one that runs has a moment to end by itself. */
  private cancel(entry: Waiting<Job, Result>): void {
    entry.reject(cancelled());
    const at = this.waiting.indexOf(entry);
    if (at >= 0) this.waiting.splice(at, 1);
    const { running } = this;
    if (running?.job !== entry.job) return;
    setTimeout(() => this.running === running && this.end(CANCELLED), GRACE_MS);
  }

  /** Ends the thread and the job that runs in it; the next job gets a new one. */
  private end(why: string): void {
    const { running, worker } = this;
    this.worker = undefined;
    this.done();
    void worker?.terminate();
    running?.reject(new Error(why));
    this.start();
  }

  private done(): void {
    clearTimeout(this.running?.timeout);
    this.running = undefined;
  }

  private rest(): void {
    clearTimeout(this.idle);
    this.idle = setTimeout(() => {
      void this.worker?.terminate();
      this.worker = undefined;
    }, IDLE_MS);
    this.idle.unref();
    this.worker?.unref();
  }
}

const CANCELLED = 'The work was cancelled.';
const cancelled = (): Error => new Error(CANCELLED);
