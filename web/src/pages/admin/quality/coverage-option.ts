import type { EChartsCoreOption } from 'echarts/core';
import { baseOption, categoryAxis, laneLabelWidth } from '../../../charts/base-option.js';
import { type ChartColors, hatch } from '../../../charts/chart-colors.js';
import { type CoverageDay, type CoverageGrid, coverageLevel, tooltipText } from './coverage-grid.js';

export const gridHeight = ({ rows }: CoverageGrid): number => 60 + 26 * rows.length;

interface Api {
  value: (dimension: number) => number;
  coord: (point: [number, number]) => [number, number];
  size: (size: [number, number]) => [number, number];
}

export function coverageOption({ columns, rows, cells }: CoverageGrid, colors: ChartColors): EChartsCoreOption {
  const base = baseOption(colors);
  const fills = { closed: colors.closed, excluded: colors.series[1], missing: hatch(colors) };
  const fillOf = ({ kind, percent }: CoverageDay) =>
    kind === 'value' ? colors.coverage[coverageLevel(percent!)] : fills[kind];
  return {
    ...base,
    tooltip: {
      ...base.tooltip,
      trigger: 'item',
      formatter: ({ dataIndex }: { dataIndex: number }) => tooltipText(cells[dataIndex]!),
    },
    xAxis: {
      ...categoryAxis(colors, columns),
      axisLine: { show: false },
      axisLabel: { color: colors['text-soft'], hideOverlap: true, alignMinLabel: 'left', alignMaxLabel: 'right' },
    },
    yAxis: {
      ...{ type: 'category', inverse: true, data: rows, axisTick: { show: false }, axisLine: { show: false } },
      axisLabel: { color: colors.text, width: laneLabelWidth(), overflow: 'truncate', interval: 0 },
    },
    series: [
      {
        type: 'custom',
        data: cells.map(({ column, row }) => [column, row]),
        renderItem: ({ dataIndex }: { dataIndex: number }, api: Api) => {
          const [x, y] = api.coord([api.value(0), api.value(1)]);
          const [width, height] = api.size([1, 1]).map((size) => Math.max(2, size - (size > 8 ? 3 : 1))) as [
            number,
            number,
          ];
          const shape = { x: x - width / 2, y: y - height / 2, width, height, r: 2 };
          return { type: 'rect', shape, style: { fill: fillOf(cells[dataIndex]!.day) } };
        },
      },
    ],
  };
}
