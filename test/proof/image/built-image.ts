import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, copyFileSync, cpSync, mkdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type BuildStage, type BuildStep, readDockerfile } from '../../support/dockerfile.js';

/** The number of the user `node` in the image. */
export const IMAGE_UID = 1000;
/** Stages from which the image copies. */
const BUILT_STAGES = ['build', 'packages'] as const;
const MB_64 = 64 * 1024 * 1024;

/** The stages of the Dockerfile, built in a folder without a container engine, and run by the rules of a read-only container. */
export class BuiltImage {
  private readonly stages = readDockerfile();
  private readonly running = new Set<ChildProcess>();

  /** @param folder an empty folder that ordinary users may enter */
  constructor(private readonly folder: string) {
    for (const name of ['app', 'data', 'root', 'home', ...BUILT_STAGES]) {
      mkdirSync(join(folder, name));
      chownSync(join(folder, name), IMAGE_UID, IMAGE_UID);
    }
  }

  stage(name: string): BuildStage {
    return this.stages.find((stage) => stage.name === name)!;
  }

  /** The steps of the stages that build, as an ordinary user, each in a folder with nothing but what its steps copy. */
  build(): void {
    for (const stage of BUILT_STAGES) {
      for (const { keyword, words } of this.stage(stage).steps) {
        if (keyword === 'COPY') this.copyFromContext(words, stage);
        else this.runAsOrdinaryUser(words[0]!, stage);
      }
    }
  }

  private copyFromContext(words: readonly string[], stage: string): void {
    const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '--', ...words.slice(0, -1)])
      .toString()
      .trim()
      .split('\n')
      .filter((file) => !file.endsWith('.spec.ts'));
    for (const file of files) {
      const target = join(this.folder, stage, file);
      mkdirSync(dirname(target), { recursive: true });
      copyFileSync(file, target);
    }
    execFileSync('chown', ['-R', `${IMAGE_UID}:${IMAGE_UID}`, join(this.folder, stage)]);
  }

  private runAsOrdinaryUser(command: string, stage: string): void {
    const user = [`--reuid=${IMAGE_UID}`, `--regid=${IMAGE_UID}`, '--clear-groups'];
    execFileSync('setpriv', [...user, 'sh', '-c', command], {
      cwd: join(this.folder, stage),
      env: { ...networkSettings(), PATH: pathWithThisNode(), HOME: join(this.folder, 'home') },
      maxBuffer: MB_64,
    });
  }

  /** What the stage copies from those, owned by root and read-only for the user of the image. */
  assemble({ steps }: BuildStage): void {
    for (const { words, from } of steps) {
      if (from === null) continue;
      for (const source of words.slice(0, -1)) {
        const name = basename(source);
        const target = join(this.folder, 'app', name);
        cpSync(join(this.folder, from, name), target, { recursive: true, verbatimSymlinks: true });
      }
    }
    execFileSync('chown', ['-R', '0:0', join(this.folder, 'app')]);
    chmodSync(join(this.folder, 'app'), 0o755);
  }

  file(name: string): string {
    return readFileSync(join(this.folder, 'app', name), 'utf8');
  }

  /** Runs a command in the image, by default its own one, with the given settings in addition. */
  run(stage: BuildStage, settings: Readonly<Record<string, string>>, command = stage.command): RunningImage {
    const setup = stage.steps.filter(isOwnSetup).map(({ words }) => words[0]!);
    const environment = Object.entries({ PATH: pathWithThisNode(), ...stage.environment, ...settings });
    const child = spawn(
      'unshare',
      [
        ...['--mount', '--pid', '--fork', '--kill-child', 'sh', 'test/proof/image/enter.sh'],
        ...[this.folder, String(IMAGE_UID), setup.join(' && ') || 'true'],
        ...environment.map(([name, value]) => `${name}=${value}`),
        ...command,
      ],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    );
    this.running.add(child);
    child.once('close', () => this.running.delete(child));
    return new RunningImage(child);
  }

  /** Ends what is still running. */
  close(): void {
    for (const child of this.running) child.kill('SIGKILL');
  }
}

/** Packages come from this machine; everything else is done as in the image. */
const isOwnSetup = ({ keyword, words }: BuildStep): boolean => keyword === 'RUN' && !words[0]!.startsWith('apt-get');

const pathWithThisNode = (): string => `${dirname(process.execPath)}:/usr/sbin:/usr/bin:/sbin:/bin`;

/** How this machine reaches the registry, which an engine passes to a build too. */
function networkSettings(): NodeJS.ProcessEnv {
  const names = /^(https?_proxy|no_proxy|node_extra_ca_certs|npm_config_(registry|cafile))$/i;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => names.test(name)));
}

export class RunningImage {
  output = '';

  constructor(private readonly child: ChildProcess) {
    child.stdout!.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    child.stderr!.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
  }

  async exitCode(): Promise<number | null> {
    if (this.child.exitCode === null) await once(this.child, 'close');
    return this.child.exitCode;
  }

  get hasEnded(): boolean {
    return this.child.exitCode !== null;
  }

  /** Sends SIGTERM to process 1 of the image, as an engine does. */
  async stop(): Promise<number | null> {
    const { pid } = this.child;
    process.kill(Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')), 'SIGTERM');
    return this.exitCode();
  }
}
