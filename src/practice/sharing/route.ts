import type { App } from '../../context.ts';
import { NotFoundError } from '../../errors.ts';
import { answerTagged, type Exchange, plainRoute, type Route } from '../../http/route.ts';
import { completedDays } from '../statistics/loaders.ts';
import { localDay } from '../time.ts';
import { drawCalendar, firstDayShown } from './calendar-image.ts';
import { practiceByShareToken, sharedCalendar } from './loaders.ts';
import { describePractice, missingPage, practicePage, practicePicture, type SharedPractice } from './page.ts';

const prefix = '/practice/';

export const practicePath = (token: string) => `${prefix}${token}`;
export const calendarImagePath = (token: string) => `${prefix}${token}.svg`;
const picturePath = (token: string) => `${prefix}${token}/picture.svg`;

interface Document {
  type: 'text/html' | 'image/svg+xml';
  body: string;
}

/** Serves share links: a practice as a page with a picture, a calendar as an image. */
export function practiceLinks(app: App): Route {
  const path = /^\/practice\/(.*?)(\/picture\.svg|\.svg)?$/;
  return plainRoute(app, { path, methods: ['GET', 'HEAD'] }, async (exchange) => {
    const [, token = '', ending] = exchange.match;
    const read = ending === undefined ? page : ending === '.svg' ? calendarImage : picture;
    const document = await read(app, token);
    if (document) answerTagged(exchange, document.body, headersOf(document));
    else answerMissing(exchange);
  });
}

const headersOf = ({ type }: Document) => ({
  'Content-Type': `${type}; charset=utf-8`,
  'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'",
  'Referrer-Policy': 'no-referrer',
});

/** Browsers get a page; programs get the error as JSON. */
function answerMissing({ request, response }: Exchange): void {
  response.setHeader('Vary', 'Origin, Accept');
  if (!request.headers.accept?.includes('text/html')) throw new NotFoundError('practice');
  const body = missingPage();
  response
    .writeHead(404, {
      ...headersOf({ type: 'text/html', body }),
      'Content-Length': Buffer.byteLength(body),
      'Cache-Control': 'no-store',
    })
    .end(body);
}

async function calendarImage(app: App, token: string): Promise<Document | null> {
  const shared = await sharedCalendar(app, token);
  if (!shared) return null;
  const { account, weekStart } = shared;
  const today = localDay(new Date(), account.timeZone);
  const days = await completedDays(app, [account.id], { from: firstDayShown(today, weekStart), to: today });
  return { type: 'image/svg+xml', body: drawCalendar(account.displayName, days, { lastDay: today, weekStart }) };
}

async function page(app: App, token: string): Promise<Document | null> {
  const practice = await sharedPractice(app, token);
  if (!practice) return null;
  const { PUBLIC_URL } = app.env;
  const links = { url: `${PUBLIC_URL}${practicePath(token)}`, picture: `${PUBLIC_URL}${picturePath(token)}` };
  return { type: 'text/html', body: practicePage(practice, links) };
}

async function picture(app: App, token: string): Promise<Document | null> {
  const practice = await sharedPractice(app, token);
  return practice && { type: 'image/svg+xml', body: practicePicture(practice) };
}

async function sharedPractice(app: App, token: string): Promise<SharedPractice | null> {
  const practice = await practiceByShareToken(app, token);
  if (!practice) return null;
  const { prisma } = app.database;
  const account = await prisma.account.findUniqueOrThrow({ where: { id: practice.accountId } });
  const sequence = practice.sequenceId
    ? await prisma.sequence.findFirst({ where: { id: practice.sequenceId, isPublished: true } })
    : null;
  return describePractice(practice, account.displayName, sequence?.title ?? null);
}
