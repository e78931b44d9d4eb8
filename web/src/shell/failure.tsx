import { Component, type ReactNode } from 'react';
import { Page } from '../parts/page.tsx';

/** Says that a page broke, in its place: the rest of the studio stays. */
export class Failure extends Component<{ address: string; children: ReactNode }, { hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError() {
    return { hasFailed: true };
  }

  override componentDidUpdate({ address }: { address: string }) {
    if (this.state.hasFailed && address !== this.props.address) this.setState({ hasFailed: false });
  }

  override render() {
    if (!this.state.hasFailed) return this.props.children;
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
}
