import { type FormEvent, useState } from 'react';
import { useMutation } from '@tanstack/react-query';
import { ApiError } from '../../api/errors.js';
import { type Session, signIn } from '../../api/session.js';
import { Page, Section } from '../../parts/page.js';
import { ErrorState } from '../../parts/states.js';

interface SignInProps {
  /** There was a session until now. */
  hasEnded: boolean;
  onSignedIn: (session: Session) => void;
}

/** Exchanges an admin key for a session. The browser keeps the session, not the key. */
export function SignIn({ hasEnded, onSignedIn }: SignInProps) {
  const [key, setKey] = useState('');
  const signing = useMutation({ mutationFn: signIn, onSuccess: onSignedIn });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signing.mutate(key.trim());
  };
  return (
    <Page title="Sign in">
      <div className="stack">
        {hasEnded && (
          <div className="state" role="status">
            <p className="state-title">Your session has ended</p>
            <p className="state-text">
              After 12 hours, with its key, or because you signed out elsewhere. Sign in to come back to this page. If
              you had just started something, look whether it was done.
            </p>
          </div>
        )}
        <Section title="Administration" note="These pages need an admin key. You stay signed in for 12 hours.">
          <form className="controls" onSubmit={submit}>
            <label className="control admin-key">
              Admin key
              <input
                className="field"
                type="password"
                name="key"
                autoComplete="current-password"
                required
                // The only field of the page.
                autoFocus
                value={key}
                onChange={(event) => setKey(event.target.value)}
              />
            </label>
            <button type="submit" className="button button-main" disabled={signing.isPending}>
              {signing.isPending ? 'Signing in …' : 'Sign in'}
            </button>
          </form>
          {signing.isError && <Refused error={signing.error} />}
          <p className="note">
            The first key is <code>ADMIN_API_KEY</code>, or the content of the file <code>admin-api-key</code> in the
            data folder of the server. <code>npm run keys -- create</code> makes further ones.
          </p>
        </Section>
      </div>
    </Page>
  );
}

function Refused({ error }: { error: Error }) {
  if (!(error instanceof ApiError) || (error.status !== 401 && error.status !== 403))
    return <ErrorState error={error} />;
  return (
    <div className="state state-error" role="alert">
      <p className="state-title">This key cannot sign in</p>
      <p className="state-text">{refusalText(error)}</p>
    </div>
  );
}

/** The API's message explains how a program sends a key. A person who typed one needs to know that it is wrong. */
function refusalText({ details, message }: ApiError): string {
  return details.reason === 'WRONG' ? 'This key does not exist. Check that it is complete.' : message;
}
