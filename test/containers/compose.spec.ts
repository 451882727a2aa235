import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { SECRET_NAMES, SETTINGS } from '../../src/common/config/settings/settings.js';
import { readDockerfile } from '../support/dockerfile.js';

interface Service {
  image?: string;
  build?: { context?: string; dockerfile?: string; target?: string };
  extends?: { file: string; service: string };
  environment?: Record<string, string>;
  secrets?: string[];
  volumes?: string[];
  ports?: string[];
  profiles?: string[];
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: object;
  read_only?: boolean;
  tmpfs?: string[];
  security_opt?: string[];
}
interface ComposeFile {
  include?: string[];
  services: Record<string, Service>;
  secrets?: Record<string, { file: string }>;
  volumes?: Record<string, unknown>;
}

const FOLDER = 'docker';
const NAMES = readdirSync(FOLDER).filter((name) => /^compose.*\.yaml$/.test(name));
const files = new Map(
  NAMES.map((name) => [name, parse(readFileSync(join(FOLDER, name), 'utf8'), { merge: true }) as ComposeFile]),
);
/** Those that start the program; the others are parts of them. */
const PROGRAMS = ['compose.yaml', 'compose.mysql.yaml', 'compose.embedded.yaml', 'compose.cluster.yaml'];
const app = files.get('compose.app.yaml')!.services.app!;

/** The services that a file starts, its own and those of the files that it includes, with what they extend. */
function servicesOf(name: string): [string, Service][] {
  const { include = [], services } = files.get(name)!;
  const own = Object.entries(services).map(([service, definition]): [string, Service] => [
    service,
    definition.extends === undefined ? definition : merged(app, definition),
  ]);
  return [...own, ...include.flatMap(servicesOf)];
}

const merged = (base: Service, over: Service): Service => ({
  ...base,
  ...over,
  build: { ...base.build, ...over.build },
  environment: { ...base.environment, ...over.environment },
  secrets: [...(base.secrets ?? []), ...(over.secrets ?? [])],
});

// Ajv knows the draft, but not by the https address that the schema names.
const { $schema: _, ...schema } = JSON.parse(readFileSync(schemaPath(), 'utf8')) as Record<string, unknown>;
const validate = new Ajv({ strict: false }).addFormat('duration', true).compile(schema);

/** The schema of the Compose specification, which the package dclint ships. */
function schemaPath(): string {
  const entry = fileURLToPath(import.meta.resolve('dclint'));
  return join(dirname(dirname(entry)), 'schemas', 'compose.schema.json');
}

describe.each(NAMES)('docker/%s', (name) => {
  it('is valid by the schema of the Compose specification', () => {
    validate(files.get(name));
    expect(validate.errors ?? []).toEqual([]);
  });

  it('is refused by the schema when a key is misspelt', () => {
    const broken = structuredClone(files.get(name)!) as unknown as {
      services: Record<string, Record<string, unknown>>;
    };
    Object.values(broken.services)[0]!.restarts = 'always';
    expect(validate(broken)).toBe(false);
  });
});

it('the compose files that start the program are those that are checked', () => {
  expect(NAMES.filter((name) => files.get(name)!.services.app && name !== 'compose.app.yaml').sort()).toEqual(
    [...PROGRAMS].sort(),
  );
});

describe.each(PROGRAMS)('docker/%s starts services that', (name) => {
  const services = servicesOf(name);
  const { secrets = {}, include = [] } = files.get(name)!;
  const allVolumes = new Set([name, ...include].flatMap((file) => Object.keys(files.get(file)!.volumes ?? {})));

  it('have a read-only root, a tmpfs at /tmp, and no way to new privileges', () => {
    for (const [, service] of services) {
      expect(service).toMatchObject({
        read_only: true,
        tmpfs: expect.arrayContaining(['/tmp']) as string[],
        security_opt: ['no-new-privileges:true'],
      });
    }
  });

  it('have a health check in the file or in the Dockerfile', () => {
    const without = services.filter(([, { healthcheck }]) => healthcheck === undefined).map(([service]) => service);
    expect(without).toEqual(['app']);
  });

  it('listen only on this machine', () => {
    const ports = services.flatMap(([, service]) => service.ports ?? []);
    expect(ports).toEqual(['127.0.0.1:3000:3000', ...(include.length > 0 ? ['127.0.0.1:3001:3000'] : [])]);
  });

  it('use secrets and volumes that the file defines, and files that exist', () => {
    for (const [, service] of services) {
      for (const secret of service.secrets ?? []) expect(secrets).toHaveProperty([secret]);
      for (const volume of service.volumes ?? []) {
        const source = volume.split(':')[0]!;
        if (source.startsWith('.')) expect([source, existsSync(join(FOLDER, source))]).toEqual([source, true]);
        else expect(allVolumes).toContain(source);
      }
    }
  });

  it('give the program settings that exist, and its secrets as files', () => {
    const { environment = {}, secrets: given = [] } = services.find(([service]) => service === 'app')![1];
    for (const [variable, value] of Object.entries(environment)) {
      const setting = variable.replace(/_FILE$/, '');
      expect(Object.keys(SETTINGS.shape)).toContain(setting);
      if (variable.endsWith('_FILE')) {
        expect(SECRET_NAMES).toContain(setting);
        expect(given).toContain(value.replace('/run/secrets/', ''));
      } else {
        expect(SETTINGS.safeParse({ [setting]: value }).success).toBe(true);
      }
    }
  });

  it('build a stage of the Dockerfile', () => {
    const { build } = services.find(([service]) => service === 'app')![1];
    expect(readDockerfile(join(FOLDER, build!.context!, build!.dockerfile!)).map((stage) => stage.name)).toContain(
      build!.target,
    );
  });

  it('wait for services of the same file that have a health check', () => {
    const byName = new Map(services);
    for (const [, { depends_on: needed = {} }] of services) {
      for (const service of Object.keys(needed)) expect(byName.get(service)?.healthcheck).toBeDefined();
    }
  });
});
