import type { DayGap } from '../missing-days.js';
import type { ParseIssue } from '../parser/parsed-file.js';

/** Found in all files together; the samples are of this file. */
export type FoundIssue = ParseIssue & { objectKey: string };

/** What an import of one destination would find. */
export interface DryRunReport {
  destinationId: string;
  parkId: number | null;
  files: number;
  bytes: number;
  firstDay: string | null;
  lastDay: string | null;
  read: number;
  /** Events that another one of the same file and instant makes superfluous. */
  duplicatesInFiles: number;
  rejected: number;
  queueRows: number;
  /** Entities that have a ride already, and those that would be matched or created. */
  entitiesKnown: number;
  entitiesUnknown: number;
  /** One for each reason and field, with the samples of the first file that has it. */
  issues: FoundIssue[];
  defectiveFiles: { objectKey: string; defect: string }[];
  unavailableFiles: { objectKey: string; message: string }[];
  missingDays: DayGap[];
}

/** Told after every file. */
export type DryRunListener = (done: { filesDone: number; files: number; day: string; read: number }) => void;
