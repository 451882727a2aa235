import { useId } from 'react';
import { Choice } from '../../../parts/Choice.js';
import { CONSEQUENCE, type StartChoice } from './start-request.js';

export type Options = Pick<StartChoice, 'onConflict' | 'replaceLive' | 'reread'>;

interface ArchiveOptionsProps {
  options: Options;
  onChange: (changed: Options) => void;
}

/** How an import of the archive treats what is already stored. */
export function ArchiveOptions({ options, onChange }: ArchiveOptionsProps) {
  const change = (changed: Partial<Options>) => onChange({ ...options, ...changed });
  return (
    <>
      <div className="option">
        <span className="option-name">At conflicts keep</span>
        <Choice
          label="At conflicts keep"
          value={options.onConflict}
          onChange={(onConflict) => change({ onConflict })}
          options={[
            { value: 'archive', text: 'the archive' },
            { value: 'live', text: 'live data' },
          ]}
        />
        <p className="note">{CONSEQUENCE.onConflict[options.onConflict]}</p>
      </div>
      <CheckOption
        text="Read files again"
        consequence={CONSEQUENCE.reread}
        isChecked={options.reread}
        onChange={(reread) => change({ reread })}
      />
      <CheckOption
        text="Replace live observations"
        consequence={CONSEQUENCE.replaceLive}
        isChecked={options.replaceLive}
        onChange={(replaceLive) => change({ replaceLive })}
      />
    </>
  );
}

interface CheckOptionProps {
  text: string;
  consequence: string;
  isChecked: boolean;
  onChange: (isChecked: boolean) => void;
}

function CheckOption({ text, consequence, isChecked, onChange }: CheckOptionProps) {
  const noteId = useId();
  return (
    <div className="option">
      <label className="check">
        <input
          type="checkbox"
          checked={isChecked}
          aria-describedby={noteId}
          onChange={(event) => onChange(event.target.checked)}
        />
        {text}
      </label>
      <p className="note" id={noteId}>
        {consequence}
      </p>
    </div>
  );
}
