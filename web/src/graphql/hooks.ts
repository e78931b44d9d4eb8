import type { AnyVariables, CombinedError, TypedDocumentNode } from '@urql/core';
import { useEffect, useEffectEvent, useRef, useState, useSyncExternalStore } from 'react';
import { useClient } from 'urql';
import { onEnd, pipe, subscribe } from 'wonka';
import { type Connection, connections } from './socket.ts';
import { type Identity, tokens } from './tokens.ts';

export const useIdentity = (): Identity => useSyncExternalStore(tokens.subscribe, () => tokens.identity);

export const useConnection = (): Connection => useSyncExternalStore(connections.subscribe, () => connections.state);

/** Why something was not done, in the words of the API. */
export interface Refusal {
  __typename?: string;
  code: string;
  message: string;
  issues?: readonly { path: readonly string[]; message: string }[];
}

type Root<Data> = NonNullable<Data[keyof Data]>;
export type Success<Data> = Exclude<Root<Data>, { code: string; message: string }>;
export type Refused<Data> = Extract<Root<Data>, { code: string; message: string }>;

/** A mutation: `act` resolves to what it did, or to null where it was refused; `refusal` says why. */
export function useAct<Data, Variables extends AnyVariables>(document: TypedDocumentNode<Data, Variables>) {
  const client = useClient();
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const act = async (variables: Variables): Promise<Success<Data> | null> => {
    setBusy(true);
    setRefusal(null);
    const { data, error } = await client.mutation(document, variables).toPromise();
    setBusy(false);
    const [result] = Object.values(data ?? {}) as (Success<Data> | Refusal | null)[];
    if (result && !isRefusal(result)) return result;
    setRefusal((result as Refusal | null) ?? refusalOf(error));
    return null;
  };
  return { act, isBusy, refusal, dismiss: () => setRefusal(null) };
}

function isRefusal(result: object): result is Refusal {
  return 'code' in result && 'message' in result;
}

/** What to tell of an operation that has no data. */
export function refusalOf(error: CombinedError | undefined): Refusal {
  const [first] = error?.graphQLErrors ?? [];
  const { code, requestId } = (first?.extensions ?? {}) as { code?: string; requestId?: string };
  if (!first) return { code: 'NETWORK', message: 'The studio cannot be reached. Try again in a moment.' };
  if (code === 'PERSISTED_QUERY_NOT_FOUND') return { code, message: 'The studio was updated. Load the page again.' };
  return { code: code ?? 'ERROR', message: requestId ? `${first.message} (${requestId})` : first.message };
}

/**
 * Follows a subscription as long as the component is shown: every event reaches `onEvent` once, in order. `onOver` is called
 * where the server ends it.
 */
export function useEvents<Data, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  onEvent: (data: Data) => void,
  isPaused = false,
  onOver?: () => void,
): CombinedError | null {
  const client = useClient();
  const [problem, setProblem] = useState<CombinedError | null>(null);
  const handle = useEffectEvent(onEvent);
  const over = useEffectEvent(() => onOver?.());
  const key = JSON.stringify(variables);
  useEffect(() => {
    if (isPaused) return;
    setProblem(null);
    let isLeaving = false;
    const { unsubscribe } = pipe(
      client.subscription(document, JSON.parse(key)),
      onEnd(() => !isLeaving && over()),
      subscribe(({ data, error }) => {
        if (data) handle(data);
        else if (error) setProblem(error);
      }),
    );
    return () => {
      isLeaving = true;
      unsubscribe();
    };
  }, [client, document, key, isPaused]);
  return problem;
}

/** Milliseconds in which events are gathered before lists are read again. */
const gathering = 300;

/** Returns a function whose calls are gathered: `act` runs once for all that come together. */
export function useGathered(act: () => void): () => void {
  const [rounds, setRounds] = useState(0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useEffectEvent(act);
  useEffect(() => {
    if (rounds > 0) latest();
  }, [rounds]);
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    [],
  );
  return () => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      setRounds((number) => number + 1);
    }, gathering);
  };
}
