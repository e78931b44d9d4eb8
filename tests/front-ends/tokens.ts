/** The tokens of one person on one device, refreshed once at a time however many ask. */
export function createTokens(url: string) {
  let accessToken = '';
  let refreshToken = '';
  let refreshing: Promise<void> | undefined;

  async function take(field: string, query: string, variables: object): Promise<void> {
    const headers = { 'Content-Type': 'application/json' };
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query, variables }) });
    const { data } = await response.json();
    const result = data?.[field];
    if (result?.__typename !== 'AuthPayload') throw new Error(result?.message ?? 'Sign in again.');
    ({ accessToken, refreshToken } = result);
  }

  const answer = '__typename ... on AuthPayload { accessToken refreshToken } ... on UserError { message }';
  return {
    get access() {
      return accessToken;
    },
    /** For a socket that was closed with 4401, or a test. */
    expire() {
      accessToken = 'expired';
    },
    signIn: (login: string, password: string) =>
      take('accountLogin', `mutation ($input: AccountLoginInput!) { accountLogin(input: $input) { ${answer} } }`, {
        input: { login, password },
      }),
    /** Rejects where the device session has ended: show the sign-in. */
    refresh() {
      const query = `mutation ($refreshToken: String!) { accountRefresh(refreshToken: $refreshToken) { ${answer} } }`;
      refreshing ??= take('accountRefresh', query, { refreshToken }).finally(() => {
        refreshing = undefined;
      });
      return refreshing;
    },
  };
}

export type Tokens = ReturnType<typeof createTokens>;
