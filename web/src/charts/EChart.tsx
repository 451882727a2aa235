import { useEffect, useRef } from 'react';
import type { EChartsCoreOption, EChartsType } from 'echarts/core';
import { init } from './echarts.js';

/** The visible part of the x axis, in its unit. */
export type OnZoom = (from: number, to: number) => void;

interface EChartProps {
  option: EChartsCoreOption;
  height: number;
  label: string;
  onZoom?: OnZoom | undefined;
}

const ZOOM_PAUSE_MS = 350;

/** A chart on a canvas. Screen readers get its summary; the table has the values. */
export function EChart({ option, height, label, onZoom }: EChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType>(null);
  useEffect(() => {
    const made = init(box.current, null, { renderer: 'canvas' });
    chart.current = made;
    const observer = new ResizeObserver(() => made.resize());
    observer.observe(box.current!);
    return () => {
      observer.disconnect();
      made.dispose();
      chart.current = null;
    };
  }, []);
  useEffect(() => {
    chart.current?.setOption(option, { notMerge: true });
  }, [option]);
  useZoom(chart, onZoom);
  return <div ref={box} style={{ height }} role="img" aria-label={label} />;
}

/** Reports the visible range once the reader stops zooming. */
function useZoom(chart: React.RefObject<EChartsType | null>, onZoom: OnZoom | undefined): void {
  useEffect(() => {
    const made = chart.current;
    if (!made || !onZoom) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const report = () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        const [zoom] = (made.getOption() as { dataZoom?: { startValue: number; endValue: number }[] }).dataZoom ?? [];
        if (zoom) onZoom(zoom.startValue, zoom.endValue);
      }, ZOOM_PAUSE_MS);
    };
    made.on('datazoom', report);
    return () => {
      clearTimeout(timer);
      if (!made.isDisposed()) made.off('datazoom', report);
    };
  }, [chart, onZoom]);
}
