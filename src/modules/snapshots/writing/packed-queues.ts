import { BOARDING_GROUP_STATUSES, QUEUE_TYPES, RETURN_STATES } from '../observations.js';
import type { ObservationSet, RideQueueObservation } from './observation-set.js';

/** Numbers of one packed queue: ride, instant, type, and the fields of a QueueObservation. */
const FIELDS = 14;
/** Currencies have three letters. */
const LETTER_BITS = 8;

/** Queues as numbers, which another thread receives without copying and makes objects of only if it needs them. */
export function packQueues(queues: readonly RideQueueObservation[]): Float64Array<ArrayBuffer> {
  const packed = new Float64Array(queues.length * FIELDS);
  queues.forEach(({ rideId, recordedAtMs, queue }, index) => {
    const at = index * FIELDS;
    packed[at] = rideId;
    packed[at + 1] = recordedAtMs;
    packed[at + 2] = QUEUE_TYPES.indexOf(queue.queueType);
    packed[at + 3] = queue.waitMinutes ?? NaN;
    packed[at + 4] = queue.state === null ? NaN : RETURN_STATES.indexOf(queue.state);
    packed[at + 5] = queue.returnStartMs ?? NaN;
    packed[at + 6] = queue.returnEndMs ?? NaN;
    packed[at + 7] = queue.priceMinor ?? NaN;
    packed[at + 8] = queue.priceCurrency === null ? NaN : packLetters(queue.priceCurrency);
    packed[at + 9] =
      queue.boardingGroupStatus === null ? NaN : BOARDING_GROUP_STATUSES.indexOf(queue.boardingGroupStatus);
    packed[at + 10] = queue.groupStart ?? NaN;
    packed[at + 11] = queue.groupEnd ?? NaN;
    packed[at + 12] = queue.nextAllocationAtMs ?? NaN;
    packed[at + 13] = queue.estimatedWaitMinutes ?? NaN;
  });
  return packed;
}

export function unpackQueues(packed: Float64Array): RideQueueObservation[] {
  return Array.from({ length: packed.length / FIELDS }, (_, index) => {
    const field = (offset: number): number | null => {
      const value = packed[index * FIELDS + offset]!;
      return Number.isNaN(value) ? null : value;
    };
    const word = <Word>(words: readonly Word[], offset: number): Word | null => {
      const number = field(offset);
      return number === null ? null : words[number]!;
    };
    const currency = field(8);
    return {
      rideId: field(0)!,
      recordedAtMs: field(1)!,
      queue: {
        queueType: word(QUEUE_TYPES, 2)!,
        waitMinutes: field(3),
        state: word(RETURN_STATES, 4),
        returnStartMs: field(5),
        returnEndMs: field(6),
        priceMinor: field(7),
        priceCurrency: currency === null ? null : unpackLetters(currency),
        boardingGroupStatus: word(BOARDING_GROUP_STATUSES, 9),
        groupStart: field(10),
        groupEnd: field(11),
        nextAllocationAtMs: field(12),
        estimatedWaitMinutes: field(13),
      },
    };
  });
}

/** A set with packed queues. */
export class PackedSet implements ObservationSet {
  private unpacked: RideQueueObservation[] | null = null;

  constructor(
    readonly snapshots: ObservationSet['snapshots'],
    private readonly packed: Float64Array,
  ) {}

  get queueCount(): number {
    return this.packed.length / FIELDS;
  }

  get queues(): RideQueueObservation[] {
    return (this.unpacked ??= unpackQueues(this.packed));
  }
}

/** The number of queues, without unpacking them. */
export function queueCountOf(set: ObservationSet): number {
  return set instanceof PackedSet ? set.queueCount : set.queues.length;
}

function packLetters(text: string): number {
  let packed = 0;
  for (let index = 0; index < text.length; index++) packed = packed * 2 ** LETTER_BITS + text.charCodeAt(index);
  return packed;
}

function unpackLetters(packed: number): string {
  let text = '';
  for (let rest = packed; rest > 0; rest = Math.floor(rest / 2 ** LETTER_BITS)) {
    text = String.fromCharCode(rest % 2 ** LETTER_BITS) + text;
  }
  return text;
}
