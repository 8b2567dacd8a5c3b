import type { Transition } from './transition.ts';
import { DUMMY_TRANSITIONS } from './transitions-dummies.ts';
import { FLAG_TRANSITIONS } from './transitions-flags.ts';
import { ROOT_SEARCH_TRANSITIONS } from './transitions-root-search.ts';
import { SHARING_TRANSITIONS } from './transitions-sharing.ts';

/** Every change of the memory core that the model has both states of. */
export const TRANSITIONS: readonly Transition[] = [
  ...SHARING_TRANSITIONS,
  ...ROOT_SEARCH_TRANSITIONS,
  ...FLAG_TRANSITIONS,
  ...DUMMY_TRANSITIONS,
];
