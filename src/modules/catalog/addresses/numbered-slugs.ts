const MOST = 1_000;

/** The slug itself, then `epic-2`, `epic-3` and so on, for entities whose source reports the same slug. */
export function* numberedSlugs(slug: string): Generator<string> {
  yield slug;
  for (let number = 2; number <= MOST; number++) yield `${slug}-${number}`;
}
