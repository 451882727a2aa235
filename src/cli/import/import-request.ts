import type { ImportOptions } from '../../modules/import/import-record.js';
import type { ImportRange } from '../../modules/import/import.service.js';
import type { Terminal } from '../terminal.js';
import type { ProgressDisplay } from './progress/progress-display.js';

export type ImportTarget =
  | { kind: 'all' }
  | { kind: 'destination'; themeparksWikiId: string }
  | { kind: 'park-uuid'; themeparksWikiId: string }
  | { kind: 'park'; parkId: number };

export interface StartCommand {
  action: 'start';
  target: ImportTarget;
  range: ImportRange;
  options: ImportOptions;
  mappingsFile: string | null;
  /** --yes: LIVE rows are removed without a question. */
  confirmed: boolean;
}

/** The request of an import command line. */
export type ImportCommand = { json: boolean } & (
  | { action: 'list-destinations' }
  | { action: 'status'; importId: string | null }
  | { action: 'cancel'; importId: string }
  | { action: 'resume'; importId: string | null; mappingsFile: string | null }
  | { action: 'dry-run'; target: ImportTarget; range: ImportRange; mappingsFile: string | null }
  | { action: 'fill-gaps'; target: ImportTarget }
  | StartCommand
);

/** Terminal, progress display and stop signal of a command. */
export interface CliContext {
  terminal: Terminal;
  display: ProgressDisplay;
  json: boolean;
  stop: AbortSignal;
  /** The time of a monotonic clock. */
  nowMs: () => number;
}
