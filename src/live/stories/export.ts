import { openDownload } from '../../accounts/downloads/service.ts';
import type { App, Context, SignedIn } from '../../context.ts';
import { localId } from '../../graphql/global-ids.ts';
import { byteOrderMark, type Cell, csvHeaders, toCsv } from '../../http/csv.ts';
import { plainRoute, type Route } from '../../http/route.ts';
import { requireInside } from '../membership.ts';
import { results, visibleVotes } from './loaders.ts';

/**
 * `GET /export/stories.csv?sessionId=…`: the stories of a session with their outcomes and votes, for a viewer who may see
 * the session's inside, with an access token or by a link of `exportCreate`.
 */
export function storyExport(app: App): Route {
  const route = { path: /^\/export\/stories\.csv$/, methods: ['GET'] };
  return plainRoute(app, route, async (exchange) => {
    const { context, parameters } = await openDownload(app, 'stories.csv', exchange);
    const sessionId = await sessionOfStories(context, parameters);
    const text = byteOrderMark + toCsv([columns, ...(await readRows(context, sessionId))]);
    exchange.response.writeHead(200, csvHeaders('stories')).end(text);
  });
}

/** Returns the session that the parameters name; refuses a viewer who may not see its inside. */
export async function sessionOfStories(context: SignedIn, parameters: URLSearchParams): Promise<string> {
  const sessionId = localId('Session', parameters.get('sessionId') ?? '', 'sessionId');
  await requireInside(context, sessionId);
  return sessionId;
}

const columns = [
  ...['position', 'title', 'description', 'status', 'rounds', 'estimate'],
  ...['average', 'median', 'consensus', 'counts', 'votes'],
];

/** Returns one row per story. Votes that are not revealed are left out, the viewer's own included. */
async function readRows(context: Context, sessionId: string): Promise<Cell[][]> {
  const { prisma } = context.app.database;
  const stories = await prisma.story.findMany({
    where: { sessionId },
    orderBy: [{ position: 'asc' }, { id: 'asc' }],
  });
  const [outcomes, votes] = await Promise.all([results(stories, context), visibleVotes(stories, context)]);
  const accounts = await prisma.account.findMany({
    where: { id: { in: votes.flat().map(({ accountId }) => accountId) } },
    select: { id: true, username: true },
  });
  const nameOf = new Map(accounts.map((account) => [account.id, account.username]));
  return stories.map(({ position, title, description, status, round, estimate }, index) => {
    const outcome = outcomes[index];
    const cast = outcome ? (votes[index] ?? []) : [];
    return [
      ...[position, title, description, status, round, estimate],
      ...[outcome?.average ?? null, outcome?.median ?? null, outcome ? (outcome.consensus ? 'yes' : 'no') : null],
      outcome?.counts.map(({ value, count }) => `${value} × ${count}`).join('; ') ?? null,
      cast.map(({ accountId, value }) => `${nameOf.get(accountId)}: ${value ?? ''}`).join('; '),
    ];
  });
}
