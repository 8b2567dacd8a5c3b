import { parentPort } from 'node:worker_threads';
import { answerJobs } from '../host/node/background/thread.ts';
import { JobRunner } from '../source/evaluate/core/job.ts';

// The thread that evaluates memory cores.
const runner = new JobRunner();
if (parentPort) answerJobs(parentPort, runner.run.bind(runner));
