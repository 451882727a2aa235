import { distance } from 'fastest-levenshtein';
import { fileEnvironment, processEnvironment } from './environment.js';
import { SECRET_NAMES, SETTINGS } from './settings/settings.js';

export interface UnknownSetting {
  name: string;
  /** The setting with the most similar name; null if none is similar. */
  similar: string | null;
}

/** A misspelt letter or two, or a word that was renamed. */
const SIMILAR_SHARE = 0.35;

/** Names in the `.env` file of a folder (default: the working directory) that are no settings of this version. */
export function unknownSettings(folder?: string): UnknownSetting[] {
  return Object.keys(fileEnvironment(folder))
    .filter((name) => !isSetting(name) && !isForTheRuntime(name))
    .map((name) => ({ name, similar: similarTo(name) }));
}

/** Two letters, in names that are too long to be another word. */
const [MISSPELT_LETTERS, LEAST_LENGTH] = [2, 8];

/** Variables of the process that are almost the name of a setting. It has others, which are none of ours. */
export function misspeltVariables(environment = processEnvironment()): UnknownSetting[] {
  return Object.keys(environment)
    .filter((name) => name.length >= LEAST_LENGTH && !isSetting(name) && !isForTheRuntime(name))
    .flatMap((name) => {
      const similar = similarTo(name);
      return similar !== null && distance(name, similar) <= MISSPELT_LETTERS ? [{ name, similar }] : [];
    });
}

function isSetting(name: string): boolean {
  return name in SETTINGS.shape || SECRET_NAMES.some((secret) => name === `${secret}_FILE`);
}

/** Variables of Node and of the AWS SDK, and the usual ones of a Unix process. */
const isForTheRuntime = (name: string): boolean => /^(NODE_|UV_|AWS_|TZ$|TMPDIR$|LANG$|LC_|.*_PROXY$)/i.test(name);

function similarTo(name: string): string | null {
  const [nearest] = Object.keys(SETTINGS.shape)
    .map((setting) => ({ setting, share: distance(name, setting) / Math.max(name.length, setting.length) }))
    .sort((a, b) => a.share - b.share);
  return nearest !== undefined && nearest.share <= SIMILAR_SHARE ? nearest.setting : null;
}

/** One sentence about them. */
export function unknownSettingsText(unknown: readonly UnknownSetting[]): string {
  return unknown.map(({ name, similar }) => (similar === null ? name : `${name} (is ${similar} meant?)`)).join(', ');
}
