import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import type { ErrorCode } from '../../domain-error.js';
import { ERROR_STATUS, ErrorResponse } from '../http-errors.js';

interface ErrorExample {
  message: string;
  details: Readonly<Record<string, unknown>>;
}

const UUID = '89db5d43-c434-4097-b71f-f6869f495a22';
const IMPORT_ID = 'imp_5025d2b4013669561c8d';
const JOB_ID = 'msr_9f2c4a7d1b3e5f608142';
const notFound = (thing: string, field: string, id: number): ErrorExample => ({
  message: `${thing} ${id} does not exist`,
  details: { [field]: id },
});

/** An example of the error response for each code. */
const ERROR_EXAMPLES: Readonly<Record<ErrorCode, ErrorExample>> = {
  VALIDATION_FAILED: {
    message: 'The request is not valid',
    details: { limit: ['limit must not be greater than 200'], colour: ['property colour should not exist'] },
  },
  DATE_OUT_OF_RANGE: {
    message: 'from 2024-02-02 is after to 2024-02-01',
    details: { from: '2024-02-02', to: '2024-02-01' },
  },
  UNAUTHORIZED: {
    message: 'A valid admin key is required: Authorization: Bearer <key>',
    details: { reason: 'MISSING' },
  },
  FORBIDDEN: { message: 'The key "nightly import" lacks the scope "keys"', details: { missingScopes: ['keys'] } },
  CSRF_TOKEN_INVALID: {
    message: 'The header X-CSRF-Token is missing: GET /api/admin/session returns the token',
    details: {},
  },
  NOT_FOUND: { message: 'Cannot GET /api/park', details: {} },
  DESTINATION_NOT_FOUND: {
    message: `The archive has no destination ${UUID}`,
    details: { destinationId: UUID },
  },
  PARK_NOT_FOUND: notFound('Park', 'parkId', 77),
  RIDE_NOT_FOUND: notFound('Ride', 'rideId', 4200),
  IMPORT_NOT_FOUND: { message: `Import ${IMPORT_ID} does not exist`, details: { importId: IMPORT_ID } },
  REBUILD_NOT_FOUND: notFound('Rebuild', 'rebuildId', 7),
  MAPPING_NOT_FOUND: {
    message: `No ride has the UUID ${UUID}: it was never observed or mapped`,
    details: { themeparksWikiId: UUID },
  },
  DECISION_NOT_FOUND: notFound('Decision', 'decisionId', 7),
  PROPOSAL_NOT_FOUND: notFound('Proposal', 'proposalId', 7),
  ISSUE_NOT_FOUND: notFound('Issue', 'logId', 7),
  EXCLUSION_NOT_FOUND: notFound('Exclusion', 'exclusionId', 7),
  MEASUREMENT_NOT_FOUND: { message: `Measurement ${JOB_ID} does not exist`, details: { jobId: JOB_ID } },
  STORAGE_ALERT_NOT_FOUND: {
    message: 'Storage alert 7 does not exist, or is not active',
    details: { alertId: 7 },
  },
  IMPORT_IN_PROGRESS: {
    message: `This destination is being imported by ${IMPORT_ID}`,
    details: { importId: IMPORT_ID, interrupted: false },
  },
  IMPORT_STATE_CONFLICT: {
    message: `Import ${IMPORT_ID} is COMPLETED: it cannot pause`,
    details: { importId: IMPORT_ID, status: 'COMPLETED', move: 'pause' },
  },
  COLLECTION_IN_PROGRESS: { message: 'A collection cycle is already running', details: {} },
  METADATA_SYNC_IN_PROGRESS: { message: 'A metadata synchronisation is already running', details: { syncId: 7 } },
  MAPPING_CONFLICT: {
    message: 'This UUID is linked to another ride already',
    details: { themeparksWikiId: UUID, rideId: 42 },
  },
  DECISION_CONFLICT: { message: 'Decision 7 was already undone', details: { decisionId: 7 } },
  PROPOSAL_CONFLICT: { message: 'Proposal 7 was rejected: undo the rejection first', details: { proposalId: 7 } },
  ISSUE_STATE_CONFLICT: {
    message: 'Issue 7 is RESOLVED and cannot become ACKNOWLEDGED',
    details: { logId: 7, resolutionStatus: 'RESOLVED', allowed: ['OPEN'] },
  },
  KEY_NOT_FOUND: notFound('Key', 'keyId', 7),
  KEY_STATE_CONFLICT: { message: 'Key 7 is already revoked', details: { keyId: 7 } },
  EXCLUSION_STATE_CONFLICT: { message: 'Exclusion 7 is already revoked', details: { exclusionId: 7 } },
  QUALITY_CHECK_IN_PROGRESS: { message: 'A quality check is already in progress', details: {} },
  MEASUREMENT_IN_PROGRESS: { message: 'Another process is measuring the storage', details: { jobId: JOB_ID } },
  JOB_NOT_FOUND: { message: 'Job backup does not exist. Available: collect, quality-check, statistics', details: {} },
  JOB_IN_PROGRESS: { message: 'A run of statistics is in progress since 2026-04-15T16:00:30Z', details: {} },
  NOT_A_WORKER: {
    message: 'This process only serves requests (ROLE=api). Send this request to a process with ROLE=worker or all',
    details: {},
  },
  CLOCK_DISAGREES: {
    message: "The clock of this process is 3 h 0 min ahead of the database's clock. Correct the clock of this host",
    details: { offsetSeconds: 10_800 },
  },
  CORRUPT_FILE: {
    message: 'The file of 1024 bytes ends in the middle of its compressed stream',
    details: { defect: 'TRUNCATED', compressedBytes: 1024 },
  },
  RATE_LIMITED: {
    message: 'Too many requests: try again in 17 seconds',
    details: { limitPerMinute: 600, retryAfterSeconds: 17 },
  },
  INTERNAL_ERROR: { message: 'Internal error; the log has the details under the request id', details: {} },
  MALFORMED_RESPONSE: {
    message: 'The response about children has no array "children"',
    details: { defect: 'NO_CHILDREN', found: 'missing' },
  },
  ARCHIVE_UNAVAILABLE: {
    message: 's3://archive.themeparks.wiki: the connection failed',
    details: { reason: 'CONNECTION' },
  },
  EXPORT_BUSY: {
    message: 'Too many exports are in progress; retry when one of them has finished',
    details: { limit: 2, retryAfterSeconds: 15 },
  },
  EVENTS_BUSY: {
    message: 'Too many clients listen for events; poll instead, or try again later',
    details: { limit: 200, retryAfterSeconds: 30 },
  },
  TOO_MANY_EVENT_STREAMS: {
    message: 'This client already has 20 event streams; close one, or poll instead',
    details: { limit: 20, retryAfterSeconds: 30 },
  },
  LIVE_API_UNAVAILABLE: {
    message: 'The live API did not respond in time',
    details: { failure: 'TIMEOUT', httpStatus: null },
  },
  DATABASE_UNAVAILABLE: { message: 'The database cannot be reached; try again later', details: {} },
  DATABASE_FULL: {
    message:
      'The disk of the database is full. Everything committed so far is kept; free some space, then run it again',
    details: {},
  },
};

/** The body of an error response; `example` replaces the usual message of the code. */
export function errorExample(code: ErrorCode, example: ErrorExample = ERROR_EXAMPLES[code]): { value: object } {
  return { value: { error: { code, ...example }, requestId: '11ba6211-0b47-4420-a165-0b73199a2bcc' } };
}

/** Codes that every operation with an error of this status can return too. */
const ALWAYS: Readonly<Record<number, readonly ErrorCode[]>> = {
  400: ['VALIDATION_FAILED'],
  503: ['DATABASE_UNAVAILABLE', 'DATABASE_FULL'],
};

/** The codes documented for a controller so far. */
const CODES_OF_CONTROLLER = Symbol('error codes of the controller');

/**
 * Documents the error responses of a handler or controller by their codes; the code determines the status. Codes of several
 * decorators on one controller are merged, because a later response of a status would replace the earlier one.
 */
export function ApiErrors(...codes: readonly ErrorCode[]): MethodDecorator & ClassDecorator {
  return (target: object, key?: string | symbol, descriptor?: PropertyDescriptor) => {
    if (key !== undefined) return responsesOf(codes)(target, key, descriptor);
    const former = (Reflect.getOwnMetadata(CODES_OF_CONTROLLER, target) as ErrorCode[] | undefined) ?? [];
    const all = [...new Set([...codes, ...former])];
    Reflect.defineMetadata(CODES_OF_CONTROLLER, all, target);
    responsesOf(all)(target as () => void);
  };
}

function responsesOf(codes: readonly ErrorCode[]) {
  const byStatus = new Map<number, Set<ErrorCode>>();
  for (const code of codes) {
    const status = ERROR_STATUS[code];
    const known = byStatus.get(status) ?? new Set(ALWAYS[status] ?? []);
    byStatus.set(status, known.add(code));
  }
  return applyDecorators(
    ApiExtraModels(ErrorResponse),
    ...[...byStatus].map(([status, set]) => ApiResponse({ status, ...errorResponseOf([...set]) })),
  );
}

function errorResponseOf(codes: readonly ErrorCode[]) {
  const schema = errorSchemaOf(codes);
  const examples = Object.fromEntries(codes.map((code) => [code, errorExample(code)]));
  return { description: codes.join(', '), content: { 'application/json': { schema, examples } } };
}

/** The schema of error responses with one of these codes. */
export function errorSchemaOf(codes: readonly ErrorCode[]) {
  // Lists all fields although only the code is narrowed: validators of examples refuse fields that are missing here.
  const properties = {
    code: { type: 'string', enum: [...codes] },
    message: { type: 'string' },
    details: { type: 'object', additionalProperties: true },
  };
  const narrowed = { type: 'object', properties: { error: { type: 'object', properties } } };
  return { allOf: [{ $ref: getSchemaPath(ErrorResponse) }, narrowed] };
}
