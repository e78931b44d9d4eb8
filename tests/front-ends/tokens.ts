/** Where tokens outlive a reload: `localStorage` of a browser, or anything like it. */
export interface TokenStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

interface Pair {
  accessToken: string;
  refreshToken: string;
}

const key = 'shala.tokens';
/** Milliseconds that browsers may take to show other tabs what one has stored. */
const propagation = 250;
/** Milliseconds that a refresh may take: soon enough to try it again with the same token, where its answer was lost. */
const patience = 4_000;

/** Runs work of one tab at a time. Without Web Locks (pages of plain HTTP) tabs may refresh at once, which the server allows. */
function inTurn(work: () => Promise<void>): Promise<void> {
  type Locks = { request(name: string, work: () => Promise<void>): Promise<void> };
  const locks = (globalThis as { navigator?: { locks?: Locks } }).navigator?.locks;
  if (!locks) return work();
  return new Promise((resolve, reject) => {
    // The next tab must read what this one has stored.
    const hold = async () => {
      await work().then(resolve, reject);
      await new Promise((done) => setTimeout(done, propagation));
    };
    locks.request(key, hold).catch(reject);
  });
}

/** Keeps tokens in the memory of one page. */
function inMemory(): TokenStorage {
  const values = new Map<string, string>();
  return {
    getItem: (name) => values.get(name) ?? null,
    setItem: (name, value) => void values.set(name, value),
    removeItem: (name) => void values.delete(name),
  };
}

/** The tokens of one person on one device. All tabs read the same storage, so each has the newest tokens. */
export function createTokens(url: string, storage: TokenStorage = inMemory()) {
  let refreshing: Promise<void> | undefined;
  const read = (): Pair => JSON.parse(storage.getItem(key) ?? '{"accessToken":"","refreshToken":""}');
  const write = ({ accessToken, refreshToken }: Pair) =>
    storage.setItem(key, JSON.stringify({ accessToken, refreshToken }));

  async function obtain(field: string, query: string, variables: object, signal?: AbortSignal): Promise<void> {
    const headers = { 'Content-Type': 'application/json' };
    const body = JSON.stringify({ query, variables });
    const response = await fetch(url, { method: 'POST', headers, body, ...(signal && { signal }) });
    const { data, errors } = await response.json();
    const result = data?.[field];
    if (result?.__typename === 'AuthPayload') return write(result);
    const { message, code } = result ?? { ...errors?.[0], code: errors?.[0]?.extensions?.code };
    throw Object.assign(new Error(message ?? 'The server gave no answer.'), { code });
  }

  const answer = '__typename ... on AuthPayload { accessToken refreshToken } ... on UserError { code message }';

  /** Refreshes unless another tab did so while this one waited for its turn. */
  async function refreshOnce(refused: string): Promise<void> {
    const { accessToken, refreshToken } = read();
    if (accessToken !== refused) return;
    const query = `mutation ($refreshToken: String!) { accountRefresh(refreshToken: $refreshToken) { ${answer} } }`;
    try {
      await obtain('accountRefresh', query, { refreshToken }, AbortSignal.timeout(patience));
    } catch (error) {
      if ((error as { code?: string }).code === 'INVALID_REFRESH_TOKEN') storage.removeItem(key);
      throw error;
    }
  }

  return {
    /** Empty where nobody is signed in. */
    get access() {
      return read().accessToken;
    },
    /** For HTTP requests, and as `connectionParams` of sockets. */
    get headers(): Record<string, string> {
      const { accessToken } = read();
      return accessToken ? { Authorization: `Bearer ${accessToken}` } : {};
    },
    /** Replaces the access token by one that is refused, for tests. */
    expire: () => write({ ...read(), accessToken: 'expired' }),
    signIn: (login: string, password: string) =>
      obtain('accountLogin', `mutation ($input: AccountLoginInput!) { accountLogin(input: $input) { ${answer} } }`, {
        input: { login, password },
      }),
    /** Rejects with the code INVALID_REFRESH_TOKEN where the device session has ended: show the sign-in. */
    refresh() {
      const refused = read().accessToken;
      refreshing ??= inTurn(() => refreshOnce(refused)).finally(() => {
        refreshing = undefined;
      });
      return refreshing;
    },
    /** After `accountLogout`. */
    forget: () => storage.removeItem(key),
  };
}

export type Tokens = ReturnType<typeof createTokens>;
