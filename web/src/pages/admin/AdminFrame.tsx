import { useEffect, useRef, useState } from 'react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, Outlet, useMatches } from '@tanstack/react-router';
import { onSessionChange, refreshSession, type Session, session, signOut } from '../../api/session.js';
import { timeText } from '../../format/times.js';
import { Page } from '../../parts/page.js';
import { useCurrentInView } from '../../parts/use-current-in-view.js';
import { useSingleClicks } from '../../parts/use-single-clicks.js';
import { EmptyState, ErrorState, Loaded } from '../../parts/states.js';
import { ADMIN_PAGES, adminPageOf } from './admin-pages.js';
import { SignIn } from './SignIn.js';
import './admin.css';

const HOUR_MS = 3_600_000;
/** An open page prolongs its session when less than this is left. */
const PROLONG_BEFORE_END_MS = 6 * HOUR_MS;

/** What surrounds the pages for operators; without a session, the sign-in takes the place of the page. */
export function AdminFrame() {
  const client = useQueryClient();
  const found = useQuery(session());
  const [hasEnded, setHasEnded] = useState(false);
  const change = (changed: Session | null) => {
    setHasEnded(false);
    client.setQueryData(session().queryKey, changed);
  };
  useEffect(
    () =>
      onSessionChange((changed) => {
        setHasEnded(changed === null);
        client.setQueryData(session().queryKey, changed);
      }),
    [client],
  );
  useSingleClicks();
  if (found.data === undefined) {
    return (
      <Page title="Administration">
        <Loaded query={found} label="the session">
          {() => null}
        </Loaded>
      </Page>
    );
  }
  if (found.data === null) return <SignIn hasEnded={hasEnded} onSignedIn={change} />;
  return <SignedIn session={found.data} onChange={change} />;
}

function SignedIn({ session: own, onChange }: { session: Session; onChange: (changed: Session | null) => void }) {
  const client = useQueryClient();
  // The path of the page that is shown. The address is already that of the next page while its file is loading.
  const shown = useMatches({ select: (matches) => matches.at(-1)?.pathname ?? '' });
  const page = adminPageOf(shown);
  const nav = useRef<HTMLElement>(null);
  useCurrentInView(nav, shown);
  useProlonged(own, onChange);
  const leaving = useMutation({
    mutationFn: signOut,
    onSuccess: () => {
      onChange(null);
      client.removeQueries({ queryKey: ['admin'] });
    },
  });
  return (
    <>
      <div className="admin-bar">
        <nav ref={nav} className="nav" aria-label="Administration">
          {ADMIN_PAGES.map(({ to, text }) => (
            <Link
              key={to}
              to={to}
              className="nav-link"
              activeOptions={{ exact: to === '/admin', includeSearch: false }}
            >
              {text}
            </Link>
          ))}
        </nav>
        <p className="admin-user">
          <span>
            Signed in as <strong>{own.name}</strong>
            {own.expiresAt && ` until ${timeText(own.expiresAt, browserZone())}`}
          </span>
          <button type="button" className="button" disabled={leaving.isPending} onClick={() => leaving.mutate()}>
            Sign out
          </button>
        </p>
      </div>
      {leaving.isError && <ErrorState error={leaving.error} retry={() => leaving.mutate()} />}
      {page === undefined || own.scopes.includes(page.scope) ? (
        <Outlet />
      ) : (
        <Page title={page.text}>
          <EmptyState title={`Your key does not have the scope ${page.scope}`}>
            This page cannot be read without it. Sign out, and sign in with a key that has it; whoever manages the keys
            can create one.
          </EmptyState>
        </Page>
      )}
    </>
  );
}

const browserZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Prolongs the session of a page that stays open. The server limits how often. */
function useProlonged({ expiresAt }: Session, onChange: (changed: Session) => void): void {
  useEffect(() => {
    if (expiresAt === null) return;
    const waitMs = Math.max(new Date(expiresAt).getTime() - Date.now() - PROLONG_BEFORE_END_MS, 60_000);
    // A failure shows at the next request of the page.
    const timer = setTimeout(() => void refreshSession().then(onChange, () => undefined), waitMs);
    return () => clearTimeout(timer);
  }, [expiresAt, onChange]);
}
