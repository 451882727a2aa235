import { type ReactNode, type RefObject, useEffect, useRef } from 'react';
import { useIsFetching } from '@tanstack/react-query';
import { Link, Outlet, useLocation, useRouterState } from '@tanstack/react-router';
import { addressOf } from '../base-path.js';
import { useCurrentInView } from '../parts/use-current-in-view.js';
import { SearchBox } from './SearchBox.js';
import { ThemeChoice } from './ThemeChoice.js';

const PAGES = [
  { to: '/', text: 'Overview' },
  { to: '/rankings', text: 'Rankings' },
  { to: '/trends', text: 'Trends' },
  { to: '/compare', text: 'Compare' },
  { to: '/explore', text: 'Explore' },
  { to: '/admin', text: 'Admin' },
] as const;

/** What surrounds every page. */
export function Shell() {
  const main = useRef<HTMLElement>(null);
  const nav = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  useCurrentInView(nav, pathname);
  const isForOperators = /^\/admin(\/|$)/.test(pathname);
  // The address is that of the next page while its file is still loading.
  const shownPath = useRouterState({ select: ({ resolvedLocation }) => resolvedLocation?.pathname });
  const readPath = useRef<string>(undefined);
  useEffect(() => {
    // Screen readers continue at the new page. The first page of a visit keeps the browser's focus, and a form its own.
    const hasField = main.current?.querySelector('input:focus') != null;
    const isFirst = readPath.current === undefined;
    if (!isFirst && readPath.current !== shownPath && !hasField) main.current?.focus({ preventScroll: true });
    readPath.current = shownPath;
  }, [shownPath]);
  return (
    <>
      <a className="skip-link" href="#main">
        Skip to the content
      </a>
      <LoadingLine />
      <header className="top">
        <div className="top-inner">
          <Link to="/" className="brand" aria-label="Park warehouse, overview">
            <Logo />
            <span>Park warehouse</span>
          </Link>
          <SearchBox />
          <ThemeChoice />
          <nav ref={nav} className="nav" aria-label="Pages">
            {PAGES.map(({ to, text }) => (
              <Link key={to} to={to} className="nav-link" activeOptions={{ exact: to === '/', includeSearch: false }}>
                {text}
              </Link>
            ))}
            <a className="nav-link" href={addressOf('/api/docs')}>
              API
            </a>
          </nav>
        </div>
      </header>
      <Main main={main}>
        <Outlet />
      </Main>
      <footer className="foot">
        <p>
          Data from <a href="https://themeparks.wiki">ThemeParks.wiki</a>. Waits are in minutes
          {isForOperators ? '.' : ', times are those of each park.'}
        </p>
      </footer>
    </>
  );
}

/** Visible while a choice is being loaded, because the page still shows the previous one; not for a refresh of shown data. */
function LoadingLine() {
  return useIsLoading() ? <div className="loading-line" aria-hidden="true" /> : null;
}

const useIsLoading = (): boolean => useIsFetching({ predicate: ({ state }) => state.data === undefined }) > 0;

/** The page. Screen readers are told what {@link LoadingLine} shows. */
function Main({ main, children }: { main: RefObject<HTMLElement | null>; children: ReactNode }) {
  return (
    <main id="main" ref={main} tabIndex={-1} aria-busy={useIsLoading()}>
      {children}
    </main>
  );
}

function Logo() {
  return (
    <svg width="24" height="24" viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="7" fill="var(--accent)" />
      <path
        d="M5 23c4-14 8-14 11-5s6 6 11-9"
        fill="none"
        stroke="var(--on-accent)"
        strokeWidth="3"
        strokeLinecap="round"
      />
    </svg>
  );
}
