import type { QueueType } from '../../snapshots/observations.js';
import { normaliseName } from '../id-matching/name-normaliser.js';

export interface QueueEntityName {
  /** Normalised name of the ride that it would be a queue of. */
  rideName: string;
  queueType: QueueType;
}

/** Normalised words by which feeds name a queue that they list as an attraction of its own. */
const QUEUE_WORDS: readonly [words: string, queueType: QueueType][] = [
  ['single riders', 'SINGLE_RIDER'],
  ['single rider', 'SINGLE_RIDER'],
  ['single rider line', 'SINGLE_RIDER'],
  ['single rider queue', 'SINGLE_RIDER'],
  ['einzelfahrer', 'SINGLE_RIDER'],
  ['sr', 'SINGLE_RIDER'],
  ['express', 'PAID_STANDBY'],
  ['express pass', 'PAID_STANDBY'],
  ['express lane', 'PAID_STANDBY'],
  ['express queue', 'PAID_STANDBY'],
  ['fast track', 'PAID_STANDBY'],
  ['fasttrack', 'PAID_STANDBY'],
  ['fast lane', 'PAID_STANDBY'],
  ['fastlane', 'PAID_STANDBY'],
  ['fast pass', 'PAID_STANDBY'],
  ['fastpass', 'PAID_STANDBY'],
  ['quick queue', 'PAID_STANDBY'],
  ['flash pass', 'PAID_STANDBY'],
  ['speedypass', 'PAID_STANDBY'],
  ['premier access', 'PAID_RETURN_TIME'],
  ['lightning lane', 'PAID_RETURN_TIME'],
];

/**
 * What queue of which ride a name may mean. Names such as "Hogwarts Express" end like that too: whether there is a ride
 * of the name that is left decides.
 */
export function queueEntityName(name: string): QueueEntityName | null {
  const normalised = normaliseName(name);
  for (const [words, queueType] of QUEUE_WORDS) {
    if (normalised.endsWith(` ${words}`)) {
      return { rideName: normalised.slice(0, -words.length - 1), queueType };
    }
    if (normalised.startsWith(`${words} `)) return { rideName: normalised.slice(words.length + 1), queueType };
  }
  return null;
}
