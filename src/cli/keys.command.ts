import { Command } from '@commander-js/extra-typings';
import { Module } from '@nestjs/common';
import { type Scope, SCOPES } from '../common/http/access/scopes.js';
import { MAX_INTERNAL_ID } from '../common/http/dto/request-fields.js';
import { ValidationFailedError } from '../common/http/http-errors.js';
import { commandLineUser } from '../common/process/operator.js';
import { CoreModule } from '../core.module.js';
import { AccessModule } from '../modules/access/access.module.js';
import { type CreateKeyBody, type KeyView, MAX_NAME, MAX_REQUESTS_PER_MINUTE } from '../modules/access/key.dto.js';
import { KeyService } from '../modules/access/key.service.js';
import { type CliHost, defineCommand } from './command.js';
import { EXIT } from './exit-codes.js';
import { inContext } from './nest-context.js';
import { dayOf, wholeNumberOf } from './option-values.js';
import { UsageError } from './usage-error.js';

const ALL = { limit: 1_000_000, offset: 0 };
const CREATE_NOTES = `
Scopes: ${SCOPES.join(', ')}. docs/api.md describes what each allows.

Examples:
  npm run keys -- create --name "nightly import" --scopes read,import --expires 2027-12-31
  npm run keys -- create --name "partner app" --public --requests-per-minute 6000

The key is printed once, on stdout; only a hash of it is stored.`;

@Module({ imports: [CoreModule, AccessModule] })
class KeysCliModule {}

const withKeys = <T>(host: CliHost, work: (keys: KeyService) => Promise<T>): Promise<T> =>
  inContext(KeysCliModule, host, async (context) => {
    host.stop.throwIfAborted();
    return work(context.get(KeyService, { strict: false }));
  });

const list = defineCommand({
  declare: () =>
    new Command()
      .description('Lists the API keys: what they may do, and when they were last used.')
      .option('--json', 'print the keys as JSON'),

  read: ({ json = false }) => ({ json }),

  run: async ({ json }, host) => {
    const { data } = await withKeys(host, (keys) => keys.list(ALL));
    host.terminal.out(json ? JSON.stringify(data) : listText(data));
    return EXIT.DONE;
  },

  stopText: 'Stopped.',
});

const create = defineCommand({
  declare: () =>
    new Command()
      .description('Creates an API key and prints it.')
      .option('--name <name>', `what it is for, at most ${MAX_NAME} characters`, nameOf)
      .option('--scopes <scopes>', 'what it may do, separated by commas', scopesOf)
      .option('--public', 'a key for public endpoints, with its own rate limit')
      .option(
        '--requests-per-minute <number>',
        'rate limit of a public key (default: RATE_LIMIT_PUBLIC_PER_MINUTE)',
        wholeNumberOf('--requests-per-minute', 1, MAX_REQUESTS_PER_MINUTE),
      )
      .option('--expires <day>', 'UTC day from which it is refused, YYYY-MM-DD (default: never)', dayOf('--expires'))
      .option('--json', 'print the key and its properties as JSON')
      .addHelpText('after', CREATE_NOTES),

  read: ({ name, scopes, public: isPublic = false, requestsPerMinute, expires, json = false }) => {
    if (name === undefined) throw new UsageError('--name is required');
    if (isPublic && scopes !== undefined) throw new UsageError('--scopes is only for keys without --public');
    if (!isPublic && scopes === undefined) throw new UsageError('--scopes is required, or --public');
    if (!isPublic && requestsPerMinute !== undefined) throw new UsageError('--requests-per-minute requires --public');
    const body: CreateKeyBody = {
      ...{ name, kind: isPublic ? 'PUBLIC' : 'ADMIN' },
      ...(scopes === undefined ? {} : { scopes }),
      ...(requestsPerMinute === undefined ? {} : { requestsPerMinute }),
      ...(expires === undefined ? {} : { expiresAt: `${expires}T00:00:00Z` }),
    };
    return { json, body };
  },

  run: async ({ json, body }, host) => {
    const creator = { name: commandLineUser(), scopes: SCOPES };
    const created = await withKeys(host, (keys) => keys.create(body, creator)).catch(asUsageError);
    host.terminal.out(json ? JSON.stringify(created) : created.key);
    host.terminal.err(`Key ${created.keyId} "${created.name}" created. Keep it: it is not shown again.`);
    return EXIT.DONE;
  },

  stopText: 'Stopped.',
});

const revoke = defineCommand({
  declare: () =>
    new Command()
      .description('Revokes an API key and its sessions, immediately and in every process.')
      .option('--key-id <id>', 'id of the key (npm run keys -- list)', wholeNumberOf('--key-id', 1, MAX_INTERNAL_ID))
      .option('--json', 'print the key as JSON'),

  read: ({ keyId, json = false }) => {
    if (keyId === undefined) throw new UsageError('--key-id is required');
    return { json, keyId };
  },

  run: async ({ json, keyId }, host) => {
    const revoked = await withKeys(host, (keys) => keys.revoke(keyId, commandLineUser()));
    host.terminal.out(json ? JSON.stringify(revoked) : `Key ${keyId} "${revoked.name}" is revoked.`);
    return EXIT.DONE;
  },

  stopText: 'Stopped.',
});

export const KEY_COMMANDS = { list, create, revoke };

/** The only rule that the options themselves do not check needs the present time. */
function asUsageError(error: unknown): never {
  if (error instanceof ValidationFailedError) {
    const problems = Object.values(error.details).flat().join('; ');
    throw new UsageError(problems.replace('expiresAt', '--expires'));
  }
  throw error;
}

function nameOf(text: string): string {
  const name = text.trim();
  if (name !== '' && name.length <= MAX_NAME && !/\p{C}/u.test(name)) return name;
  throw new UsageError(`--name must have 1 to ${MAX_NAME} characters, none of them control characters`);
}

function scopesOf(text: string): Scope[] {
  const words = text.split(',').map((word) => word.trim());
  const unknown = words.filter((word) => !(SCOPES as readonly string[]).includes(word));
  if (unknown.length === 0) return [...new Set(words as Scope[])];
  throw new UsageError(`--scopes must be some of ${SCOPES.join(',')}, not "${unknown.join(',')}"`);
}

function listText(keys: readonly KeyView[]): string {
  if (keys.length === 0) return 'There are no keys besides ADMIN_API_KEY.';
  const lines = keys.map(
    ({ keyId, name, startsWith, kind, scopes, requestsPerMinute, status, lastUsedAt, expiresAt }) => {
      const may = kind === 'PUBLIC' ? `public, ${requestsPerMinute} requests a minute` : scopes.join(',');
      const used = lastUsedAt === null ? 'never used' : `last used ${lastUsedAt.toISOString().slice(0, 16)}Z`;
      const expiry = expiresAt === null ? '' : `, expires ${expiresAt.toISOString().slice(0, 16)}Z`;
      return `${keyId}  ${status}  ${startsWith}…  "${name}"  ${may}  ${used}${expiry}`;
    },
  );
  return lines.join('\n');
}
