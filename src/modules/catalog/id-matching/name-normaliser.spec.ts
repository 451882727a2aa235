import { normaliseName, splitSeasonalOverlay } from './name-normaliser.js';

describe('normaliseName', () => {
  it.each([
    ['TRANSFORMERS™: The Ride-3D', 'transformers the ride 3d'],
    ['TRANSFORMERS(TM) – The Ride 3-D', 'transformers the ride 3d'],
    ['Transformers: The Ride 3 D', 'transformers the ride 3d'],
    ['LEGO® NINJAGO® The Ride', 'lego ninjago the ride'],
    ['Avatar™️ Flight of Passage', 'avatar flight of passage'],
    ['Disney© Junior Dance Party!', 'disney junior dance party'],
    ['Fast Pass℠ Theater', 'fast pass theater'],
  ])('drops trademark signs and punctuation: %s', (name, expected) => {
    expect(normaliseName(name)).toBe(expected);
  });

  it.each(["Soarin'", 'Soarin’', 'Soarin‘', 'Soarin´', 'Soarin`', 'Soarin', 'SOARIN＇'])(
    'drops every kind of apostrophe: %s',
    (name) => {
      expect(normaliseName(name)).toBe('soarin');
    },
  );

  it.each([
    ['"it\'s a small world"', 'its a small world'],
    ['“it’s a small world”', 'its a small world'],
    ['„it’s a small world“', 'its a small world'],
    ['Rock ’n’ Roller Coaster', 'rock n roller coaster'],
    ["Rock 'n' Roller Coaster", 'rock n roller coaster'],
    ['Star Tours – The Adventures Continue', 'star tours the adventures continue'],
    ['Star Tours: The Adventures Continue', 'star tours the adventures continue'],
    ['TRON Lightcycle / Run', 'tron lightcycle run'],
    ["A Pirate's Adventure ~ Treasures of the Seven Seas", 'a pirates adventure treasures of the seven seas'],
    ["  Peter\u00a0Pan's \t Flight ", 'peter pans flight'],
    ['Monsters, Inc. Mike & Sulley to the Rescue!', 'monsters inc mike and sulley to the rescue'],
    ['Chip\u00adn\u200bDale', 'chipndale'],
  ])('ignores quotes, dashes and spaces: %s', (name, expected) => {
    expect(normaliseName(name)).toBe(expected);
  });

  it.each([
    ['Café Fiancé', 'cafe fiance'],
    ['Crush’s Coaster® à Noël', 'crushs coaster a noel'],
    ['Phantom Manor – Île de la Tête', 'phantom manor ile de la tete'],
    ['Fluch von Novgorod Straße', 'fluch von novgorod strasse'],
    ['GROẞE', 'grosse'],
    ['Ærø Œuvre Łódź Đurđ Þór İzmir ışık', 'aero oeuvre lodz durd thor izmir isik'],
    ['Mjölnir Ångström', 'mjolnir angstrom'],
    ['Λαβύρινθος', 'λαβυρινθοσ'],
  ])('folds accents and the letters that Unicode does not decompose: %s', (name, expected) => {
    expect(normaliseName(name)).toBe(expected);
  });

  it('gives decomposed and composed spellings the same form', () => {
    expect(normaliseName('Cafe\u0301')).toBe(normaliseName('Caf\u00e9'));
    expect(normaliseName('カ\u3099ンタム')).toBe(normaliseName('ガンタム'));
  });

  it.each([
    ['スペース・マウンテン', 'スペース マウンテン'],
    ['ｽﾍﾟｰｽ･ﾏｳﾝﾃﾝ', 'スペース マウンテン'],
    ['「カリブの海賊」', 'カリブの海賊'],
    ['Ｊａｗｓ　１', 'jaws 1'],
    ['创极速光轮', '创极速光轮'],
    ['후룸라이드!', '후룸라이드'],
    ['Русские Горки', 'русские горки'],
    ['Ёлка и Чай', 'елка и чай'],
    ['ไวกิ้ง', 'ไวกิ้ง'],
  ])('keeps other scripts meaningful and folds their widths: %s', (name, expected) => {
    expect(normaliseName(name)).toBe(expected);
  });

  it.each([
    ['ガ', 'カ'],
    ['ぱ', 'は'],
    ['чай', 'чаи'],
  ])('keeps marks that make another letter: %s is not %s', (one, other) => {
    expect(normaliseName(one)).not.toBe(normaliseName(other));
  });

  it.each([
    ['20,000 Leagues', '20000 leagues'],
    ['20.000 Leagues', '20000 leagues'],
    ['Platform 9¾', 'platform 9 3 4'],
    ['Rocky Ⅲ', 'rocky iii'],
    ['Area №1', 'area no1'],
    ['1️⃣ Ride', '1 ride'],
    ['2.0', '2 0'],
  ])('keeps numbers whole: %s', (name, expected) => {
    expect(normaliseName(name)).toBe(expected);
  });

  it.each([
    ['Main Street, U.S.A.', 'Main Street USA'],
    ['E.T. Adventure', 'ET Adventure'],
    ['F.L.Y.', 'FLY'],
    ['R.C. Racer', 'RC Racer'],
  ])('joins initials: %s = %s', (one, other) => {
    expect(normaliseName(one)).toBe(normaliseName(other));
  });

  it('falls back to the signs themselves if there is no word', () => {
    expect(normaliseName(' ★ !! ')).toBe('★ !!');
    expect(normaliseName('™')).toBe('™');
  });

  it('returns an empty name only for an empty name', () => {
    expect(normaliseName('')).toBe('');
    expect(normaliseName('  \n ')).toBe('');
  });
});

describe('removing a seasonal overlay', () => {
  it.each([
    ['haunted mansion holiday', 'haunted mansion'],
    ['its a small world holiday', 'its a small world'],
    ['haunted mansion the nightmare before christmas', 'haunted mansion'],
    ['halloween space mountain', 'space mountain'],
    ['space mountain ghost galaxy', 'space mountain'],
    ['seasonal space mountain halloween edition', 'space mountain'],
  ])('removes a season: %s', (name, expected) => {
    expect(splitSeasonalOverlay(name).base).toBe(expected);
  });

  it.each(['holiday parade', 'christmas', 'soarin holiday', 'holidayland express train', 'the christmas tree trail'])(
    'leaves a name alone of which one word would remain, or that has no affix: %s',
    (name) => {
      expect(splitSeasonalOverlay(name).base).toBe(name);
    },
  );

  it('returns the removed overlay', () => {
    expect(splitSeasonalOverlay('haunted mansion holiday')).toEqual({ base: 'haunted mansion', overlay: 'holiday' });
    expect(splitSeasonalOverlay('haunted mansion')).toEqual({ base: 'haunted mansion', overlay: '' });
  });
});
