import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { type SearchHit, search } from '../api/queries.js';
import { hitNote } from '../shell/search-hits.js';
import { useDebounced } from '../shell/use-debounced.js';

interface EntityPickerProps {
  label: string;
  onChoose: (hit: SearchHit) => void;
}

const PAUSE_MS = 150;

/** Finds a ride or park by name; the hits are buttons below the field. */
export function EntityPicker({ label, onChoose }: EntityPickerProps) {
  const [text, setText] = useState('');
  const wanted = useDebounced(text.trim(), PAUSE_MS);
  const { data } = useQuery(search(wanted));
  const hits = wanted === '' ? [] : (data?.data ?? []).filter(({ kind }) => kind !== 'DESTINATION');
  const choose = (hit: SearchHit) => {
    setText('');
    onChoose(hit);
  };
  return (
    <div className="picker">
      <label className="control">
        {label}
        <input
          className="field"
          type="search"
          autoComplete="off"
          value={text}
          onChange={(event) => setText(event.target.value)}
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
          {data && hits.length === 0 && <li className="note">{`Nothing is called “${wanted}”.`}</li>}
        </ul>
      )}
    </div>
  );
}
