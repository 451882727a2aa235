import { useEffect, useRef } from 'react';
import type { EChartsCoreOption, EChartsType } from 'echarts/core';
import { init } from './echarts.js';

/** The visible part of the x axis, in its unit. */
export type OnZoom = (from: number, to: number) => void;

/** Returns true if the key does something. */
export type OnKey = (key: string) => boolean;

interface EChartProps {
  option: EChartsCoreOption;
  height: number;
  label: string;
  onZoom?: OnZoom | undefined;
  onKey?: OnKey | undefined;
}

const ZOOM_PAUSE_MS = 350;

/** A chart on a canvas. Screen readers get its summary; the table has the values. */
export function EChart({ option, height, label, onZoom, onKey }: EChartProps) {
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
    const made = chart.current;
    if (made) made.setOption(keptZoom(made, option), { notMerge: true });
  }, [option]);
  useZoom(chart, onZoom);
  return (
    <div
      ref={box}
      style={{ height }}
      role="img"
      aria-label={label}
      tabIndex={onKey && 0}
      onKeyDown={
        onKey &&
        ((event) => {
          if (onKey(event.key)) event.preventDefault();
        })
      }
    />
  );
}

interface Zoom {
  startValue: number;
  endValue: number;
}

const zoomOf = (option: object): Zoom | undefined => (option as { dataZoom?: Zoom[] }).dataZoom?.[0];

/** The zoom that the reader has chosen, if the new values are of the same view. */
function keptZoom(chart: EChartsType, option: EChartsCoreOption): EChartsCoreOption {
  const [asked, wanted] = [askedZooms.get(chart), zoomOf(option)];
  if (!wanted) return option;
  askedZooms.set(chart, wanted);
  const present = zoomOf(chart.getOption() ?? {});
  const isSameView = asked && asked.startValue === wanted.startValue && asked.endValue === wanted.endValue;
  if (!present || !isSameView) return option;
  const { startValue, endValue } = present;
  return { ...option, dataZoom: [{ ...wanted, startValue, endValue }] };
}

/** The view that each chart was last asked to show. */
const askedZooms = new WeakMap<EChartsType, Zoom>();

/** Reports the visible range once the reader stops zooming. */
function useZoom(chart: React.RefObject<EChartsType | null>, onZoom: OnZoom | undefined): void {
  useEffect(() => {
    const made = chart.current;
    if (!made || !onZoom) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const report = () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        const zoom = zoomOf(made.getOption());
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
