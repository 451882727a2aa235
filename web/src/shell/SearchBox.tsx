import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useNavigate } from '@tanstack/react-router';
import type { SearchHit } from '../api/queries.js';
import { hitNote, hitTarget } from './search-hits.js';
import { useEnter, useHits } from './use-hits.js';

/** Finds destinations, parks and rides by name, even with typing errors. ⌘K, Ctrl+K and / open it. */
export function SearchBox() {
  const [text, setText] = useState('');
  const [isOpen, setIsOpen] = useState(false);
  const [active, setActive] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const listId = useId();
  const navigate = useNavigate();
  const found = useHits(text);
  const { wanted, hits, areCurrent, isError } = found;
  useFocusShortcut(input);

  const open = (hit: SearchHit | undefined) => {
    if (!hit) return;
    setIsOpen(false);
    setText('');
    void navigate(hitTarget(hit));
  };
  const { enter, forget } = useEnter(found, hits, open);
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setActive((before) => (before + step + hits.length) % Math.max(1, hits.length));
    } else if (event.key === 'Enter') enter(active);
    else if (event.key === 'Escape') close();
  };
  const close = () => {
    forget();
    setIsOpen(false);
  };
  const isListed = isOpen && hits.length > 0;
  return (
    <div className="search" role="search">
      <input
        ref={input}
        className="search-input"
        type="search"
        role="combobox"
        placeholder="Search parks and rides"
        aria-label="Search parks and rides"
        aria-keyshortcuts="Control+K Meta+K"
        aria-expanded={isListed}
        aria-controls={listId}
        aria-activedescendant={isListed ? `${listId}-${active}` : undefined}
        aria-autocomplete="list"
        autoComplete="off"
        value={text}
        onChange={(event) => {
          forget();
          setText(event.target.value);
          setActive(0);
          setIsOpen(true);
        }}
        onFocus={() => setIsOpen(true)}
        onBlur={close}
        onKeyDown={onKey}
      />
      <kbd className="search-key" aria-hidden="true">
        Ctrl K
      </kbd>
      <ul id={listId} role="listbox" aria-label="Search results" className="search-list" hidden={!isListed}>
        {hits.map((hit, index) => (
          <li
            key={`${hit.kind}-${hit.id}`}
            id={`${listId}-${index}`}
            role="option"
            aria-selected={index === active}
            className="search-hit"
            // Before the field loses the focus.
            onMouseDown={(event) => {
              event.preventDefault();
              open(hit);
            }}
          >
            <span>{hit.name}</span>
            <span className="note">{hitNote(hit)}</span>
          </li>
        ))}
      </ul>
      <p
        className={
          isOpen && (isError || (areCurrent && hits.length === 0)) ? 'search-list search-empty' : 'visually-hidden'
        }
        role="status"
      >
        {wanted !== '' &&
          (isError ? 'The search failed.' : areCurrent && hits.length === 0 && `Nothing is called “${wanted}”.`)}
      </p>
    </div>
  );
}

function useFocusShortcut(input: React.RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const focus = (event: globalThis.KeyboardEvent) => {
      const isTyping = event.target instanceof HTMLElement && event.target.matches('input, select, textarea');
      const isShortcut = (event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 'k';
      if (!isShortcut && (event.key !== '/' || isTyping)) return;
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    };
    window.addEventListener('keydown', focus);
    return () => window.removeEventListener('keydown', focus);
  }, [input]);
}
