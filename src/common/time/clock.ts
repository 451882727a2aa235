import { Global, Injectable, Module } from '@nestjs/common';

/** The only source of "now" in logic, so that tests can fix it. */
@Injectable()
export class Clock {
  now(): Date {
    return new Date();
  }
}

@Global()
@Module({ providers: [Clock], exports: [Clock] })
export class TimeModule {}

/** Result of a comparison of two clocks; UNKNOWN: the response took too long to compare. */
export type ClockVerdict = 'RIGHT' | 'AHEAD' | 'BEHIND' | 'UNKNOWN';

/** @param roundTripMs duration of the request; the offset is uncertain by half of it */
export function clockVerdict(offsetMs: number, toleranceMs: number, roundTripMs = 0): ClockVerdict {
  if (roundTripMs > toleranceMs) return 'UNKNOWN';
  if (Math.abs(offsetMs) <= toleranceMs) return 'RIGHT';
  return offsetMs > 0 ? 'AHEAD' : 'BEHIND';
}

/** `3 h 0 min`, `5 min`, `61 s`: a difference of clocks for people. */
export function offsetText(offsetMs: number): string {
  const seconds = Math.round(Math.abs(offsetMs) / 1_000);
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
