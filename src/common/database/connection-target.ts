import type { HostAddress } from './host-list.js';

/** The address of the database: `socketPath`, or `host` and `port`. */
export interface ConnectionTarget {
  socketPath?: string;
  host?: string;
  port?: number;
  /** Used when the first host fails, in this order. */
  otherHosts?: readonly HostAddress[];
  user: string;
  password?: string;
  database: string;
  /** Absent: plain text. */
  ssl?: { ca?: string; rejectUnauthorized: boolean; verifyIdentity: boolean };
}
