import type { Rule } from './rule.ts';

/** What a review says of a patch: of its core, its message, and its own C when that is evaluated. */
export type ReviewCode =
  | 'not-recognised'
  | 'claim-disagrees'
  | 'claim-unchecked'
  | 'claim-agrees'
  | 'excerpt-disagrees'
  | 'excerpt-unchecked'
  | 'run-stops'
  | 'c-not-understood'
  | 'run-leaks'
  | 'engines-differ';

export const REVIEW_RULES: { readonly [code in ReviewCode]: Rule } = {
  'not-recognised': {
    title: 'A change of the memory core that the model does not know',
    severity: 'information',
    means:
      'The patch changes the making of views, and this line is part of no change that the table of known cores has ([behaviour.md](behaviour.md)). So the model has no figures.',
    recover:
      'Nothing is wrong with the patch. With a tree of QEMU at hand, have its own code evaluated: "Evaluate the Patched C", `review --engine source` ([source-engine.md](source-engine.md)). Or compare two builds: `compare --before ... --after ...`.',
    example: '',
  },
  'claim-disagrees': {
    title: 'A number of the message is not what is counted here',
    severity: 'warning',
    means:
      'The message says what the patch does to FlatViews, address spaces, dispatch trees or their memory, and names a machine. On a machine here that is what it names, the figures are others, in every way to count them: with the empty views or without, or without the one that all share. "No change" that names no machine disagrees where one machine here changes.',
    recover:
      'Look at the hover for each way to count. The machine of the message may have devices that it does not name; else ask its author how the number was got.',
    example: '',
  },
  'claim-unchecked': {
    title: 'A number of the message that cannot be checked here',
    severity: 'information',
    means:
      'The message states a number of FlatViews or what they cost, but names no machine, or none that is here; or it counts what the model does not, such as all views that were made since the start; or the patch, or one of its series, is not recognised. The reason is said.',
    recover: 'Add a machine that is what the message names: capture it, or put its dump beside the patch.',
    example: '',
  },
  'claim-agrees': {
    title: 'A number of the message is what is counted here',
    severity: 'hint',
    means:
      'On a machine here that is what the message names, the figures are those of the message: exactly, or, where it rounds ("about", "~", "halves", "18G"), to what it rounds to. The hover says how they were counted.',
    recover: 'Nothing is wrong.',
    example: '',
  },
  'excerpt-disagrees': {
    title: 'A line of `info mtree` in the message is otherwise on a machine here',
    severity: 'warning',
    means:
      'The message shows text of `info mtree`, and a machine here has all its regions, but has this one at another address, with another priority, type or target. It is only for information where the message does not name the type of that machine, or does not say that it shows the state before the patch, or where the model cannot make what the patch does: the machine may have it already.',
    recover:
      'Look whether the machine is the one that is meant: another release, firmware that ran, or other devices move regions.',
    example: '',
  },
  'excerpt-unchecked': {
    title: 'Text of `info mtree` in the message that cannot be checked here',
    severity: 'information',
    means:
      'No machine here has the regions that the message shows: the text is read by itself, as a machine of which no more is known. Or it shows After of a patch of boards or devices, which the model cannot make: then it is said what the machine has, on whichever side of the patch it is.',
    recover: 'Add a machine that has these regions: capture it, or put its dump beside the patch.',
    example: '',
  },
  'run-stops': {
    title: 'The patched C stops',
    severity: 'error',
    means:
      'Evaluated on a machine, the code of the tree with the patch comes to an assertion that fails, an access through NULL, an endless loop, a function that the core does not have, or the like. The message says where; the view "Memory Review" has the calls. Where the code stops without the patch, too, this is a warning.',
    recover:
      'Read the line that is named. A function that is not known may be a limit of the evaluation: what it stands for is listed in docs/source-engine.md.',
    example: '',
  },
  'c-not-understood': {
    title: 'The patched C is not understood',
    severity: 'warning',
    means:
      'The C of the tree was read, and with the patch something in it is no C, or names a type or a member that is not there; without the patch that is not so. What comes behind may be read wrongly, too, and stop the run elsewhere. Bodies of functions are read when they are first called: what is wrong in one that never runs is not found.',
    recover: 'Look for a brace, a semicolon or a header that is missing. A compiler says more.',
    example: '',
  },
  'run-leaks': {
    title: 'The patched C leaks memory',
    severity: 'error',
    means:
      'Evaluated on a machine, a commit that changes nothing leaves more memory allocated than there was before it, after RCU has freed all that was given to it; without the patch it does not. Mostly a reference that is taken and never dropped: a view or a region stays alive.',
    recover: 'Look for a ref without its unref in the lines that run in a commit.',
    example: '',
  },
  'engines-differ': {
    title: 'The two engines give different figures',
    severity: 'warning',
    means:
      "The model of the memory core and the tree's own code, evaluated, do not make the same of a machine. One of the two engines is wrong; the patch is not to blame.",
    recover: 'Please report it, with the patch and the machine.',
    example: '',
  },
};
