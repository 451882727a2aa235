import { useRef, useState } from 'react';
import type { SearchHit } from '../api/queries.js';
import { hitNote } from '../shell/search-hits.js';
import { useEnter, useHits } from '../shell/use-hits.js';

interface EntityPickerProps {
  label: string;
  /** Hits that are chosen already are not offered again. */
  isChosen?: (hit: SearchHit) => boolean;
  onChoose: (hit: SearchHit) => void;
}

/** Finds a ride or park by name; the hits are buttons below the field, and Enter chooses the first. */
export function EntityPicker({ label, isChosen, onChoose }: EntityPickerProps) {
  const [text, setText] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const found = useHits(text);
  const { wanted, areCurrent, isError } = found;
  const named = found.hits.filter(({ kind }) => kind !== 'DESTINATION');
  const hits = isChosen ? named.filter((hit) => !isChosen(hit)) : named;
  const choose = (hit: SearchHit | undefined) => {
    if (!hit) return;
    setText('');
    // The button of the hit no longer exists.
    input.current?.focus();
    onChoose(hit);
  };
  const { enter, forget } = useEnter(found, hits, choose);
  return (
    <div className="picker">
      <label className="control">
        {label}
        <input
          ref={input}
          className="field"
          type="search"
          placeholder="Type a name"
          autoComplete="off"
          value={text}
          onChange={(event) => {
            forget();
            setText(event.target.value);
          }}
          onBlur={forget}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            event.preventDefault();
            enter(0);
          }}
        />
      </label>
      {wanted !== '' && (
        <ul className="picker-hits" aria-label="Found">
          {hits.map((hit) => (
            <li key={`${hit.kind} ${hit.id}`}>
              <button type="button" className="button" onClick={() => choose(hit)}>
                {hit.name} <span className="note">{hitNote(hit)}</span>
              </button>
            </li>
          ))}
          {areCurrent && hits.length === 0 && (
            <li className="note">{`${named.length === 0 ? 'Nothing' : 'Nothing else'} is called “${wanted}”.`}</li>
          )}
          {isError && <li className="note trouble">The search failed. Type again to repeat it.</li>}
        </ul>
      )}
    </div>
  );
}
