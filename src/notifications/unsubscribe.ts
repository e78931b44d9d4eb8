import type { App } from '../context.ts';
import { escaped } from '../html.ts';
import { answerPage } from '../http/html.ts';
import { type Exchange, plainRoute, type Route } from '../http/route.ts';
import { parseUnsubscription } from '../operations/notifications/unsubscribe.ts';
import { kindOf } from './kinds.ts';
import { unsubscribe } from './service.ts';

/**
 * `/unsubscribe/<token>` of mails, as RFC 8058 has it: a POST switches the kind off, without signing in. A GET shows a
 * button only, since mail programs and scanners follow links.
 */
export function unsubscribeRoute(app: App): Route {
  return plainRoute(app, { path: /^\/unsubscribe\/([^/]*)$/, methods: ['GET', 'HEAD', 'POST'] }, (exchange) =>
    answer(app, exchange),
  );
}

async function answer(app: App, { request, response, match }: Exchange): Promise<void> {
  // The body says nothing that the address does not.
  request.resume();
  const unsubscription = parseUnsubscription(app.env, match[1] as string);
  const kind = unsubscription && kindOf(unsubscription.kind);
  const isPost = request.method === 'POST';
  if (!unsubscription || !kind || (isPost && !(await unsubscribe(app, unsubscription)))) {
    answerPage(
      response,
      404,
      'Address not found',
      '<p>This address switches no mails off. Use the link in a mail.</p>',
    );
    return;
  }
  const what = `<p>Mails of this kind: ${escaped(kind.description)}</p>`;
  if (isPost) {
    const text =
      '<p role="status">You get no more mails of this kind. In the settings of your account you can switch them on again.</p>';
    answerPage(response, 200, 'Switched off', `${what}${text}`);
    return;
  }
  answerPage(
    response,
    200,
    'Get no more of these mails',
    `${what}<form method="post"><button>Switch off</button></form>`,
  );
}
