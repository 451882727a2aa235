import type { ParseReason } from '../../modules/snapshots/reading/parse-reasons.js';
import type { EventDefectName } from './defect-catalog.js';
import { encodeEvent } from './event-encoder.js';
import type { Observation } from './observation.js';
import type { PendingEvent } from './ride-timeline.js';
import type { ZoneClock } from './zone-clock.js';

/** One element of a file's array, and what an importer must make of it. */
export interface FileEvent {
  /** Made anew at every call: a file's worth of strings held in memory costs more than making them. */
  json(): string;
  /** Null where the event must be rejected. */
  observation: Observation | null;
  rejected: ParseReason | null;
  noted: ParseReason | null;
  defect: EventDefectName | null;
  /** Of the ride's park, for defects that move an event in time. */
  clock: ZoneClock;
}

export function fileEventOf({ ride, state, name, dataJson }: PendingEvent): FileEvent {
  return {
    json: () => encodeEvent(ride, name, dataJson, state.atMs),
    observation: {
      entityId: ride.id,
      recordedAtMs: state.atMs,
      status: state.status,
      waitMinutes: state.waitMinutes,
      queues: state.queues,
    },
    rejected: null,
    noted: null,
    defect: null,
    clock: ride.park.clock,
  };
}
