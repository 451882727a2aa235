import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable, Logger } from '@nestjs/common';
import { reasonText } from '../../domain-error.js';
import { storableJson } from '../../reading/canonical-json.js';

export const ACTOR_KINDS = ['KEY', 'COMMAND_LINE'] as const;
export type ActorKind = (typeof ACTOR_KINDS)[number];
export const AUDIT_OUTCOMES = ['DONE', 'REFUSED', 'FAILED'] as const;
export type AuditOutcome = (typeof AUDIT_OUTCOMES)[number];

/** Who did what, and how it ended. */
export interface AuditEntry {
  actorKind: ActorKind;
  keyId: number | null;
  actor: string;
  action: string;
  target: string;
  requestBody: unknown;
  stateBefore: unknown;
  stateAfter: unknown;
  requestId: string | null;
  outcome: AuditOutcome;
  errorCode: string | null;
}

export type AuditRecorder = (entry: AuditEntry) => Promise<void>;

interface ChangeNote {
  before?: unknown;
}

const notes = new AsyncLocalStorage<ChangeNote>();

/** Runs an admin write, and collects what it notes about the state before. */
export function withChangeNote<T>(note: ChangeNote, work: () => T): T {
  return notes.run(note, work);
}

/** Adds the state before a change to the entry of the current admin request; does nothing outside one. */
export function noteBefore(state: unknown): void {
  const note = notes.getStore();
  if (note !== undefined) note.before ??= state;
}

/** Passes entries to the audit log. A program without one records nothing. */
@Injectable()
export class AuditTrail {
  private readonly logger = new Logger(AuditTrail.name);
  private recorder: AuditRecorder | null = null;

  useRecorder(recorder: AuditRecorder): void {
    this.recorder = recorder;
  }

  /** Never rejects: the change is made already. An entry that cannot be stored goes to the log of the process. */
  async record(entry: AuditEntry): Promise<void> {
    const { actor, action, target, outcome } = entry;
    try {
      await this.recorder?.({
        ...entry,
        requestBody: withoutSecrets(entry.requestBody),
        stateAfter: withoutSecrets(entry.stateAfter),
      });
    } catch (error) {
      this.logger.error(`not in the audit log (${reasonText(error)}): ${actor}: ${action} ${target}: ${outcome}`);
    }
  }
}

const SECRET_FIELDS: ReadonlySet<string> = new Set(['key', 'csrfToken', 'password', 'secret', 'token']);
const MASK = '***';
const MAX_JSON_LENGTH = 16_000;

/** A copy without the values of secret fields; a large one is replaced by its size. */
export function withoutSecrets(value: unknown): unknown {
  const text = storableJson(value, (name, inner) => (SECRET_FIELDS.has(name) ? MASK : inner));
  return text.length > MAX_JSON_LENGTH ? { omittedCharacters: text.length } : (JSON.parse(text) as unknown);
}
