/** An IANA name has a letter first: newer engines also accept bare offsets such as "+05:00", which know no DST. */
const LOOKS_LIKE_NAME = /^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/;

/** Whether the runtime knows `name` as a time zone. Costs about 50 µs: cache it. */
export function isTimezoneName(name: string): boolean {
  if (!LOOKS_LIKE_NAME.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
