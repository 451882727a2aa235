import type { ChartColors } from './chart-colors.js';

const FONT = 'ui-sans-serif, system-ui, sans-serif';

/** What all charts with axes have in common. */
export function baseOption({ text, 'text-soft': soft, line, surface }: ChartColors) {
  return {
    animation: false,
    textStyle: { fontFamily: FONT, color: soft },
    grid: { left: 8, right: 14, top: 14, bottom: 8, containLabel: true },
    tooltip: {
      trigger: 'axis',
      confine: true,
      backgroundColor: surface,
      borderColor: line,
      textStyle: { color: text, fontFamily: FONT, fontSize: 13 },
      axisPointer: { lineStyle: { color: soft } },
    },
  };
}

const HTML_SPECIAL = /[&<>"']/g;

/** A name in a tooltip, which the library inserts as HTML. */
export const htmlText = (name: string): string =>
  name.replace(HTML_SPECIAL, (character) => `&#${character.charCodeAt(0)};`);

/** @param unit after each number, such as `min` */
export function valueAxis({ 'text-soft': soft, line }: ChartColors, unit: string) {
  return {
    type: 'value',
    min: 0,
    axisLabel: { color: soft, formatter: `{value} ${unit}` },
    splitLine: { lineStyle: { color: line } },
    splitNumber: 4,
  };
}

export function categoryAxis({ 'text-soft': soft, line }: ChartColors, data: readonly string[]) {
  return {
    type: 'category',
    data,
    axisLabel: { color: soft, hideOverlap: true },
    axisLine: { lineStyle: { color: line } },
    axisTick: { show: false },
  };
}

/** Room for names beside lanes: whole ones where the screen is wide, half of them on a telephone. */
export const laneLabelWidth = (): number => (globalThis.innerWidth < 700 ? 110 : 190);

/** An axis of instants with ticks at round times of the park, which the library only finds for the browser's own zone. */
export function instantAxis(
  { 'text-soft': soft, line }: ChartColors,
  { fromMs, toMs, ticks }: { fromMs: number; toMs: number; ticks: readonly { atMs: number; text: string }[] },
) {
  const texts = new Map(ticks.map(({ atMs, text }) => [atMs, text]));
  const customValues = ticks.map(({ atMs }) => atMs);
  return {
    type: 'value',
    min: fromMs,
    max: toMs,
    axisLabel: { color: soft, hideOverlap: true, customValues, formatter: (atMs: number) => texts.get(atMs) ?? '' },
    axisTick: { show: true, customValues, lineStyle: { color: line } },
    axisLine: { lineStyle: { color: line } },
    splitLine: { show: false },
  };
}
