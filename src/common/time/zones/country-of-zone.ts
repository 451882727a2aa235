/** Node 20 has a property, later versions a method. */
interface LocaleWithZones {
  region?: string;
  timeZones?: string[];
  getTimeZones?: () => string[] | undefined;
}

const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
let countries: ReadonlyMap<string, string> | undefined;

/** The time zones of every country, from the engine's own data. */
function allCountries(): ReadonlyMap<string, string> {
  const codes = LETTERS.flatMap((first) => LETTERS.map((second) => first + second));
  return new Map(
    codes.flatMap((code): [string, string][] => {
      const locale: LocaleWithZones = new Intl.Locale(`und-${code}`);
      // A withdrawn code, such as UK, is read as another one.
      const zones = locale.region === code ? (locale.timeZones ?? locale.getTimeZones?.() ?? []) : [];
      return zones.map((zone) => [canonical(zone), code]);
    }),
  );
}

const canonical = (zone: string): string =>
  new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;

/** The country of a time zone as ISO 3166-1 alpha-2, such as `US`; null if the zone is unknown or in no country. */
export function countryOfZone(timezone: string | null): string | null {
  if (timezone === null) return null;
  countries ??= allCountries();
  try {
    return countries.get(timezone) ?? countries.get(canonical(timezone)) ?? null;
  } catch {
    return null;
  }
}
