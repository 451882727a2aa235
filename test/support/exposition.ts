export interface Sample {
  name: string;
  labels: Readonly<Record<string, string>>;
  value: number;
}

export interface MetricFamily {
  name: string;
  type: string;
  help: string;
  samples: Sample[];
}

const COMMENT = /^# (HELP|TYPE) ([a-zA-Z_:][\w:]*) (.+)$/;
const SAMPLE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/;
const LABEL = /([a-zA-Z_]\w*)="((?:[^"\\]|\\[\\n"])*)"(?:,|$)/y;
const SUFFIXES: Readonly<Record<string, readonly string[]>> = {
  histogram: ['_bucket', '_sum', '_count'],
  summary: ['', '_sum', '_count'],
};

/** Reads the Prometheus text format 0.0.4 strictly: HELP and TYPE once, before the samples of their family. @throws on anything else */
export function readExposition(text: string): MetricFamily[] {
  if (!text.endsWith('\n')) throw new Error('the last line does not end');
  const families = new Map<string, MetricFamily>();
  let current: MetricFamily | undefined;
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const [, what, name, rest] = COMMENT.exec(line) ?? [];
    if (what === 'HELP') {
      if (families.has(name!)) throw new Error(`${name} is described twice`);
      current = { name: name!, help: rest!, type: '', samples: [] };
      families.set(name!, current);
    } else if (what === 'TYPE') {
      if (current?.name !== name || current!.type !== '') throw new Error(`TYPE of ${name} does not follow its HELP`);
      current!.type = rest!;
    } else {
      current?.samples.push(sampleOf(line, current));
      if (current === undefined) throw new Error(`a sample without a family: ${line}`);
    }
  }
  return [...families.values()];
}

function sampleOf(line: string, family: MetricFamily): Sample {
  const [, name, labels = '', value] = SAMPLE.exec(line) ?? [];
  if (name === undefined) throw new Error(`not a sample: ${line}`);
  const names = (SUFFIXES[family.type] ?? ['']).map((suffix) => family.name + suffix);
  if (!names.includes(name)) throw new Error(`${name} is among the samples of ${family.name}`);
  const number = { '+Inf': Infinity, '-Inf': -Infinity, NaN }[value!] ?? Number(value);
  if (Number.isNaN(number) && value !== 'NaN') throw new Error(`not a number: ${line}`);
  return { name, labels: labelsOf(labels), value: number };
}

function labelsOf(text: string): Record<string, string> {
  const labels: Record<string, string> = {};
  LABEL.lastIndex = 0;
  while (LABEL.lastIndex < text.length) {
    const [, name, value] = LABEL.exec(text) ?? [];
    if (name === undefined || name in labels) throw new Error(`not labels: ${text}`);
    labels[name] = value!;
  }
  return labels;
}
