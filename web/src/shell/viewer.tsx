import { createContext, type ReactNode, use, useEffect, useEffectEvent, useState } from 'react';
import { useQuery } from 'urql';
import type { ViewerEventsSubscription, ViewerQuery } from '../generated/types.ts';
import { ViewerDocument, ViewerEventsDocument } from '../generated/viewer.ts';
import { useEvents, useIdentity } from '../graphql/hooks.ts';

export type Viewer = NonNullable<ViewerQuery['viewer']>;
type Event = ViewerEventsSubscription['viewerEvents'];

const ViewerContext = createContext<{ viewer: Viewer | null; isLoading: boolean }>({ viewer: null, isLoading: true });
const EventContext = createContext<Event | null>(null);

/** Knows who is signed in, and follows what concerns them: the cache keeps every page current with it. */
export function ViewerProvider({ children }: { children: ReactNode }) {
  const identity = useIdentity();
  const isSignedIn = identity.status === 'signedIn';
  const [{ data, fetching }] = useQuery({ query: ViewerDocument, pause: !isSignedIn });
  const [event, setEvent] = useState<Event | null>(null);
  useEvents(ViewerEventsDocument, {}, ({ viewerEvents }) => setEvent(viewerEvents), !isSignedIn);
  const isLoading = identity.status === 'starting' || (isSignedIn && fetching && !data);
  return (
    <ViewerContext value={{ viewer: data?.viewer ?? null, isLoading }}>
      <EventContext value={event}>{children}</EventContext>
    </ViewerContext>
  );
}

export const useViewer = () => use(ViewerContext);

/** Calls back at each event that concerns the viewer. */
export function useViewerEvent(onEvent: (event: Event) => void): void {
  const event = use(EventContext);
  const handle = useEffectEvent(onEvent);
  useEffect(() => {
    if (event) handle(event);
  }, [event]);
}

/** The zone in which times are shown: the person's own, or that of the device. */
export function useZone(): string {
  const { viewer } = useViewer();
  return viewer?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
}
