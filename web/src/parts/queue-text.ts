import type { Schemas } from '../api/client.js';
import { priceText, waitText } from '../format/numbers.js';
import { timeText } from '../format/times.js';
import { QUEUE_TEXT, wordText } from './words.js';

type Queue = Schemas['QueueStateView'];

/** `Paid return time: US$15.00, return from 14:30, available`; only what is reported. */
export function queueText(queue: Queue, timezone: string | null): string {
  const details = [
    queue.waitMinutes === null ? null : waitText(queue.waitMinutes),
    queue.priceMinor === null ? null : priceText(queue.priceMinor, queue.priceCurrency),
    windowText(queue, timezone),
    groupsText(queue),
    queue.estimatedWaitMinutes === null ? null : `about ${waitText(queue.estimatedWaitMinutes)}`,
    queue.state === null || queue.state === 'AVAILABLE' ? null : stateText(queue.state),
    queue.boardingGroupStatus === null ? null : wordText(queue.boardingGroupStatus).toLowerCase(),
  ].filter((detail) => detail !== null);
  const name = QUEUE_TEXT[queue.queueType];
  return details.length === 0 ? name : `${name}: ${details.join(', ')}`;
}

/** The API's word for a queue without places at present. */
const stateText = (state: string): string =>
  state === 'TEMP_FULL' ? 'full at present' : wordText(state).toLowerCase();

function windowText({ returnStart, returnEnd }: Queue, timezone: string | null): string | null {
  if (returnStart === null) return null;
  const start = timeText(returnStart, timezone);
  return returnEnd === null ? `return from ${start}` : `return ${start} to ${timeText(returnEnd, timezone)}`;
}

function groupsText({ groupStart, groupEnd }: Queue): string | null {
  if (groupStart === null) return null;
  return groupEnd === null ? `from group ${groupStart}` : `groups ${groupStart} to ${groupEnd}`;
}
