import { parseOffsetMs } from '../../../common/reading/instants.js';
import { offsetText } from '../../../common/time/zones/offset-text.js';
import { timeZoneOf } from '../../../common/time/zones/time-zones.js';

/** The offset of a zone, and a time in which it holds. */
interface HeldOffset {
  fromMs: number;
  untilMs: number;
  offsetMs: number;
  text: string;
}

/**
 * Compares the offset of `localTime` with the rules by which days are cut. Where they differ, either the source has older
 * rules than we have, or newer ones, or another zone than it names.
 */
export class LocalTimeCheck {
  private readonly held = new Map<string, HeldOffset>();

  /**
   * Names the zone and both offsets; null where they agree, or where the local time has no offset. One that ends in Z is
   * the instant in UTC: it makes no claim about the local clock.
   * @param timezone an IANA name
   */
  contradiction(timezone: string, localTime: unknown, atMs: number): string | null {
    if (typeof localTime !== 'string' || /z$/i.test(localTime)) return null;
    const ours = this.offsetAt(timezone, atMs);
    if (localTime.endsWith(ours.text)) return null;
    const offsetMs = parseOffsetMs(localTime);
    if (Number.isNaN(offsetMs) || offsetMs === ours.offsetMs) return null;
    return `localTime (${timezone}: ${offsetText(offsetMs)}, by its rules ${ours.text})`;
  }

  private offsetAt(timezone: string, atMs: number): HeldOffset {
    const known = this.held.get(timezone);
    if (known !== undefined && atMs >= known.fromMs && atMs < known.untilMs) return known;
    const zone = timeZoneOf(timezone);
    const offsetMs = zone.offsetMs(atMs);
    const held = { fromMs: atMs, untilMs: zone.nextTurnMs(atMs), offsetMs, text: offsetText(offsetMs) };
    this.held.set(timezone, held);
    return held;
  }
}
