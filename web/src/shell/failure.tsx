import { Component, type ReactNode, useEffect, useEffectEvent } from 'react';
import { Page } from '../parts/page.tsx';
import { PageNotLoaded, renewPages } from './page-of.tsx';
import { isReachable } from './reachable.ts';

/** Says that a page broke, in its place: the rest of the studio stays. */
export class Failure extends Component<{ address: string; children: ReactNode }, { error: unknown }> {
  override state: { error: unknown } = { error: null };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override componentDidUpdate({ address }: { address: string }) {
    if (this.state.error && address !== this.props.address) this.again();
  }

  again = () => {
    renewPages();
    this.setState({ error: null });
  };

  override render() {
    const { error } = this.state;
    if (!error) return this.props.children;
    return error instanceof PageNotLoaded ? <NotLoaded onAgain={this.again} /> : <Broken />;
  }
}

function Broken() {
  return (
    <Page title="This page broke">
      <p>What you did is not lost. Loading the page again mends it, as a rule.</p>
      <div>
        <button type="button" className="primary" onClick={() => location.reload()}>
          Load the page again
        </button>
      </div>
    </Page>
  );
}

/** Milliseconds after which a page that could not be loaded looks whether it can be. */
const lookInterval = 3_000;

/** A page that could not be loaded comes by itself once the studio is back. */
function NotLoaded({ onAgain }: { onAgain: () => void }) {
  const again = useEffectEvent(onAgain);
  useEffect(() => {
    let wasAway = false;
    const look = async () => {
      const isHere = await isReachable();
      // Where it answers all the time, a file is missing, and trying on would never end.
      if (isHere && wasAway) again();
      wasAway ||= !isHere;
    };
    void look();
    const timer = setInterval(look, lookInterval);
    return () => clearInterval(timer);
  }, []);
  return (
    <Page title="This page could not be loaded">
      <p>The studio cannot be reached. The page comes by itself once it can be.</p>
      <div>
        <button type="button" className="primary" onClick={onAgain}>
          Try again
        </button>
      </div>
    </Page>
  );
}
