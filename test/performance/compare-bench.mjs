/**
 * Compares this build with an earlier commit on this machine: `npm run bench:compare -- <commit> [options]`. The commit is
 * built in a worktree of its own (kept in .data/bench for the next run), and each bench measures both in alternating pairs
 * (old new, new old, ...), so that a machine that slows down affects both. What counts is the median of the ratios of the
 * pairs: absolute figures of one day mean little.
 */
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { builtCommit } from './compare/built-commit.mjs';
import { BENCHES } from './compare/benches.mjs';
import { ROOT } from './tools/bench-tools.mjs';
import { markdown, median } from './tools/figures.mjs';

const USAGE = `Usage: npm run bench:compare -- <commit> [--bench ${Object.keys(BENCHES).join(',')}] [--pairs 5] [--json]`;

function readArguments() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      bench: { type: 'string', default: 'import' },
      pairs: { type: 'string', default: '5' },
      json: { type: 'boolean', default: false },
    },
  });
  const benches = values.bench === 'all' ? Object.keys(BENCHES) : values.bench.split(',');
  const pairs = Number(values.pairs);
  const isValid = positionals.length === 1 && pairs >= 1 && benches.every((name) => name in BENCHES);
  if (isValid) return { commit: positionals[0], benches, pairs, json: values.json };
  console.error(USAGE);
  process.exit(2);
}

/** The figures of every pair: `[{ old: {...}, new: {...} }, ...]`. */
async function measurePairs(open, trees, pairs) {
  const bench = await open(trees, pairs);
  try {
    const measured = [];
    for (let pair = 0; pair < pairs; pair++) {
      const order = pair % 2 === 0 ? ['old', 'new'] : ['new', 'old'];
      const figures = {};
      for (const side of order) figures[side] = await bench.measure(side, pair);
      measured.push(figures);
      console.error(`  pair ${pair + 1}: ${JSON.stringify(figures)}`);
    }
    return measured;
  } finally {
    await bench.close();
  }
}

/** One line for each figure that both sides have. */
function summaryOf(bench, measured) {
  const names = Object.keys(measured[0].old).filter((name) => name in measured[0].new);
  return names.map((name) => {
    const [before, after] = ['old', 'new'].map((side) => measured.map((figures) => figures[side][name]));
    const ratios = after.map((value, pair) => value / before[pair]);
    const [lowest, highest] = [Math.min(...ratios), Math.max(...ratios)];
    return {
      ...{ bench, figure: name, before: median(before), after: median(after) },
      ...{ ratio: median(ratios), lowest, highest },
    };
  });
}

const figure = (value) => (value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(2));

const { commit, benches, pairs, json } = readArguments();
const trees = { old: await builtCommit(commit), new: ROOT };
const summaries = [];
for (const name of benches) {
  console.error(`${name}, load ${loadavg()[0].toFixed(1)}`);
  summaries.push(...summaryOf(name, await measurePairs(BENCHES[name], trees, pairs)));
}
if (json) console.log(JSON.stringify({ commit, pairs, figures: summaries }));
else {
  const rows = summaries.map((line) => [
    ...[line.bench, line.figure, figure(line.before), figure(line.after)],
    ...[`${line.ratio.toFixed(2)} x`, `${line.lowest.toFixed(2)} to ${line.highest.toFixed(2)}`],
  ]);
  console.log(markdown(['bench', 'figure', commit, 'now', 'ratio', 'ratios of the pairs'], rows));
}
