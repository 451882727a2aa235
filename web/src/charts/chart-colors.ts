import { useMemo } from 'react';
import { useShownTheme } from '../shell/theme.js';

const NAMES = ['text', 'text-soft', 'line', 'surface', 'accent', 'trouble', 'closed', 'unknown'] as const;
const SERIES = 6;

const COVERAGE_LEVELS = 4;

export type ChartColors = Readonly<Record<(typeof NAMES)[number], string>> & {
  series: readonly string[];
  /** From least to full. */
  coverage: readonly string[];
};

/** The tokens of the style sheet as colours that a canvas understands, in the theme that is shown. */
export function useChartColors(): ChartColors {
  const theme = useShownTheme();
  return useMemo(() => readColors(theme), [theme]);
}

function readColors(_theme: string): ChartColors {
  const probe = document.body.appendChild(document.createElement('span'));
  const colorOf = (name: string) => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const named = Object.fromEntries(NAMES.map((name) => [name, colorOf(name)])) as Record<
    (typeof NAMES)[number],
    string
  >;
  const series = Array.from({ length: SERIES }, (_, index) => colorOf(`series-${index}`));
  const coverage = Array.from({ length: COVERAGE_LEVELS }, (_, index) => colorOf(`coverage-${index}`));
  probe.remove();
  return { ...named, series, coverage };
}

/** Stripes: nothing was observed. */
export function hatch({ unknown, closed }: ChartColors): object {
  const size = 8;
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = size;
  const context = canvas.getContext('2d')!;
  context.fillStyle = unknown;
  context.fillRect(0, 0, size, size);
  context.strokeStyle = closed;
  context.lineWidth = 1.5;
  for (const shift of [-size, 0, size]) {
    context.moveTo(shift, size);
    context.lineTo(shift + size, 0);
  }
  context.stroke();
  return { image: canvas, repeat: 'repeat' };
}
