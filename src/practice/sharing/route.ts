import type { App } from '../../context.ts';
import { NotFoundError } from '../../errors.ts';
import { escaped } from '../../http/html.ts';
import { answerTagged, plainRoute, type Route } from '../../http/route.ts';
import { completedDays } from '../statistics/loaders.ts';
import { localDay, practisedSeconds } from '../time.ts';
import { drawCalendar, firstDayShown } from './calendar-image.ts';
import { practiceByShareToken, sharedCalendar } from './loaders.ts';
import { palette } from './palette.ts';

const prefix = '/practice/';

export const practicePath = (token: string) => `${prefix}${token}`;
export const calendarImagePath = (token: string) => `${prefix}${token}.svg`;

interface Page {
  type: string;
  body: string;
}

/** Serves share links: a practice as a page, a calendar as an image. */
export function practiceLinks(app: App): Route {
  return plainRoute(app, { path: /^\/practice\/(.*?)(\.svg)?$/, methods: ['GET', 'HEAD'] }, async (exchange) => {
    const [, token, extension] = exchange.match;
    const page = await (extension ? calendarImage : sharedPractice)(app, token as string);
    if (!page) throw new NotFoundError('practice');
    answerTagged(exchange, page.body, {
      'Content-Type': `${page.type}; charset=utf-8`,
      'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'",
      'Referrer-Policy': 'no-referrer',
    });
  });
}

async function calendarImage(app: App, token: string): Promise<Page | null> {
  const shared = await sharedCalendar(app, token);
  if (!shared) return null;
  const { account, weekStart } = shared;
  const today = localDay(new Date(), account.timeZone);
  const days = await completedDays(app, [account.id], { from: firstDayShown(today, weekStart), to: today });
  return { type: 'image/svg+xml', body: drawCalendar(account.displayName, days, { lastDay: today, weekStart }) };
}

/** The page of a shared practice, with the fields of SharedPractice. */
async function sharedPractice(app: App, token: string): Promise<Page | null> {
  const practice = await practiceByShareToken(app, token);
  if (!practice) return null;
  const { prisma } = app.database;
  const account = await prisma.account.findUniqueOrThrow({ where: { id: practice.accountId } });
  const sequence = practice.sequenceId
    ? await prisma.sequence.findFirst({ where: { id: practice.sequenceId, isPublished: true } })
    : null;
  const title = escaped(`${account.displayName} practised${sequence ? `: ${sequence.title}` : ''}`);
  const facts = {
    Day: practice.localDate.toISOString().slice(0, 10),
    Minutes: Math.floor(practisedSeconds(practice, new Date()) / 60),
    Poses: practice.posesCompleted,
    Status: practice.status.toLowerCase(),
  };
  const list = Object.entries(facts).map(([name, value]) => `<dt>${name}</dt><dd>${value}</dd>`);
  const style = `${palette}body{font:1rem/1.6 system-ui,sans-serif;max-width:34rem;margin:4rem auto;padding:0 1rem;background:var(--page);color:var(--strong)}dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1.5rem}dt{color:var(--ink)}dd{margin:0}`;
  return {
    type: 'text/html',
    body: `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex"><title>${title}</title><style>${style}</style></head>
<body><main><h1>${title}</h1><dl>${list.join('')}</dl></main></body></html>
`,
  };
}
