import type { AppConfig } from '../../common/config/app-config.js';
import { Clock } from '../../common/time/clock.js';
import type { HistoryDays } from '../../modules/import/history-source/history-days.service.js';
import type { ImportFileRepository } from '../../modules/import/import-file.repository.js';
import { type ImportRecord, ImportStateError } from '../../modules/import/import-record.js';
import type { ImportRepository } from '../../modules/import/import.repository.js';
import type { ImportService } from '../../modules/import/import.service.js';
import type { ImportWorker } from '../../modules/import/run/import-worker.js';
import { ImportSession } from './import-session.js';

const left = (checkpointId: number, status: ImportRecord['status']) =>
  ({ checkpointId, importId: `imp_${checkpointId}`, status, options: { origin: 'cli' } }) as ImportRecord;

/** A session beside three interrupted imports and a waiting one, whose second cannot be resumed for this reason. */
function sessionWith(problem: Error): ImportSession {
  const service: Pick<ImportService, 'resume'> = {
    resume: (importId) =>
      importId === 'imp_2' ? Promise.reject(problem) : Promise.resolve({ importId } as ImportRecord),
  };
  const imports: Pick<ImportRepository, 'findInterrupted' | 'findPage'> = {
    findInterrupted: () => Promise.resolve([3, 2, 1].map((id) => left(id, 'IN_PROGRESS'))),
    findPage: () => Promise.resolve({ data: [left(4, 'PENDING')], total: 1 }),
  };
  return new ImportSession(
    service as ImportService,
    {} as ImportWorker,
    imports as ImportRepository,
    {} as ImportFileRepository,
    {} as HistoryDays,
    {} as AppConfig,
    new Clock(),
  );
}

describe('taking up all imports that were left', () => {
  it('goes on with the others where one cannot be resumed, and says why', async () => {
    const problem = new ImportStateError('imp_2', 'IN_PROGRESS', 'resume', 'Import imp_2 is running');
    const { ready, refused } = await sessionWith(problem).takeUpAll({ orLatest: true });
    expect(ready.map(({ importId }) => importId)).toEqual(['imp_1', 'imp_3', 'imp_4']);
    expect(refused).toEqual([{ importId: 'imp_2', why: 'Import imp_2 is running' }]);
  });

  it('ends where the fault is not the one import alone', async () => {
    await expect(sessionWith(new Error('Connection lost')).takeUpAll({ orLatest: true })).rejects.toThrow(
      'Connection lost',
    );
  });
});
