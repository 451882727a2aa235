import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { SETTINGS } from '../../src/common/config/settings/settings.js';
import { type BuildStage, readDockerfile } from '../support/dockerfile.js';

const stages = readDockerfile();
const stage = (name: string): BuildStage => stages.find((found) => found.name === name)!;
const { version, scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  version: string;
  scripts: Record<string, string>;
};

/** Patterns of the file that limits what the build sees: everything is excluded but the lines with a `!`. */
const allowed = readFileSync('docker/Dockerfile.dockerignore', 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('!'))
  .map((line) => line.slice(1));

describe('the Dockerfile', () => {
  it('copies only files of the checkout that the build context has', () => {
    const sources = stages
      .flatMap(({ steps }) => steps)
      .filter(({ keyword, from }) => keyword === 'COPY' && from === null)
      .flatMap(({ words }) => words.slice(0, -1))
      .map((source) => source.replace(/^\.\//, ''));
    expect(sources.length).toBeGreaterThan(5);
    expect(sources.filter((source) => !existsSync(source))).toEqual([]);
    expect(sources.filter((source) => !allowed.includes(source))).toEqual([]);
    expect(execFileSync('git', ['ls-files', '--', ...sources], { encoding: 'utf8' }).length).toBeGreaterThan(0);
  });

  it('runs only npm scripts that exist', () => {
    const commands = stages.flatMap(({ steps }) =>
      steps.flatMap(({ keyword, words }) => (keyword === 'RUN' ? words : [])),
    );
    const named = commands.flatMap((command) =>
      [...command.matchAll(/npm run (?:--silent )?([\w:-]+)/g)].map(([, name]) => name!),
    );
    expect(named).toContain('sbom');
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  it.each(['server', 'embedded'])(
    'ends as an ordinary user in the stage %s, with a start and a health check',
    (name) => {
      expect(stage(name)).toMatchObject({
        user: 'node',
        command: ['node', '--enable-source-maps', 'dist/main.js'],
        healthCheck: ['node', '-e', expect.stringContaining('/api/health/live')],
      });
    },
  );

  it('builds the image without a database server by default, and the other one from the same stage', () => {
    expect(stages.at(-1)).toMatchObject({ name: 'server', base: 'base' });
    expect(stage('embedded').base).toBe('base');
    expect(stage('embedded').steps.at(-1)!.words[0]).toContain('mariadb-server-core mariadb-client-core');
  });

  it('keeps data in a volume of that user', () => {
    expect(stage('server').environment.DATA_DIR).toBe('/data');
    expect(stage('server').steps.at(-1)!.words).toEqual(['install -d -o node -g node -m 0700 /data']);
    expect(readFileSync('docker/Dockerfile', 'utf8')).toMatch(/^VOLUME \/data$/m);
  });

  it('sets only settings that exist', () => {
    const unknown = Object.keys(stage('server').environment).filter((name) => !(name in SETTINGS.shape));
    expect(unknown).toEqual([]);
  });

  it('labels the image with the version of package.json and the licence', () => {
    expect(readFileSync('docker/Dockerfile', 'utf8')).toContain(`ARG VERSION=${version}\n`);
    expect(stage('server').labels).toMatchObject({
      'org.opencontainers.image.version': '${VERSION}',
      'org.opencontainers.image.licenses': 'MIT',
    });
  });
});

describe('npm run sbom', () => {
  it('lists exactly the packages that are installed without those of development and optional ones, as CycloneDX', () => {
    const bom = JSON.parse(execFileSync('node', ['scripts/sbom.mjs'], { encoding: 'utf8', maxBuffer: 1e8 })) as {
      bomFormat: string;
      metadata: { component: { name: string } };
      components: { purl: string; hashes?: unknown[] }[];
      dependencies: { ref: string; dependsOn: string[] }[];
    };
    const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
      packages: Record<string, { version: string; dev?: boolean; optional?: boolean; devOptional?: boolean }>;
    };
    const installed = Object.entries(packages)
      .filter(([path, { dev, optional, devOptional }]) => path !== '' && !dev && !optional && !devOptional)
      .map(([path, locked]) => `pkg:npm/${path.split('node_modules/').at(-1)}@${locked.version}`);
    expect(bom).toMatchObject({
      bomFormat: 'CycloneDX',
      metadata: { component: { name: 'theme-park-data-warehouse', version } },
    });
    const listed = bom.components.map(({ purl }) => decodeURIComponent(purl));
    expect(listed).toContainEqual(expect.stringMatching(/^pkg:npm\/@nestjs\/core@/));
    expect(listed.sort()).toEqual([...new Set(installed)].sort());
    expect(bom.components.filter(({ hashes }) => hashes === undefined)).toEqual([]);
    const missing = bom.dependencies
      .flatMap(({ dependsOn }) => dependsOn)
      .filter((ref) => !listed.includes(`pkg:npm/${ref}`));
    expect(missing).toEqual([]);
  });
});
