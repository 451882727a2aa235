import { readFileSync } from 'node:fs';
import type { FaultPlan } from './api-simulator.js';
import { FEED_FAULT_KINDS } from './feed-faults.js';
import { REQUEST_FAULT_KINDS } from './request-faults.js';
import { SimulatorOptionError } from './simulator-options.js';

/** A fault plan as JSON. Its form and the kinds of its faults are checked. Throws SimulatorOptionError. */
export function readFaultFile(path: string): FaultPlan {
  let plan: unknown;
  try {
    plan = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new SimulatorOptionError('--faults', `${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (!isFaultPlan(plan)) {
    const kinds = `requests know ${REQUEST_FAULT_KINDS.join(', ')}; feed knows ${FEED_FAULT_KINDS.join(', ')}`;
    throw new SimulatorOptionError('--faults', `${path} must be {"requests":[{"fault":{…}}],"feed":[{…}]}; ${kinds}`);
  }
  return plan;
}

function isFaultPlan(plan: unknown): plan is FaultPlan {
  if (!isObject(plan)) return false;
  const { requests = [], feed = [], ...rest } = plan;
  return (
    Object.keys(rest).length === 0 &&
    Array.isArray(requests) &&
    requests.every((rule) => isObject(rule) && isFault(rule.fault, REQUEST_FAULT_KINDS)) &&
    Array.isArray(feed) &&
    feed.every((fault) => isFault(fault, FEED_FAULT_KINDS))
  );
}

function isFault(fault: unknown, kinds: readonly string[]): boolean {
  return isObject(fault) && typeof fault.kind === 'string' && kinds.includes(fault.kind);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
