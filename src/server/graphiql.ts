import type { IncomingMessage, ServerResponse } from 'node:http';
import type { App } from '../context.ts';
import { NotFoundError } from '../errors.ts';
import type { GraphiqlTab } from '../feature.ts';
import { answerPage } from '../http/html.ts';
import type { Route } from '../http/route.ts';
import { answerAsset } from './assets.ts';
import type { GraphiqlPage } from './graphiql-assets.ts';

/** Serves GraphiQL to browsers at `path`, with its assets below it; where GRAPHIQL is off, a page that says so. */
export function graphiqlRoute(app: App, path: string, tabs: () => Promise<GraphiqlTab[]>): Route {
  // Loaded at the first visit, not at start: the package is large.
  let loading: Promise<GraphiqlPage> | undefined;
  const load = () => {
    loading ??= import('./graphiql-assets.ts').then(({ loadGraphiql }) => loadGraphiql(path, 'Shala'));
    return loading;
  };

  async function answerGraphiql(response: ServerResponse): Promise<void> {
    const [{ start, end }, firstTabs, databaseId] = await Promise.all([load(), tabs(), databaseIdOf(app)]);
    // "</script>" or "<!--" in a tab must not end or change the script.
    const data = JSON.stringify([firstTabs.map(toTabState), databaseId]).replaceAll('<', '\\u003c');
    response
      .writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' })
      .end(`${start}${POLICY}${STYLE}<script>(${BOOT})(...${data})</script>${end}`);
  }

  async function answerAssetOf(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { assets } = await load();
    const asset = assets.find((one) => one.path === request.url);
    if (asset) answerAsset(request, response, asset);
    else throw new NotFoundError('file');
  }

  return (request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return false;
    const [pathname = ''] = (request.url ?? '').split('?', 1);
    if (app.env.GRAPHIQL && pathname.startsWith(`${path}/graphiql-`)) return answerAssetOf(request, response);
    if (pathname !== path || !request.headers.accept?.includes('text/html')) return false;
    if (app.env.GRAPHIQL) return answerGraphiql(response);
    answerPage(response, 406, 'The GraphQL API of Shala', offPage);
    return true;
  };
}

const offPage = `<p>This is the address of a GraphQL API. GraphiQL, its page for browsers, is off on this server, as it is by
default in production. The setting <code>GRAPHIQL=true</code> turns it on.</p>
<p>Programs send operations here by <code>POST</code> as JSON: <code>{"query": "…", "variables": {…}}</code>.</p>`;

/** Returns an ID that is made with the database: the tabs of another database refer to rows that are not in this one. */
async function databaseIdOf({ database }: App): Promise<string | null> {
  const [first] = await database.rows<{ id: string }>`
    SELECT "id" FROM "_prisma_migrations" ORDER BY "migration_name" LIMIT 1`;
  return first?.id ?? null;
}

/** A tab as GraphiQL keeps it in localStorage; it renames a tab after its operation at the first edit anyway. */
function toTabState({ query, variables, isForAdmins }: GraphiqlTab, index: number) {
  const name = /^\s*(?:query|mutation|subscription)\s+(\w+)/m.exec(query)?.[1] ?? null;
  return {
    id: `${isForAdmins ? 'admin' : 'first'}-${index}`,
    title: name ?? '<untitled>',
    query,
    variables: variables ? JSON.stringify(variables, null, 2) : null,
    headers: null,
    operationName: name,
    response: null,
  };
}

// The page holds a token, so the browser lets it connect to this server only.
const POLICY = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; connect-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; worker-src blob:; font-src data:; img-src 'self' data:; base-uri 'none'; form-action 'none'">`;

// GraphiQL animates its tabs and leaves them shifted until focused, so the first click on each would miss it.
const STYLE = `<style>.graphiql-tab { transform: none !important }
.shala-notice { position: fixed; bottom: 1rem; left: 1rem; z-index: 100; padding: 1rem; background: #222; color: #fff }</style>`;

// Browser code, kept as text: a compiled function's toString() may call helpers the page does not have.
const BOOT = /* JavaScript */ `function (firstTabs, databaseId) {
  // Tabs of another database have IDs that are not in this one, and its tokens are not valid here.
  const KEY = 'shala:signedIn'
  const ROLE = 'shala:role'
  if (localStorage.getItem('shala:database') !== databaseId) {
    for (const key of Object.keys(localStorage)) {
      if (key === KEY || key === ROLE || ['graphiql:tabState', 'graphiql:query', 'graphiql:variables', 'graphiql:headers'].includes(key))
        localStorage.removeItem(key)
    }
    localStorage.setItem('shala:database', databaseId)
  }

  // The tabs are put where GraphiQL keeps them, unless the visitor has some. Its defaultTabs option would not do:
  // it shows the first tab without its variables, and a link with ?query= in the first tab's place.
  let state = null
  try { state = JSON.parse(localStorage.getItem('graphiql:tabState')) } catch {}
  const isNew = !Array.isArray(state?.tabs)
  if (isNew) {
    state = { tabs: firstTabs, activeTabIndex: 0 }
    localStorage.setItem('graphiql:tabState', JSON.stringify(state))
  }
  // The tabs for admins come first for an admin, edited or not, and last for others. GraphiQL reads the order at its
  // start only.
  const role = localStorage.getItem(ROLE)
  const rank = ({ id }) => /^(admin|first)-/.test(id) && id.startsWith('admin-') !== (role === 'ADMIN') ? 1 : 0
  if (role) {
    const chosen = state.tabs[state.activeTabIndex]
    state.tabs = state.tabs.toSorted((one, other) => rank(one) - rank(other))
    state.activeTabIndex = isNew ? 0 : Math.max(0, state.tabs.indexOf(chosen))
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

  // A person signs in once for all tabs of the browser: the token of a response is sent with later requests until it
  // expires. An Authorization header of the visitor's own takes precedence.
  const payloadOf = (token) => JSON.parse(atob(token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/')))
  const storedToken = () => {
    const token = localStorage.getItem(KEY)
    try { if (token && payloadOf(token).exp * 1000 > Date.now()) return token } catch {}
    if (token) localStorage.removeItem(KEY)
    return null
  }
  const forget = (token) => { if (token && token === localStorage.getItem(KEY)) localStorage.removeItem(KEY) }
  const keepRole = async (token) => {
    const headers = { 'content-type': 'application/json', authorization: 'Bearer ' + token }
    const answer = await send(location.pathname, { method: 'POST', headers, body: '{"query":"{ viewer { role } }"}' })
    const role = (await answer.json()).data?.viewer?.role
    if (!role) return
    const before = localStorage.getItem(ROLE)
    localStorage.setItem(ROLE, role)
    if (role === 'ADMIN' && before !== role) say('You are signed in as an admin. Reload the page: the tabs for admins then come first.')
  }

  const send = window.fetch.bind(window)
  const signsIn = ({ query = '', operationName }) => {
    const start = operationName ? query.search(new RegExp('\\\\bmutation\\\\s+' + operationName + '\\\\b')) : 0
    const operation = query.slice(Math.max(0, start)).split(/\\n(?=mutation|query|subscription|fragment)/)[0]
    return /\\b(accountLogin(WithCode|WithPasskey)?|accountRegister)\\b/.test(operation)
  }
  // Ends the device session of this browser before it makes another one, so that it takes one place of the limit.
  const signOut = async (token) => {
    const headers = { 'content-type': 'application/json', authorization: 'Bearer ' + token }
    await send(location.pathname, { method: 'POST', headers, body: '{"query":"mutation { accountLogout { __typename } }"}' }).catch(() => null)
    forget(token)
  }

  // GraphiQL ends a subscription when another tab is chosen, and does not say so.
  let tabChosenAt = 0
  addEventListener('pointerdown', ({ target }) => {
    if (target instanceof Element && target.closest('.graphiql-tab, .graphiql-tab-add')) tabChosenAt = Date.now()
  }, true)
  const say = (text) => {
    const notice = document.body.appendChild(document.createElement('div'))
    notice.setAttribute('role', 'status')
    notice.className = 'shala-notice'
    notice.textContent = text
    setTimeout(() => notice.remove(), 8000)
  }

  window.fetch = async (input, init) => {
    const request = new Request(input, init)
    const url = new URL(request.url)
    if (url.origin !== location.origin || url.pathname !== location.pathname) return send(request)
    const isOwn = Boolean(request.headers.get('authorization'))
    let token = isOwn ? null : storedToken()
    if (token && signsIn(await request.clone().json().catch(() => ({})))) {
      await signOut(token)
      token = null
    }
    if (token) request.headers.set('authorization', 'Bearer ' + token)
    const response = await send(request)
    // An event stream has no end to wait for.
    if (!response.headers.get('content-type')?.includes('json')) {
      request.signal.addEventListener('abort', () => {
        if (Date.now() - tabChosenAt < 1000) say('The subscription has ended, since another tab was chosen. Run it again to go on.')
      })
      return response
    }
    const body = await response.clone().json().catch(() => null)
    if (body?.data?.accountLogout || response.status === 401) forget(token)
    for (const value of Object.values(body?.data ?? {})) {
      if (value?.code === 'SECOND_FACTOR_REQUIRED' || value?.__typename === 'SecondFactorRequiredError')
        say('This account asks for a code. Run the mutation accountLoginWithCode with it, and with the challenge of SecondFactorRequiredError.')
      if (typeof value?.accessToken !== 'string') continue
      localStorage.setItem(KEY, value.accessToken)
      await keepRole(value.accessToken).catch(() => {})
    }
    return response
  }
}`;
