import { sourcesText } from './words.js';

describe('where values come from', () => {
  it('names each source once, those of mixed hours too', () => {
    expect(sourcesText([])).toBeNull();
    expect(sourcesText([null, 'ARCHIVE', 'ARCHIVE'])).toBe('From the archive');
    expect(sourcesText(['BOTH', 'ARCHIVE', null])).toBe('From live data and the archive');
    expect(sourcesText(['LIVE', 'ARCHIVE', 'HISTORY_API'])).toBe('From live data, the archive and the History API');
  });
});
