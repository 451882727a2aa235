import type { Schemas } from '../../../api/client.js';
import { dayText } from '../../../format/times.js';
import { actionsOf, elapsedText, etaText, filesText, rangeText, stateText } from './import-text.js';

type Import = Schemas['ImportView'];

const anImport = (changed: Partial<Import> = {}): Import =>
  ({
    status: 'IN_PROGRESS',
    interrupted: false,
    requestedAction: null,
    range: { startDate: null, endDate: null, requestedEndDate: null },
    options: { source: 'ARCHIVE' },
    progress: { filesDone: 40, filesTotal: 120 },
    performance: { eventsPerSecond: 1_200, etaSeconds: 30 },
    timestamps: { startedAt: '2024-06-01T10:00:00Z', finishedAt: null },
    ...changed,
  }) as Import;

describe('the state of an import', () => {
  it.each([
    [{}, 'Running', ['pause', 'cancel']],
    [{ requestedAction: 'PAUSE' }, 'Pauses after the current file', ['cancel']],
    [{ requestedAction: 'CANCEL' }, 'Stops after the current file', []],
    [{ requestedAction: 'RESUME' }, 'Waiting for a worker', ['pause', 'cancel']],
    [{ interrupted: true }, 'Interrupted', ['resume', 'cancel']],
    [{ status: 'PENDING' }, 'Waiting for a worker', ['pause', 'cancel']],
    [{ status: 'PAUSED' }, 'Paused', ['resume', 'cancel']],
    [{ status: 'FAILED' }, 'Failed', ['resume', 'cancel']],
    [{ status: 'COMPLETED' }, 'Completed', []],
    [{ status: 'CANCELLED' }, 'Cancelled', []],
  ] as const)('%j is %j, with the actions %j', (changed, text, actions) => {
    const one = anImport(changed);
    expect([stateText(one).text, actionsOf(one)]).toEqual([text, actions]);
  });
});

describe('the texts of an import', () => {
  it.each([
    [null, null, 'All days'],
    ['2024-03-01', null, `From ${dayText('2024-03-01')}`],
    [null, '2024-03-31', `Until ${dayText('2024-03-31')}`],
    ['2024-03-01', '2024-03-01', dayText('2024-03-01')],
    ['2024-03-01', '2024-03-31', `${dayText('2024-03-01')} – ${dayText('2024-03-31')}`],
  ])('have the days from %j to %j as %j', (startDate, endDate, text) => {
    expect(rangeText(anImport({ range: { startDate, endDate, requestedEndDate: null } }))).toBe(text);
  });

  it('name the end of the request if it was in the future', () => {
    const range = { startDate: '2024-03-01', endDate: '2024-03-31', requestedEndDate: '2024-12-31' };
    expect(rangeText(anImport({ range }))).toBe(
      `${dayText('2024-03-01')} – ${dayText('2024-03-31')} (requested until ${dayText('2024-12-31')})`,
    );
  });

  it('count files, or days of the History API', () => {
    expect(filesText(anImport())).toBe('40 of 120 files');
    const ofApi = { options: { source: 'HISTORY_API' } as Import['options'] };
    expect(filesText(anImport(ofApi))).toBe('40 of 120 park-days');
    const progress = { filesDone: 0, filesTotal: null } as Import['progress'];
    expect(filesText(anImport({ progress }))).toBe('0 files');
  });

  it.each([
    [30, 'about 30 s left'],
    [300, 'about 5 min left'],
    [null, 'time left unknown'],
  ])('have %j seconds left as %j', (etaSeconds, text) => {
    expect(etaText(anImport({ performance: { eventsPerSecond: null, etaSeconds } }))).toBe(text);
  });

  it('have the time since the start, or until the end', () => {
    expect(elapsedText(anImport(), Date.parse('2024-06-01T10:00:45Z'))).toBe('45 s');
    expect(elapsedText(anImport(), Date.parse('2024-06-01T11:05:00Z'))).toBe('1 h 5 min');
  });
});
