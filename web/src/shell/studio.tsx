import { useEffect, useState } from 'react';
import { Provider } from 'urql';
import { createGraphQLClient } from '../graphql/client.ts';
import { useIdentity } from '../graphql/hooks.ts';
import { Shape } from '../parts/page.tsx';
import { Frame } from './frame.tsx';
import { Pages } from './pages.tsx';
import { ViewerProvider } from './viewer.tsx';

/** The whole studio. Whoever signs in or out gets a client of their own, so nothing of another person is shown. */
export function Studio() {
  const identity = useIdentity();
  const person = identity.status === 'signedIn' ? identity.accountId : identity.status;
  return <StudioOf key={person} isStarting={identity.status === 'starting'} />;
}

function StudioOf({ isStarting }: { isStarting: boolean }) {
  const [{ client, dispose }] = useState(createGraphQLClient);
  useEffect(() => dispose, [dispose]);
  return (
    <Provider value={client}>
      <ViewerProvider>
        <Frame>{isStarting ? <Shape lines={8} /> : <Pages />}</Frame>
      </ViewerProvider>
    </Provider>
  );
}
