import type { ReplicaReading } from '../../common/database/replica/replica.js';
import type { Heartbeat } from './heartbeat.sql.js';

/** A heartbeat of a server, and the instants of the monotonic clock at which it was asked for. */
export interface TimedHeartbeat extends Heartbeat {
  askedAtMs: number;
}

export interface ReplicaLimits {
  maxLagMs: number;
  /** It was too far behind at the last check. */
  wasBehind: boolean;
}

/** A replica that was too far behind must come within this share of the limit, so that reads do not alternate. */
const CAUGHT_UP_SHARE = 0.5;

/** Compares what a replica has with what the primary has just committed. */
export function judgeReplica(
  primary: TimedHeartbeat,
  replica: TimedHeartbeat,
  { maxLagMs, wasBehind }: ReplicaLimits,
): ReplicaReading {
  const unusable = (state: ReplicaReading['state'], problem: string): ReplicaReading => ({
    ...{ state, problem, currentAtMs: null },
  });
  if (replica.server !== primary.server) {
    return unusable('NOT_A_REPLICA', `it is ${replica.server}, and the primary is ${primary.server}`);
  }
  if (replica.origin !== null && replica.origin !== primary.origin) {
    return unusable('NOT_A_REPLICA', 'it has the data of another warehouse. Correct DATABASE_REPLICA_URL');
  }
  if (replica.migrations !== primary.migrations) {
    const { migrations: found } = replica;
    return unusable('OTHER_SCHEMA', `its migrations are ${found}, those of the primary ${primary.migrations}`);
  }
  if (replica.origin === null || replica.beatMs === null) return unusable('BEHIND', 'no heartbeat has arrived yet');
  const currentAtMs = Math.min(primary.askedAtMs + replica.beatMs - primary.nowMs, replica.askedAtMs);
  const ageMs = replica.askedAtMs - currentAtMs;
  const limitMs = wasBehind ? maxLagMs * CAUGHT_UP_SHARE : maxLagMs;
  if (ageMs <= limitMs) return { state: 'USABLE', problem: null, currentAtMs };
  const problem = `its data is ${Math.ceil(ageMs / 1_000)} s old, and REPLICA_MAX_LAG_SECONDS is ${maxLagMs / 1_000}`;
  return { state: 'BEHIND', problem, currentAtMs };
}
