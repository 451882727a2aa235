import { CronTime, validateCronExpression } from 'cron';
import * as z from 'zod';
import { BACKUP_LOCATION_RULE, isBackupLocation, decoded, headersOf, areThresholds } from '../compound-settings.js';
import { isTrustedProxies } from '../trusted-proxies.js';

/**
 * The types of settings. Each reads the text of the environment; a wrong one is described by one message, which never
 * contains the text.
 */
export const text = (minLength = 0) =>
  z.string().min(minLength, { error: `must be at least ${minLength} characters long` });

export const matching = (pattern: RegExp, rule: string) => z.string().regex(pattern, { error: rule });

/** A value sent as an HTTP header: visible ASCII characters without space, except around it. */
export const header = (minLength: number, maxLength: number) =>
  z
    .string()
    .trim()
    .regex(new RegExp(`^[\\x21-\\x7e]{${minLength},${maxLength}}$`), {
      error: `must be ${minLength} to ${maxLength} visible ASCII characters without spaces`,
    });

/** The path of a folder, or s3://bucket/prefix. */
export const backupLocation = () => z.string().min(1).refine(isBackupLocation, { error: BACKUP_LOCATION_RULE });

export const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, { error: `must be one of ${values.join(', ')}` });

export const flag = () =>
  z.enum(['true', 'false'], { error: 'must be true or false' }).transform((value) => value === 'true');

export const whole = (min: number, max = Number.MAX_SAFE_INTEGER) => numeric(/^-?\d+$/, min, max, 'a whole number');

export const decimal = (min: number, max: number) => numeric(/^\d+(\.\d+)?$/, min, max, 'a number');

function numeric(pattern: RegExp, min: number, max: number, what: string) {
  const rule = `must be ${what} ${max === Number.MAX_SAFE_INTEGER ? `not below ${min}` : `from ${min} to ${max}`}`;
  return z
    .string()
    .trim()
    .refine((value) => pattern.test(value) && Number(value) >= min && Number(value) <= max, { error: rule })
    .transform(Number);
}

/** `*`, `none`, or origins separated by commas. */
export const origins = () =>
  z.string().refine((value) => value === '*' || value === 'none' || value.split(',').every(isOrigin), {
    error: 'must be *, none, or origins such as https://parks.example, separated by commas',
  });

function isOrigin(text: string): boolean {
  const origin = text.trim().toLowerCase();
  return /^https?:/.test(origin) && URL.canParse(origin) && new URL(origin).origin === origin;
}

export const httpUrl = () =>
  z
    .string()
    .refine((value) => /^https?:\/\/[^\s/?#]+/.test(value) && URL.canParse(value), { error: 'must be an http(s) URL' });

export const smtpUrl = () =>
  z.string().refine((value) => /^smtps?:\/\/[^\s/?#]+$/.test(value) && URL.canParse(value) && isDecodable(value), {
    error: 'must be smtp://host:port or smtps://host:port, with user:password@ before the host if needed',
  });

/** The URL of a webhook, whose user and password are sent decoded. */
export const webhookUrl = () =>
  httpUrl().refine((value) => !URL.canParse(value) || isDecodable(value), {
    error: 'must write % in user and password as %25',
  });

function isDecodable(url: string): boolean {
  const { username, password } = new URL(url);
  return decoded(username + password) !== null;
}

/** Headers of HTTP requests in the form of OpenTelemetry's settings. */
export const headerList = () =>
  z.string().refine((value) => headersOf(value) !== null, {
    error: 'must be name=value, separated by commas, with values as in a URL',
  });

const MAIL_ADDRESS = /^[^\s@<>,;:"()]+@[^\s@<>,;:"()]+$/;

export const mailAddress = () => z.string().trim().regex(MAIL_ADDRESS, { error: 'must be one e-mail address' });

/** E-mail addresses separated by commas, as a list. */
export const mailAddresses = () =>
  z
    .string()
    .transform((value) => value.split(',').map((address) => address.trim()))
    .refine((addresses) => addresses.every((address) => MAIL_ADDRESS.test(address)), {
      error: 'must be e-mail addresses, separated by commas',
    });

export const cron = () =>
  z.string().refine(isCron, {
    error: 'must be a cron expression of five or six fields for a time that comes (30 February never does)',
  });

/** `rising`: larger values are worse. */
export const thresholds = (direction: 'rising' | 'falling') => {
  const order = direction === 'rising' ? 'the critical one not below' : 'the critical one not above';
  return z.string().refine((value) => areThresholds(value, direction), {
    error: `must be two numbers, warning and critical, such as 60,80; ${order} the warning`,
  });
};

/** Nothing, or a path such as /warehouse. Its first segment must not be one that the program itself serves: a request must have one meaning. */
export const basePath = () =>
  z
    .string()
    .trim()
    .regex(/^(\/(?!(api|metrics|assets)(\/|$))[\w-]+(\/[\w-]+)*)?$/i, {
      error:
        'must be a path such as /warehouse, of letters, digits, - and _, without a slash at its end; it cannot begin with /api, /metrics or /assets',
    });

/** Which reverse proxies are trusted. */
export const proxies = () =>
  z.string().trim().refine(isTrustedProxies, {
    error:
      'must be true, false, a number of proxies up to 10, or addresses and networks such as 10.0.0.0/8, separated by commas',
  });

/** A setting with its meaning, as .env.example and the documentation show it. */
export const about = <T extends z.ZodType>(type: T, description: string): T => type.meta({ description });

/** A setting whose value is never printed, not even in part. */
export const secret = <T extends z.ZodType>(type: T, description: string): T =>
  type.meta({ description, isSecret: true });

/** An instant whose year is a leap year, so that 29 February is near. */
const LEAP_YEAR = new Date('2000-01-01T00:00:00Z');

/** Whether the expression is valid and matches some date: "30 February" is valid, but matches none. */
function isCron(value: unknown): boolean {
  if (typeof value !== 'string' || !validateCronExpression(value).valid) return false;
  try {
    new CronTime(value, 'UTC').getNextDateFrom(LEAP_YEAR, 'UTC');
    return true;
  } catch {
    return false; // The library searches eight years.
  }
}
