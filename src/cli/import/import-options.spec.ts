import { UsageError } from '../usage-error.js';
import { importCommand } from './import.command.js';

const UUID = 'b69b1d97-5912-4971-89da-d3c76134d023';
const parse = (line: string) => importCommand.parse(line.split(' ').filter((word) => word !== ''));

describe('the import command line', () => {
  it('imports everything with the defaults', () => {
    expect(parse('--all-parks')).toEqual({
      action: 'start',
      target: { kind: 'all' },
      range: { startDate: null, endDate: null },
      options: { onConflict: 'archive', replaceLive: false, origin: 'cli' },
      mappingsFile: null,
      confirmed: false,
      json: false,
    });
  });

  it('takes every option of an import', () => {
    const line = `--destination ${UUID.toUpperCase()} --start-date 2024-02-29 --end-date=2024-03-01 --on-conflict archive --replace-live --yes --mappings f.csv --json`;
    expect(parse(line)).toEqual({
      action: 'start',
      target: { kind: 'destination', themeparksWikiId: UUID },
      range: { startDate: '2024-02-29', endDate: '2024-03-01' },
      options: { onConflict: 'archive', replaceLive: true, origin: 'cli' },
      mappingsFile: 'f.csv',
      confirmed: true,
      json: true,
    });
  });

  it.each([
    ['--resume', null],
    ['--resume imp_0a1b', 'imp_0a1b'],
    ['--resume=imp_0a1b', 'imp_0a1b'],
    ['--resume --json', null],
    ['--json --resume', null],
    ['--resume --mappings f.csv', null],
  ])('%s may or may not name an import', (line, importId) => {
    expect(parse(line)).toMatchObject({ action: 'resume', importId });
  });

  it('reads the other things that can be asked for', () => {
    expect(parse('--status')).toMatchObject({ action: 'status', importId: null });
    expect(parse('--status imp_1')).toMatchObject({ action: 'status', importId: 'imp_1' });
    expect(parse('--cancel imp_1')).toMatchObject({ action: 'cancel', importId: 'imp_1' });
    expect(parse('--list-destinations')).toMatchObject({ action: 'list-destinations' });
    expect(parse('--park-id 7 --dry-run')).toMatchObject({ action: 'dry-run', target: { kind: 'park', parkId: 7 } });
  });

  it('fills gaps of all parks, or of the given ones', () => {
    const [all, park] = ['--source history --fill-gaps', `--source history --fill-gaps --park ${UUID} --json`].map(
      parse,
    );
    expect(all).toEqual({ action: 'fill-gaps', target: { kind: 'all' }, json: false });
    expect(park).toEqual({ action: 'fill-gaps', target: { kind: 'park-uuid', themeparksWikiId: UUID }, json: true });
  });

  it.each([
    ['', '--all-parks'],
    ['--fill-gaps', '--fill-gaps requires --source history'],
    ['--source history --fill-gaps --start-date 2026-11-01', '--start-date cannot be used with --fill-gaps'],
    ['--source history --fill-gaps --resume', '--source cannot be used with --resume'],
    ['--json', '--all-parks'],
    ['--all-parks --resume', 'exclude each other'],
    [`--destination ${UUID} --park-id 1`, 'exclude each other'],
    ['--destination paris', '--destination must be'],
    ['--destination', '--destination'],
    ['--park-id 0', '--park-id must be'],
    ['--park-id 1.5', '--park-id must be'],
    ['--park-id 99999999999', '--park-id must be'],
    ['--all-parks --start-date 2024-02-30', '--start-date must be'],
    ['--all-parks --end-date 24-02-03', '--end-date must be'],
    ['--all-parks --start-date=', '--start-date must be'],
    ['--all-parks --start-date 2024-02-03 --end-date 2024-02-02', 'is after --end-date'],
    ['--all-parks --on-conflict newest', '--on-conflict must be'],
    ['--all-parks --on-conflict live --replace-live --yes', 'exclude each other'],
    ['--all-parks --mappings=', '--mappings requires'],
    ['--all-parks --yes', '--yes'],
    ['--resume imp', '--resume must be'],
    ['--resume --start-date 2024-01-01', 'keeps the range'],
    ['--status --dry-run', '--dry-run cannot be used with --status'],
    ['--cancel', '--cancel'],
    ['--list-destinations --yes', '--yes cannot be used'],
    ['--all-parks --json --json', '--json is given more than once'],
    ['--all-parks --bogus', '--bogus'],
    ['everything', 'everything'],
    ['--all-parks=yes', '--all-parks'],
  ])('refuses "%s", naming what is wrong', (line, part) => {
    expect(() => parse(line)).toThrow(UsageError);
    expect(() => parse(line)).toThrow(part);
  });
});
