import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { HAPROXY_CFG, Haproxy } from '../support/haproxy.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const haproxy = Haproxy.find();
const text = readFileSync(HAPROXY_CFG, 'utf8');
const { services } = parse(readFileSync('docker/compose.cluster.yaml', 'utf8'), { merge: true }) as {
  services: Record<
    string,
    { healthcheck?: { test: string[] }; volumes?: string[]; environment?: Record<string, string> }
  >;
};
const nodes = Object.keys(services).filter((name) => name.startsWith('database'));
/** What the check sends, as texts. */
const sent = [...text.matchAll(/send-binary (\w+)/g)].map(([, hex]) => Buffer.from(hex!, 'hex'));

describe('docker/haproxy/haproxy.cfg', () => {
  const folder = temporaryFolder('haproxy-check');
  afterAll(() => folder.remove());

  // Skipped where haproxy can neither be found nor downloaded, which the console then says.
  (haproxy === null ? it.skip : it)('is accepted by haproxy -c, and refused with a misspelt keyword', () => {
    expect(haproxy!.check(HAPROXY_CFG)).toMatchObject({ accepted: true });
    const broken = join(folder.path, 'haproxy.cfg');
    writeFileSync(broken, text.replace('shutdown-sessions resolvers', 'shutdown-session resolvers'));
    expect(haproxy!.check(broken)).toMatchObject({ accepted: false });
  });

  it('uses the nodes of docker/compose.cluster.yaml, one of them at a time', () => {
    const servers = [...text.matchAll(/^ *server (\w+) (\w+):3306( backup)?$/gm)];
    expect(servers.map(([, name, host]) => [name, host])).toEqual(nodes.map((name) => [name, name]));
    expect(servers.map(([, , , backup]) => backup !== undefined)).toEqual(nodes.map((_, index) => index > 0));
  });

  it('sends packets whose lengths are right', () => {
    expect(sent.map((packet) => packet.readUIntLE(0, 3) + 4)).toEqual(sent.map(({ length }) => length));
    expect(sent.map((packet) => packet[3])).toEqual([1, 0, 0]);
    expect(sent[1]!.subarray(5).toString()).toBe("SHOW STATUS LIKE 'wsrep_ready'");
  });

  it('logs in as a user that every node creates', () => {
    const user = /CREATE USER IF NOT EXISTS (\w+)@/.exec(
      readFileSync('docker/haproxy/create-check-user.sql', 'utf8'),
    )![1]!;
    expect(sent[0]!.includes(`\0${user}\0`)).toBe(true);
    for (const name of nodes) {
      expect(services[name]!.volumes!.some((volume) => volume.includes('create-check-user.sql'))).toBe(true);
    }
  });

  it('serves its health where the compose file asks for it', () => {
    const url = new URL(services.haproxy!.healthcheck!.test.at(-1)!);
    expect(text).toContain(`bind :${url.port}`);
    expect(text).toContain(`monitor-uri ${url.pathname}`);
  });
});

it('docker/mariadb/galera.cnf names all nodes of the cluster', () => {
  const address = /wsrep_cluster_address = gcomm:\/\/(.*)/.exec(readFileSync('docker/mariadb/galera.cnf', 'utf8'))![1];
  expect(address).toBe(nodes.join(','));
});
