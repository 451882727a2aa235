export interface HostAddress {
  host: string;
  port: number;
}

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

const DEFAULT_PORT = 3306;
/** The part of a URL after the credentials and before the path. */
const HOSTS = /^(\w+:\/\/(?:[^/?]*@)?)([^/?@]*)/;

/** A database URL with the first of its hosts only, which `new URL()` accepts, and the texts of all of them: `host:port`. */
export function splitHosts(url: string): { single: string; hosts: string[] } {
  const [whole = '', before = '', list = ''] = HOSTS.exec(url) ?? [];
  const hosts = list.split(',');
  return { single: before + hosts[0]! + url.slice(whole.length), hosts };
}

/** @throws TypeError if `text` is not `host`, `host:port`, or an IPv6 address in brackets */
export function hostAddress(text: string): HostAddress {
  return addressOf(new URL(`mysql://${text}`));
}

/** @throws TypeError if the URL has no host, or one that cannot be a name: several are separated by commas only */
export function addressOf({ hostname, port }: URL): HostAddress {
  if (hostname === '' || hostname.includes(';') || port === '0') throw new TypeError('The host or its port is missing');
  return { host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? DEFAULT_PORT : Number(port) };
}
