import { createHash, randomBytes } from 'node:crypto';
import { type App, newContext, type RequestContext, type SignedIn } from '../../context.ts';
import type { Transaction } from '../../database/transaction.ts';
import { NotFoundError, UnauthenticatedError } from '../../errors.ts';
import { originOf } from '../../http/origin.ts';
import type { Exchange } from '../../http/route.ts';
import { createContext, viewerOf } from '../authentication/viewer.ts';

/** An address from which a browser, which sends no access token, downloads one file, once. */
export interface DownloadLink {
  url: string;
  expiresAt: Date;
}

const lifetime = 60_000;

/** Makes a link to a file under `/export/` for the viewer's device session; `parameters` are those of its address. */
export async function issueDownloadLink(
  tx: Transaction,
  { app: { env }, viewer }: SignedIn,
  file: string,
  parameters: URLSearchParams,
): Promise<DownloadLink> {
  const token = randomBytes(32).toString('base64url');
  const expiresAt = new Date(Date.now() + lifetime);
  await tx.downloadLink.create({
    data: {
      hash: hashToken(token),
      deviceSessionId: viewer.deviceSession.id,
      file,
      parameters: parameters.toString(),
      expiresAt,
    },
  });
  return { url: new URL(`/export/${file}?link=${token}`, env.PUBLIC_URL).href, expiresAt };
}

export interface Download {
  context: RequestContext & SignedIn;
  parameters: URLSearchParams;
  /** When the permission to download ends: that of the access token, or of the device session that made the link. */
  expiresAt: Date;
}

/**
 * Admits a download of a file: by the access token, or by a link, which is used up by it. A link that is unknown, used,
 * expired or for another file is not found, nor is one that comes with the access token of somebody else.
 */
export async function openDownload(app: App, file: string, { request, parameters }: Exchange): Promise<Download> {
  const context = await createContext(app, originOf(request, app.env), request.headers.authorization);
  const token = parameters.get('link');
  if (token !== null) return followLink(app, file, token, context);
  const { viewer, accessExpiresAt } = context;
  if (!viewer || !accessExpiresAt) throw new UnauthenticatedError();
  return { context: { ...context, viewer }, parameters, expiresAt: accessExpiresAt };
}

async function followLink(
  app: App,
  file: string,
  token: string,
  { origin, viewer: sender }: RequestContext,
): Promise<Download> {
  const { prisma } = app.database;
  const hash = hashToken(token);
  const now = new Date();
  const found = await prisma.downloadLink.findFirst({
    where: {
      ...{ hash, file, expiresAt: { gt: now } },
      deviceSession: { endedAt: null, expiresAt: { gt: now }, account: { status: 'ACTIVE', deletedAt: null } },
    },
    include: { deviceSession: { include: { account: true } } },
  });
  if (!found || (sender && sender.account.id !== found.deviceSession.accountId)) throw new NotFoundError('download');
  const { account, ...deviceSession } = found.deviceSession;
  // Of several requests at once, one deletes it.
  const { count } = await prisma.downloadLink.deleteMany({ where: { hash } });
  if (count === 0) throw new NotFoundError('download');
  const viewer = viewerOf(app.env, { account, deviceSession });
  return {
    context: newContext(app, origin, viewer, {
      ...{ accessExpiresAt: deviceSession.expiresAt, tokenRefusal: null, viewer },
    }),
    parameters: new URLSearchParams(found.parameters),
    expiresAt: deviceSession.expiresAt,
  };
}

/** Deletes links that nobody followed in time; returns how many. */
export async function deleteExpiredDownloadLinks({ database }: App): Promise<number> {
  const { count } = await database.prisma.downloadLink.deleteMany({ where: { expiresAt: { lt: new Date() } } });
  return count;
}

/** What is stored of a token. */
function hashToken(token: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(token).digest());
}
