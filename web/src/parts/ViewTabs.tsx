import { type ReactNode, useRef } from 'react';
import { Tabs } from 'radix-ui';
import { useCurrentInView } from './use-current-in-view.js';

interface ViewTabsProps<View extends string> {
  label: string;
  views: readonly View[];
  texts: Readonly<Record<View, string>>;
  shown: View;
  onShow: (view: View) => void;
  children: ReactNode;
}

/** Views of one page. Only the shown one is rendered, so only its data is requested. */
export function ViewTabs<View extends string>({ label, views, texts, shown, onShow, children }: ViewTabsProps<View>) {
  const row = useRef<HTMLDivElement>(null);
  useCurrentInView(row, shown);
  const show = (value: string) => {
    const view = views.find((known) => known === value);
    if (view) onShow(view);
  };
  return (
    <Tabs.Root value={shown} onValueChange={show} activationMode="manual">
      <Tabs.List ref={row} className="tabs" aria-label={label}>
        {views.map((view) => (
          <Tabs.Trigger key={view} value={view} className="tab">
            {texts[view]}
          </Tabs.Trigger>
        ))}
      </Tabs.List>
      {views.map((view) => (
        <Tabs.Content key={view} value={view}>
          {view === shown && <div className="stack">{children}</div>}
        </Tabs.Content>
      ))}
    </Tabs.Root>
  );
}
