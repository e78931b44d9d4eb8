import type { AnyVariables, TypedDocumentNode } from '@urql/core';
import { stringifyDocument } from '@urql/core';
import { RefreshDocument } from '../generated/tokens.ts';
import type { SignedFragment } from '../generated/types.ts';
import { fetchWithClock, now } from './clock.ts';
import { hashOf } from './persisted.ts';

export const endpoint = '/graphql';

/** An access token, which stays in the memory of the tabs. The refresh token is in a cookie that no script can read. */
interface Access {
  token: string;
  /** From when on it is refreshed before it is used, by the server's clock. */
  refreshAt: number;
  accountId: string;
}

/** Who uses this browser, as far as it is known. */
export type Identity =
  | { status: 'starting'; isAway: boolean }
  /** `hasLeft` where the person ended it themselves: whoever comes next may be another. */
  | { status: 'visitor'; notice: string | null; hasLeft: boolean }
  | { status: 'signedIn'; accountId: string };

type Message =
  | { kind: 'ask'; refused: string | undefined }
  | { kind: 'answer'; access: Access | null }
  | { kind: 'access'; access: Access }
  | { kind: 'signedOut'; notice: string | null; hasLeft: boolean };

// Whether to ask for an access token at start. It says nothing that helps a thief.
const hint = 'shala.signedIn';
const channel = new BroadcastChannel('shala.tokens');
/** Held by each tab that has an access token, so that a new tab knows how many to ask. */
const holding = 'shala.access';
/** Milliseconds within which another tab answers, or is taken for asleep. */
const patience = 1_000;
/** Milliseconds before its end at which an access token is refreshed, unless it lives for less than ten times as long. */
const margin = 60_000;
/** Milliseconds that a refresh may take: soon enough to try it again with the same token, where its answer was lost. */
const refreshTime = 4_000;

let access: Access | null = null;
let identity: Identity = localStorage.getItem(hint)
  ? { status: 'starting', isAway: false }
  : { status: 'visitor', notice: null, hasLeft: false };
let refreshing: Promise<void> | undefined;
let stopHolding: (() => void) | undefined;
let answers = 0;
const listeners = new Set<() => void>();

channel.onmessage = ({ data }: MessageEvent<Message>) => {
  if (data.kind === 'ask' && access) tell({ kind: 'answer', access: access.token === data.refused ? null : access });
  if (data.kind === 'answer') answers += 1;
  if ((data.kind === 'answer' || data.kind === 'access') && data.access) take(data.access);
  if (data.kind === 'signedOut') leave(data.notice, data.hasLeft);
};

const tell = (message: Message) => channel.postMessage(message);

function become(next: Identity): void {
  identity = next;
  for (const listener of listeners) listener();
}

function take(next: Access): void {
  access = next;
  hold();
  // A refresh changes nobody's identity, so nothing is rendered anew.
  if (identity.status !== 'signedIn' || identity.accountId !== next.accountId)
    become({ status: 'signedIn', accountId: next.accountId });
}

function hold(): void {
  if (stopHolding || !navigator.locks) return;
  const held = new Promise<void>((resolve) => {
    stopHolding = resolve;
  });
  void navigator.locks.request(holding, { mode: 'shared' }, () => held);
}

function leave(notice: string | null, hasLeft: boolean): void {
  access = null;
  stopHolding?.();
  stopHolding = undefined;
  localStorage.removeItem(hint);
  // The socket of who signs out may be closed before the answer says that they did.
  if (identity.status !== 'visitor' || hasLeft) become({ status: 'visitor', notice, hasLeft });
}

/** Takes the tokens of a sign-in, for all tabs. */
function accept({ accessToken, accessTokenExpiresAt, account }: SignedFragment): void {
  localStorage.setItem(hint, 'yes');
  const expiresAt = Date.parse(accessTokenExpiresAt);
  const refreshAt = expiresAt - Math.min(margin, (expiresAt - now()) / 10);
  take({ token: accessToken, refreshAt, accountId: account.id });
  tell({ kind: 'access', access: access as Access });
}

/** Forgets the access token, in all tabs at once. */
function forget(notice: string | null, hasLeft = false): void {
  leave(notice, hasLeft);
  tell({ kind: 'signedOut', notice, hasLeft });
}

/** How many other tabs have an access token. Pages of plain HTTP have no locks to tell. */
async function countHolders(): Promise<number> {
  const { held = [] } = (await navigator.locks?.query()) ?? {};
  return held.filter(({ name }) => name === holding).length - (stopHolding ? 1 : 0);
}

/** Asks the other tabs for an access token that is better than the refused one. */
async function askTabs(refused: string | undefined): Promise<boolean> {
  const holders = await countHolders();
  if (holders < 1) return false;
  answers = 0;
  tell({ kind: 'ask', refused });
  const until = Date.now() + patience;
  const isBetter = () => access !== null && access.token !== refused;
  while (!isBetter() && answers < holders && Date.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return isBetter();
}

async function refreshOnce(refused: string | undefined): Promise<void> {
  if (await askTabs(refused)) return;
  const { data, errors } = await post(RefreshDocument, {}, AbortSignal.timeout(refreshTime));
  const result = data?.accountRefresh;
  if (result?.__typename === 'AuthPayload') return accept(result);
  if (result) return forget('You were signed out on this device.');
  throw new Error(errors?.[0]?.message ?? 'The server gave no answer.');
}

/** Replaces an access token that is refused; one tab does so for all. Pages of plain HTTP have no locks: there, each tab does. */
function refresh(): Promise<void> {
  const refused = access?.token;
  const once = () => refreshOnce(refused);
  refreshing ??= (navigator.locks ? navigator.locks.request('shala.refresh', once) : once()).finally(() => {
    refreshing = undefined;
  });
  return refreshing;
}

/** Finds out at the start of a tab who uses it. Repeats while the server is away. */
async function start(): Promise<void> {
  while (identity.status === 'starting') {
    await refresh().catch(() => {
      if (identity.status === 'starting') become({ status: 'starting', isAway: true });
      return new Promise((resolve) => setTimeout(resolve, 1_000));
    });
  }
}
void start();

/** Sends an operation as the current person, outside of any cache. */
async function post<Data, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  signal: AbortSignal,
): Promise<{ data?: Data | null; errors?: { message: string }[] }> {
  const response = await fetchWithClock(endpoint, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...tokens.headers },
    body: JSON.stringify({ ...referenceOf(document), variables }),
    signal,
  });
  return response.json();
}

/** What stands for a document in a request. A server may be older than the page while the page is developed. */
function referenceOf(document: TypedDocumentNode<never, never> | unknown) {
  if (import.meta.env.DEV) return { query: stringifyDocument(document as TypedDocumentNode) };
  return { extensions: { persistedQuery: { version: 1, sha256Hash: hashOf(document) } } };
}

export const tokens = {
  get identity() {
    return identity;
  },
  /** Empty where nobody is signed in. */
  get access() {
    return access?.token ?? '';
  },
  get headers(): Record<string, string> {
    return access ? { Authorization: `Bearer ${access.token}` } : {};
  },
  get isExpiring() {
    return access !== null && now() > access.refreshAt;
  },
  accept,
  /** Where the server no longer knows this device. */
  forget: (notice: string) => forget(notice),
  /** Where the person wanted to be signed out. */
  signOut: (notice: string | null = null) => forget(notice, true),
  refresh,
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};
