import { UsageError } from '../usage-error.js';
import { exportCommand } from './export.command.js';

const RANGE = ['--from', '2024-12-01', '--to', '2024-12-02T06:00:00Z'];

describe('the command line of the export', () => {
  it('names a park or a ride, a range, a format and a file', () => {
    expect(exportCommand.parse(['--park-id', '7', ...RANGE, '--format', 'csv', '-o', 'file.csv'])).toMatchObject({
      output: 'file.csv',
      request: {
        dataset: { name: 'snapshots' },
        target: { parkId: 7 },
        format: 'csv',
        fromMs: Date.UTC(2024, 11, 1),
        toMs: Date.UTC(2024, 11, 2, 6),
      },
    });
    expect(exportCommand.parse(['--ride-id', '42', ...RANGE, '--queues'])).toMatchObject({
      output: null,
      request: { dataset: { name: 'queues' }, target: { rideId: 42 }, format: 'ndjson' },
    });
  });

  it.each([
    ['december.csv', 'csv'],
    ['out/december.PARQUET', 'parquet'],
    ['december.ndjson', 'ndjson'],
    ['december', 'ndjson'],
    ['december.txt', 'ndjson'],
  ])('without --format, %s is written as %s', (file, format) => {
    expect(exportCommand.parse(['--park-id', '7', ...RANGE, '-o', file])).toMatchObject({ request: { format } });
  });

  it.each(['december.csv', 'december.csv.gz'])('--format decides whatever the name of the file says: %s', (file) => {
    const args = ['--park-id', '7', ...RANGE, '--format', 'parquet', '-o', file];
    expect(exportCommand.parse(args)).toMatchObject({ request: { format: 'parquet' } });
  });

  it.each([
    ['neither park nor ride', RANGE],
    ['both of them', ['--park-id', '1', '--ride-id', '2', ...RANGE]],
    ['an id that is none', ['--park-id', '0', ...RANGE]],
    ['no range', ['--park-id', '1', '--from', '2024-12-01']],
    ['a day that does not exist', ['--park-id', '1', '--from', '2024-02-30', '--to', '2024-03-01']],
    ['a range that ends before it begins', ['--park-id', '1', '--from', '2024-12-02', '--to', '2024-12-01']],
    ['a range without any time in it', ['--park-id', '1', '--from', '2024-12-01', '--to', '2024-12-01']],
    ['an output without a name', ['--park-id', '1', ...RANGE, '--output', '']],
    ['a compressed file by its name', ['--park-id', '1', ...RANGE, '-o', 'december.csv.gz']],
    ['a name that promises another format', ['--park-id', '1', ...RANGE, '-o', 'december.XLSX']],
    ['an unknown format', ['--park-id', '1', ...RANGE, '--format', 'xlsx']],
    ['an unknown option', ['--park-id', '1', ...RANGE, '--fast']],
  ])('refuses %s', (_, args) => {
    expect(() => exportCommand.parse(args)).toThrow(UsageError);
  });

  it('names a dataset, with or without limits', () => {
    expect(exportCommand.parse(['--dataset', 'ride-days', '--ride-id', '42', '--to', '2024-12-31'])).toMatchObject({
      kind: 'table',
      output: null,
      table: { dataset: { name: 'ride-days' }, rideId: 42, parkId: null, fromDate: null, toDate: '2024-12-31' },
    });
    expect(exportCommand.parse(['--dataset', 'rides', '-o', 'rides.csv'])).toMatchObject({ table: { format: 'csv' } });
    expect(exportCommand.parse(['--dataset', 'queues', '--park-id', '7', ...RANGE])).toMatchObject({
      kind: 'observations',
      request: { dataset: { name: 'queues' } },
    });
  });

  it.each([
    ['an unknown one', ['--dataset', 'ride-weeks'], '--dataset must be one of snapshots, queues, ride-hours'],
    ['two of them', ['--dataset', 'ride-days', '--queues'], '--queues is the same as --dataset queues'],
    ['an instant for a local date', ['--dataset', 'ride-days', '--from', '2024-12-01T00:00:00Z'], 'a local date'],
    ['dates of the catalogue', ['--dataset', 'rides', '--from', '2024-12-01'], '--from: rides has no dates'],
    ['a park of destinations', ['--dataset', 'destinations', '--park-id', '7'], '--park-id: destinations has no parks'],
    ['a ride of a dataset of parks', ['--dataset', 'park-days', '--ride-id', '7'], '--ride-id: park-days'],
    [
      'a reversed period',
      ['--dataset', 'ride-days', '--from', '2024-12-02', '--to', '2024-12-01'],
      'both are included',
    ],
  ])('refuses a dataset: %s', (_, args, message) => {
    expect(() => exportCommand.parse(args)).toThrow(message);
  });

  it('writes everything into a folder', () => {
    const request = exportCommand.parse(['--all', '--out', 'dataset', '--json']);
    expect(request).toEqual({ kind: 'folder', folder: 'dataset', json: true });
  });

  it.each([
    ['without a folder', ['--all'], '--all requires --out'],
    ['with an empty name', ['--all', '--out', ''], '--all requires --out'],
    ['a folder without --all', ['--out', 'dataset'], '--out is the folder of --all'],
    ['with a format', ['--all', '--out', 'dataset', '--format', 'csv'], 'cannot be combined with --format'],
    ['with a park', ['--all', '--out', 'dataset', '--park-id', '7'], 'cannot be combined with --park-id'],
    ['with a file', ['--all', '--out', 'dataset', '-o', 'file.csv'], 'cannot be combined with --output'],
  ])('refuses a folder: %s', (_, args, message) => {
    expect(() => exportCommand.parse(args)).toThrow(message);
  });
});
