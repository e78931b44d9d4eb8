import type { GraphiQLOptions } from 'graphql-yoga';
import type { GraphiqlTab } from '../feature.ts';

/** Options of `createYoga` for GraphiQL, a page without resources of other servers; `tabs` is called at each visit. */
export function graphiqlPage(tabs: () => Promise<GraphiqlTab[]>, title: string) {
  const graphiql: GraphiQLOptions = {
    title,
    defaultQuery: '', // or else Yoga adds a tab with its welcome text
    shouldPersistHeaders: true,
    // Server-sent events go through fetch, so subscriptions carry the token like any other request;
    // a WebSocket would take it from connectionParams, which are fixed when the page is made.
    subscriptionsProtocol: 'SSE',
    // Without this subscriptions go out as GET, and their variables end up in access logs.
    method: 'POST',
  };
  // Only the tabs differ between visits. The page is large, so it is loaded at the first visit and split once.
  let parts: Promise<[start: string, end: string]> | undefined;
  const renderGraphiQL = async (options: GraphiQLOptions): Promise<string> => {
    parts ??= splitPage(options);
    const [start, end] = await parts;
    // "</script>" or "<!--" in a tab must not end or change the script.
    const firstTabs = JSON.stringify((await tabs()).map(toTabState)).replaceAll('<', '\\u003c');
    return `${start}${POLICY}${STYLE}<script>(${BOOT})(${firstTabs})</script>${end}`;
  };
  return { graphiql, renderGraphiQL };
}

/** Splits the page where our script goes: before every other script, after the charset, which must be in the first 1024 bytes. */
async function splitPage(options: GraphiQLOptions): Promise<[start: string, end: string]> {
  // Yoga's own page loads GraphiQL from unpkg; this package carries it, fonts and editor workers included.
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  const html = renderGraphiQL(options);
  const charset = '<meta charset="utf-8" />';
  const at = html.indexOf(charset) + charset.length;
  // An update of the package that changes the page must fail here, not serve a page without our script.
  if (at < charset.length) throw new Error("GraphiQL's page has no charset to put the sign-in script after");
  return [html.slice(0, at), html.slice(at)];
}

/** A tab as GraphiQL keeps it in localStorage; it renames a tab after its operation at the first edit anyway. */
function toTabState({ query, variables }: GraphiqlTab, index: number) {
  const name = /^\s*(?:query|mutation|subscription)\s+(\w+)/m.exec(query)?.[1] ?? null;
  return {
    id: `first-${index}`,
    title: name ?? '<untitled>',
    query,
    variables: variables ? JSON.stringify(variables, null, 2) : null,
    headers: null,
    operationName: name,
    response: null,
  };
}

// The page holds a token, so the browser lets it connect to this server only.
const POLICY = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; connect-src 'self'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; worker-src blob:; font-src data:; img-src data:; base-uri 'none'; form-action 'none'">`;

// GraphiQL animates its tabs and leaves them shifted until focused, so the first click on each would miss it.
const STYLE = '<style>.graphiql-tab { transform: none !important }</style>';

// Browser code, kept as text: a compiled function's toString() may call helpers the page does not have.
const BOOT = /* JavaScript */ `function (firstTabs) {
  // The tabs are put where GraphiQL keeps them, unless the visitor has some. Its defaultTabs option would not do:
  // it shows the first tab without its variables, and a link with ?query= in the first tab's place.
  let state = null
  try { state = JSON.parse(localStorage.getItem('graphiql:tabState')) } catch {}
  if (!Array.isArray(state?.tabs)) {
    state = { tabs: firstTabs, activeTabIndex: 0 }
    localStorage.setItem('graphiql:tabState', JSON.stringify(state))
  }
  // GraphiQL fills its editors from further keys, not from the active tab, and adds a tab when the two differ:
  // without this the variables are missing, and reloading adds untitled tabs.
  const active = state.tabs[state.activeTabIndex]
  const linked = new URL(location.href).searchParams.get('query')
  const tab = linked === null || active?.query === linked ? active : state.tabs.find((tab) => tab.query === linked)
  for (const key of ['query', 'variables', 'headers']) {
    if (tab?.[key]) localStorage.setItem('graphiql:' + key, tab[key])
    else localStorage.removeItem('graphiql:' + key)
  }

  // Signing in once is enough: the token a response brings is sent with what follows. It lives as long as
  // the browser tab; an Authorization header of the visitor's own goes first.
  const KEY = 'graphiql:accessToken'
  const send = window.fetch.bind(window)
  window.fetch = async (input, init) => {
    const request = new Request(input, init)
    const url = new URL(request.url)
    if (url.origin !== location.origin || url.pathname !== location.pathname) return send(request)
    const token = request.headers.get('authorization') ? null : sessionStorage.getItem(KEY)
    if (token) request.headers.set('authorization', 'Bearer ' + token)
    const response = await send(request)
    // An event stream has no end to wait for.
    if (!response.headers.get('content-type')?.includes('json')) return response
    const body = await response.clone().json().catch(() => null)
    // A token that is no longer good is forgotten too: sent with the next login, it might get that refused.
    const refused = body?.errors?.some((error) => error.extensions?.code === 'UNAUTHENTICATED')
    if ((body?.data?.accountLogout || refused) && token === sessionStorage.getItem(KEY)) sessionStorage.removeItem(KEY)
    for (const value of Object.values(body?.data ?? {})) {
      if (typeof value?.accessToken === 'string') sessionStorage.setItem(KEY, value.accessToken)
    }
    return response
  }
}`;
