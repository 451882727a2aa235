import { performance } from 'node:perf_hooks';
import { isNativeError } from 'node:util/types';
import { AppConfig } from '../../common/config/app-config.js';
import { reasonText } from '../../common/domain-error.js';
import { plural } from '../../common/text.js';
import { createArchiveSource } from '../../modules/import/source/archive-source.factory.js';
import { type DoctorCheck, needsCare, passed } from './check.js';

/** Time limit of each check. */
const LIMIT_MS = 5_000;

/** Lists the top level of the archive, once. */
export async function archiveCheck(config: AppConfig): Promise<DoctorCheck> {
  const once = {
    ARCHIVE_MAX_ATTEMPTS: 1,
    ARCHIVE_REQUEST_TIMEOUT_MS: Math.min(LIMIT_MS, config.ARCHIVE_REQUEST_TIMEOUT_MS),
  };
  const source = createArchiveSource(Object.assign(new AppConfig(), config, once));
  const startedMs = performance.now();
  try {
    const found = await source.listDestinations(AbortSignal.timeout(LIMIT_MS));
    return passed('archive', `${source.describe()} has ${plural(found.length, 'destination')} (${since(startedMs)})`);
  } catch (error) {
    const text = `${source.describe()} cannot be read: ${reasonText(error)}`;
    return needsCare('archive', text, 'Check the network, ARCHIVE_SOURCE and ARCHIVE_S3_*; imports fail until then');
  } finally {
    source.close();
  }
}

/** Any response of the API's host counts, also a refusal. */
export async function liveApiCheck({ LIVE_API_BASE_URL, LIVE_API_USER_AGENT }: AppConfig): Promise<DoctorCheck> {
  const startedMs = performance.now();
  const limit = AbortSignal.timeout(LIMIT_MS);
  try {
    const response = await fetch(LIVE_API_BASE_URL, {
      method: 'HEAD',
      redirect: 'manual',
      headers: { 'user-agent': LIVE_API_USER_AGENT },
      signal: limit,
    });
    if (response.status < 500) return passed('live API', `${LIVE_API_BASE_URL} responds (${since(startedMs)})`);
    return needsCare('live API', `${LIVE_API_BASE_URL} responds with ${response.status}`, 'Wait, and look again');
  } catch (error) {
    const cause = isNativeError(error) && isNativeError(error.cause) ? error.cause : error;
    const reason = limit.aborted ? `no response within ${LIMIT_MS / 1_000} s` : codeOrReason(cause);
    const text = `${LIVE_API_BASE_URL} cannot be reached: ${reason}`;
    return needsCare('live API', text, 'Check the network and LIVE_API_BASE_URL; nothing is collected until then');
  }
}

/** `ENOTFOUND` */
const codeOrReason = (error: unknown): string =>
  isNativeError(error) && 'code' in error ? String(error.code) : reasonText(error);

const since = (startedMs: number): string => `${Math.round(performance.now() - startedMs)} ms`;
