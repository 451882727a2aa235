import { processEnvironment } from './environment.js';

/** What `npm run` passes on to a script about its own command line. */
export interface NpmRun {
  /** As in `npm run <script>`. */
  script: string;
  /** The command of package.json. */
  command: string;
  /** npm's settings, including options that were meant for the script: `park_id` for `npm_config_park_id`. */
  settings: ReadonlyMap<string, string>;
}

const SETTING = 'npm_config_';

/** Null unless a script of package.json started this process. Processes started by hand may inherit variables of npm. */
export function npmRun(
  environment: Readonly<Record<string, string | undefined>> = processEnvironment(),
): NpmRun | null {
  const { npm_lifecycle_event: script, npm_lifecycle_script: command } = environment;
  if (script === undefined || command === undefined || !command.includes('scripts/run.mjs')) return null;
  const settings = Object.entries(environment).flatMap(([name, value]): [string, string][] =>
    name.startsWith(SETTING) && value !== undefined ? [[name.slice(SETTING.length), value]] : [],
  );
  return { script, command, settings: new Map(settings) };
}
