import { type ReactNode, useEffect, useState } from 'react';
import { Link, NavLink, useNavigate } from 'react-router';
import { SignOutDocument } from '../generated/tokens.ts';
import { useAct, useConnection, useIdentity } from '../graphql/hooks.ts';
import { tokens } from '../graphql/tokens.ts';
import { useActiveInView } from '../parts/in-view.ts';
import { Mark } from '../parts/mark.tsx';
import { Notices, notify } from '../parts/notices.tsx';
import { useKeptFocus } from './kept-focus.ts';
import { useViewer, type Viewer } from './viewer.tsx';

/** What surrounds every page. */
export function Frame({ children }: { children: ReactNode }) {
  const { viewer, isLoading } = useViewer();
  const sections = useActiveInView<HTMLElement>();
  useKeptFocus();
  return (
    <>
      <a className="skip" href="#main">
        Skip to the content
      </a>
      <header className="top">
        <Link className="brand" to="/">
          <Mark />
          Shala
        </Link>
        <nav ref={sections} aria-label="Studio" className="sections">
          <NavLink to="/" end>
            Catalogue
          </NavLink>
          <NavLink to="/passes" end>
            Passes
          </NavLink>
          {viewer && <NavLink to="/mine">Bookings</NavLink>}
          {viewer && <NavLink to="/practice">Practice</NavLink>}
          {viewer && <NavLink to="/host">Host</NavLink>}
          {viewer?.role === 'ADMIN' && <NavLink to="/admin">Admin</NavLink>}
          <NavLink to="/join">Join</NavLink>
        </nav>
        <nav aria-label="Account" className="person">
          {viewer ? <SignedIn viewer={viewer} /> : isLoading ? <span className="shape word" /> : <SignedOut />}
        </nav>
      </header>
      <ConnectionNotice />
      <SignedOutNotice />
      <main id="main" tabIndex={-1}>
        {children}
      </main>
      <Notices />
    </>
  );
}

function SignedIn({ viewer }: { viewer: Viewer }) {
  const navigate = useNavigate();
  const { act, isBusy, refusal } = useAct(SignOutDocument);
  useEffect(() => {
    if (refusal) notify(`You are still signed in. ${refusal.message}`);
  }, [refusal]);
  const signOut = async () => {
    if (!(await act({}))) return;
    tokens.signOut();
    void navigate('/');
  };
  return (
    <>
      <NavLink to="/account">{viewer.user.displayName}</NavLink>
      <button type="button" className="quiet" onClick={signOut} disabled={isBusy}>
        Sign out
      </button>
    </>
  );
}

function SignedOut() {
  return (
    <>
      <NavLink to="/sign-in">Sign in</NavLink>
      <NavLink to="/register" className="primary button">
        Register
      </NavLink>
    </>
  );
}

/** Says when events do not come, but not for the blink of an ordinary reconnection. */
function ConnectionNotice() {
  const connection = useConnection();
  const identity = useIdentity();
  const [isShown, setShown] = useState(false);
  const isAway = identity.status === 'starting' && identity.isAway;
  const isLost = isAway || connection === 'lost';
  useEffect(() => {
    if (!isLost) return setShown(false);
    const timer = setTimeout(() => setShown(true), 400);
    return () => clearTimeout(timer);
  }, [isLost]);
  return (
    <div role="status" className={isShown ? 'banner warning' : 'banner empty'}>
      {isShown &&
        (isAway
          ? 'The studio cannot be reached. Trying again…'
          : 'The connection is lost. Reconnecting… What you see may be older; nothing is missed.')}
    </div>
  );
}

function SignedOutNotice() {
  const identity = useIdentity();
  const notice = identity.status === 'visitor' ? identity.notice : null;
  return (
    <div role="status" className={notice ? 'banner' : 'banner empty'}>
      {notice && (
        <>
          {notice} <Link to="/sign-in">Sign in</Link>
        </>
      )}
    </div>
  );
}
