import type { App } from '../context.ts';
import { escaped } from '../html.ts';
import { answerPage } from '../http/html.ts';
import type { Route } from '../http/route.ts';
import { answerAsset, createAsset } from './assets.ts';

/** Plain pages at `/` and, while APP_URL is this server itself, at the addresses that its links lead to. */
export function pagesRoute({ env }: App, graphqlPath: string): Route {
  const isFrontEnd = env.APP_URL === env.PUBLIC_URL;
  return (request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return false;
    const [path = ''] = (request.url ?? '').split('?', 1);
    if (path === '/') {
      answerPage(response, 200, 'Shala', env.GRAPHIQL ? startPage(graphqlPath) : startPageInProduction(graphqlPath));
      return true;
    }
    if (path === icon.path) {
      answerAsset(request, response, icon);
      return true;
    }
    const page = isFrontEnd ? pages.find((one) => one.path.test(path)) : undefined;
    if (!page) return false;
    answerPage(response, 200, page.title, page.content, {
      script: scriptOf(graphqlPath, page.script),
    });
    return true;
  };
}

const drawing = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><circle cx="16" cy="16" r="15" fill="#285e50"/><path d="M16 6c4 5 4 10 0 15-4-5-4-10 0-15zM6 14c5 0 8 3 9 8-5 0-8-3-9-8zm20 0c-5 0-8 3-9 8 5 0 8-3 9-8z" fill="#fff"/></svg>`;
const icon = createAsset('/favicon.ico', 'image/svg+xml', { identity: Buffer.from(drawing) }, 'public, max-age=86400');

const startPage = (path: string) => `<p>This is a server of Shala, a GraphQL backend for live practice studios.</p>
<ul><li><a href="${escaped(path)}">GraphiQL</a>: the API in a browser, with operations to begin with and all descriptions.</li>
<li><code>POST ${escaped(path)}</code>: the API for programs, <code>{"query": "…", "variables": {…}}</code> as JSON.</li>
<li><code>docs/</code> in the source: how to sign in, write a front end, and run the server.</li></ul>`;

const startPageInProduction = (
  path: string,
) => `<p>This is a server of Shala, a GraphQL backend for live practice studios.</p>
<p>Programs use its API by <code>POST ${escaped(path)}</code>.</p>`;

interface Page {
  path: RegExp;
  title: string;
  content: string;
  /** Browser code; `ask(query, variables)` returns data, `say(text)` shows a text. */
  script: string;
}

const status = '<p role="status" id="status"></p>';
const noScript = '<noscript><p>This page needs JavaScript: it calls the API from your browser.</p></noscript>';

const pages: Page[] = [
  {
    path: /^\/reset-password$/,
    title: 'Choose a new password',
    content: `<form id="form"><label>New password, 10 to 128 characters
<input name="password" type="password" autocomplete="new-password" minlength="10" maxlength="128" required></label>
<div id="code" hidden><label>Code of your authenticator app, or a recovery code
<input name="code" autocomplete="one-time-code" maxlength="40"></label></div>
<button>Set the password</button></form>${status}${noScript}`,
    script: /* JavaScript */ `
onSubmit(async (form) => {
  const data = await ask('mutation ($token: String!, $newPassword: String!, $code: String) { accountResetPassword(token: $token, newPassword: $newPassword, code: $code) { __typename ... on UserError { message } } }',
    { token, newPassword: form.elements.password.value, code: form.elements.code.value || null })
  if (data.accountResetPassword.__typename === 'CodeRequiredError') document.getElementById('code').hidden = false
  finish(data.accountResetPassword, 'The new password is set, and every device is signed out. Sign in with it.')
})`,
  },
  {
    path: /^\/verify-email$/,
    title: 'Confirm your e-mail address',
    // A button, since mail programs open links in advance.
    content: `<form id="form"><button>Confirm</button></form>${status}${noScript}`,
    script: /* JavaScript */ `
onSubmit(async () => {
  const data = await ask('mutation ($token: String!) { accountVerifyEmail(token: $token) { __typename ... on UserError { message } } }', { token })
  finish(data.accountVerifyEmail, 'Your e-mail address is confirmed.')
})`,
  },
  {
    path: /^\/sessions\/[^/]+$/,
    title: 'Session',
    content: `<dl id="facts"></dl>${status}${noScript}`,
    script: /* JavaScript */ `
const show = async () => {
  const id = decodeURIComponent(location.pathname.split('/').pop())
  const { session } = await ask('query ($id: ID!) { session(id: $id) { title description status startsAt durationMinutes timeZone host { displayName } price { amountMinor currency } seatsLeft } }', { id })
  if (!session) return say('There is no such session, or it is not public.')
  document.title = document.querySelector('h1').textContent = session.title
  const when = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'short', timeZone: session.timeZone })
  const facts = {
    Begins: when.format(new Date(session.startsAt)) + ' (' + session.timeZone + ')',
    Lasts: session.durationMinutes + ' minutes',
    Host: session.host.displayName,
    Status: session.status.toLowerCase(),
    'Seats left': session.seatsLeft ?? 'unlimited',
    About: session.description,
  }
  for (const [name, value] of Object.entries(facts)) {
    if (value === null) continue
    const list = document.getElementById('facts')
    list.appendChild(document.createElement('dt')).textContent = name
    list.appendChild(document.createElement('dd')).textContent = value
  }
}
show().catch((error) => say(error.message))`,
  },
];

const scriptOf = (graphqlPath: string, script: string) => `
const token = new URL(location.href).searchParams.get('token') ?? ''
const say = (text) => { document.getElementById('status').textContent = text }
const ask = async (query, variables) => {
  const response = await fetch(${JSON.stringify(graphqlPath)}, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query, variables }) })
  const { data, errors } = await response.json()
  if (errors) throw new Error(errors[0].message)
  return data
}
const onSubmit = (act) => document.getElementById('form').addEventListener('submit', async (event) => {
  event.preventDefault()
  const form = event.target
  const button = form.querySelector('button')
  button.disabled = true
  say('')
  try { await act(form) } catch (error) { say(error.message) } finally { button.disabled = false }
})
const finish = (result, text) => {
  say(result.message ?? text)
  if (!result.message) document.getElementById('form').remove()
}
${script}`;
