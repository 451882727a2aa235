import { BlockList, isIP } from 'node:net';

/** Whether an address is that of a trusted proxy. Distance 0 is the peer of the connection, 1 the one that it forwarded for. */
export type IsTrusted = (address: string, distance: number) => boolean;

const MOST_PROXIES = 10;
/** The prefix of IPv4 addresses on a socket that listens for both families. */
const MAPPED = /^::ffff:(?=\d+\.)/i;

const known = new Map<string, IsTrusted>();

/** @param setting a value that {@link isTrustedProxies} accepts */
export function trustedProxies(setting: string): IsTrusted {
  let isTrusted = known.get(setting);
  if (isTrusted === undefined) known.set(setting, (isTrusted = readTrust(setting) ?? (() => false)));
  return isTrusted;
}

/** `true`, `false`, a number of proxies, or addresses and networks separated by commas. */
export const isTrustedProxies = (setting: string): boolean => readTrust(setting) !== null;

function readTrust(setting: string): IsTrusted | null {
  if (setting === 'false') return () => false;
  if (setting === 'true') return (_, distance) => distance === 0;
  if (/^\d+$/.test(setting)) {
    const proxies = Number(setting);
    return proxies <= MOST_PROXIES ? (_, distance) => distance < proxies : null;
  }
  const list = new BlockList();
  const areAll = setting.split(',').every((entry) => addTo(list, entry.trim()));
  return areAll ? (address) => isIn(list, address) : null;
}

function addTo(list: BlockList, entry: string): boolean {
  const [address = '', bits, ...rest] = entry.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  const type = family === 4 ? 'ipv4' : 'ipv6';
  if (bits === undefined) {
    list.addAddress(address, type);
    return true;
  }
  if (!/^\d{1,3}$/.test(bits) || Number(bits) > (family === 4 ? 32 : 128)) return false;
  list.addSubnet(address, Number(bits), type);
  return true;
}

function isIn(list: BlockList, address: string): boolean {
  const plain = address.replace(MAPPED, '');
  const family = isIP(plain);
  return family !== 0 && list.check(plain, family === 4 ? 'ipv4' : 'ipv6');
}
