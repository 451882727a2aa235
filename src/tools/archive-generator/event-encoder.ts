import type { QueueObservation } from '../../modules/snapshots/observations.js';
import type { RideState, ShowTime } from './observation.js';
import type { Currency, RidePlan } from './world.js';
import type { ZoneClock } from './zone-clock.js';

/** The `data` of an event. Written by hand: it is most of the work of making an archive. */
export function encodeData(state: RideState, ride: RidePlan, destinationId: string): string {
  const head = `{"status":"${state.status}","queue":`;
  const tail = `"destinationId":"${destinationId}"}`;
  const { clock } = ride.park;
  if (state.showTimes) return `${head}null,"showtimes":[${encodeShowTimes(state.showTimes, clock)}],${tail}`;
  let queues = ride.kind === 'VIRTUAL' ? '' : `"STANDBY":{"waitTime":${state.waitMinutes}}`;
  for (const queue of state.queues) {
    queues += `${queues === '' ? '' : ','}"${queue.queueType}":${encodeQueue(queue, ride)}`;
  }
  return `${head}{${queues}},${tail}`;
}

/** The whole event; `name` is escaped here, all else is plain by construction. */
export function encodeEvent(ride: RidePlan, name: string, dataJson: string, instantMs: number): string {
  const { id, slug, clock } = ride.park;
  return (
    `{"entityId":"${ride.id}","internalId":"${ride.internalId}","name":${JSON.stringify(name)},"data":${dataJson},` +
    `"eventTime":"${new Date(instantMs).toISOString()}","localTime":"${clock.isoLocal(instantMs)}",` +
    `"timezone":"${clock.timezone}","parkId":"${id}","parkSlug":"${slug}"}`
  );
}

function encodeShowTimes(showTimes: readonly ShowTime[], clock: ZoneClock): string {
  return showTimes
    .map(
      ({ startMs, endMs }) =>
        `{"type":"Performance Time","startTime":"${clock.isoLocal(startMs)}","endTime":"${clock.isoLocal(endMs)}"}`,
    )
    .join(',');
}

function encodeQueue(queue: QueueObservation, ride: RidePlan): string {
  const { clock } = ride.park;
  switch (queue.queueType) {
    case 'STANDBY':
    case 'SINGLE_RIDER':
    case 'PAID_STANDBY':
      return `{"waitTime":${queue.waitMinutes}}`;
    case 'RETURN_TIME':
      return `{${encodeReturnWindow(queue, clock)}}`;
    case 'PAID_RETURN_TIME':
      return `{"price":${encodePrice(queue, ride.park.currency)},${encodeReturnWindow(queue, clock)}}`;
    case 'BOARDING_GROUP':
      return ride.boardingSpelling === 'live' ? encodeBoardingGroup(queue, clock) : encodePlainBoardingGroup(queue);
  }
}

function encodeReturnWindow(queue: QueueObservation, clock: ZoneClock): string {
  return (
    `"state":"${queue.state}","returnEnd":${localOrNull(queue.returnEndMs, clock)},` +
    `"returnStart":${localOrNull(queue.returnStartMs, clock)}`
  );
}

/** `formatted` is for people only: `$15.00`, `¥1500`. An unpublished price is null throughout. */
function encodePrice({ priceMinor, priceCurrency }: QueueObservation, currency: Currency): string {
  if (priceMinor === null) return 'null';
  const major = currency.minorUnits === 1 ? String(priceMinor) : (priceMinor / currency.minorUnits).toFixed(2);
  return `{"amount":${priceMinor},"currency":"${priceCurrency}","formatted":"${currency.symbol}${major}"}`;
}

function encodeBoardingGroup(queue: QueueObservation, clock: ZoneClock): string {
  return (
    `{"allocationStatus":"${queue.boardingGroupStatus}","currentGroupStart":${queue.groupStart},` +
    `"currentGroupEnd":${queue.groupEnd},"nextAllocationTime":${localOrNull(queue.nextAllocationAtMs, clock)},` +
    `"estimatedWait":${queue.estimatedWaitMinutes}}`
  );
}

function encodePlainBoardingGroup(queue: QueueObservation): string {
  return `{"state":"${queue.boardingGroupStatus}","currentGroup":${queue.groupStart}}`;
}

function localOrNull(instantMs: number | null, clock: ZoneClock): string {
  return instantMs === null ? 'null' : `"${clock.isoLocal(instantMs)}"`;
}
