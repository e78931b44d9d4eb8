import { randomInt } from 'node:crypto';
import type { Context, SignedIn } from '../context.ts';
import type { Session } from '../database/generated/client.ts';
import { databaseTime, type Transaction, transaction } from '../database/transaction.ts';
import { ForbiddenError, NotFoundError } from '../errors.ts';
import { validate } from '../validation.ts';
import { defaultDeck } from './decks.ts';
import { CapacityTooSmallError, SessionStatusError } from './errors.ts';
import {
  givenSettings,
  newStart,
  type SessionCreation,
  sessionCreation,
  type ValidCreation,
  type ValidSessionUpdate,
} from './validation.ts';

const minute = 60_000;
const defaultDurationMinutes = 60;

/** Makes a session; without `startsAt` it is live at once. */
export async function addSession(tx: Transaction, context: SignedIn, input: SessionCreation): Promise<Session> {
  const valid = validate(sessionCreation, input);
  const { account } = context.viewer;
  const startsAt = valid.startsAt ?? (await databaseTime(tx));
  return tx.session.create({
    data: {
      ...(await newContent(tx, context, valid)),
      hostId: account.id,
      status: valid.startsAt ? (valid.draft ? 'DRAFT' : 'SCHEDULED') : 'LIVE',
      startsAt,
      endsAt: new Date(startsAt.getTime() + (valid.durationMinutes ?? defaultDurationMinutes) * minute),
      timeZone: valid.timeZone ?? account.timeZone,
      startedAt: valid.startsAt ? null : startsAt,
      joinCode: newJoinCode(),
    },
  });
}

/** What a host decides about a session, its time aside: what the dates of a series have in common. */
export type SessionContent = Pick<
  Session,
  | 'title'
  | 'description'
  | 'imageUrl'
  | 'tags'
  | 'visibility'
  | 'admission'
  | 'priceMinor'
  | 'currency'
  | 'maxParticipants'
  | 'sequenceId'
  | 'joinWindowMinutes'
  | 'idleTimeoutMinutes'
  | 'freeCancellationHours'
  | 'bookingHoldMinutes'
  | 'isLocked'
  | 'deck'
  | 'autoReveal'
>;

/** The content that a valid creation gives, with what was left out filled in; throws where the viewer may not have it. */
export async function newContent(tx: Transaction, context: SignedIn, valid: ValidCreation): Promise<SessionContent> {
  const visibility = valid.visibility ?? 'UNLISTED';
  refuseListing(context, visibility);
  await requireSequence(tx, context, valid.sequenceId);
  return {
    title: valid.title,
    description: valid.description || null,
    imageUrl: valid.imageUrl ?? null,
    tags: valid.tags ?? [],
    visibility,
    admission: valid.admission ?? (visibility === 'LISTED' ? 'BOOKING' : 'CODE'),
    priceMinor: valid.price?.amountMinor ?? 0,
    currency: valid.price?.currency ?? context.env.DEFAULT_CURRENCY,
    maxParticipants: valid.maxParticipants ?? null,
    sequenceId: valid.sequenceId ?? null,
    joinWindowMinutes: 15,
    idleTimeoutMinutes: 30,
    freeCancellationHours: 24,
    bookingHoldMinutes: 15,
    isLocked: false,
    deck: defaultDeck,
    autoReveal: false,
    ...givenSettings(valid.settings),
  };
}

/** Changes a locked session; what it means for its bookings is the caller's to see to. */
export async function changeSession(
  tx: Transaction,
  context: SignedIn,
  session: Session,
  valid: ValidSessionUpdate,
): Promise<Session> {
  if (session.status === 'ENDED' || session.status === 'CANCELLED') throw new SessionStatusError(session.status);
  const startsAt = valid.startsAt ?? session.startsAt;
  if (startsAt.getTime() !== session.startsAt.getTime()) {
    if (session.status === 'LIVE') throw new SessionStatusError(session.status);
    validate(newStart, { startsAt });
  }
  if (valid.maxParticipants != null && valid.maxParticipants < session.seatsTaken) {
    throw new CapacityTooSmallError(session.seatsTaken);
  }
  const duration = valid.durationMinutes
    ? valid.durationMinutes * minute
    : session.endsAt.getTime() - session.startsAt.getTime();
  return tx.session.update({
    where: { id: session.id },
    data: {
      ...(await changedContent(tx, context, session, valid)),
      startsAt,
      endsAt: new Date(startsAt.getTime() + duration),
      ...(valid.timeZone != null && { timeZone: valid.timeZone }),
    },
  });
}

/** The part of a content that a valid update changes; throws where the viewer may not have it so. */
export async function changedContent(
  tx: Transaction,
  context: SignedIn,
  { currency }: Pick<SessionContent, 'currency'>,
  valid: ValidSessionUpdate,
): Promise<Partial<SessionContent>> {
  refuseListing(context, valid.visibility ?? 'UNLISTED');
  await requireSequence(tx, context, valid.sequenceId);
  const { description, imageUrl, maxParticipants, sequenceId } = valid;
  return {
    ...(valid.title != null && { title: valid.title }),
    ...(description !== undefined && { description: description || null }),
    ...(imageUrl !== undefined && { imageUrl }),
    ...(valid.tags !== undefined && { tags: valid.tags ?? [] }),
    ...(valid.price != null && {
      priceMinor: valid.price.amountMinor,
      currency: valid.price.currency ?? currency,
    }),
    ...(maxParticipants !== undefined && { maxParticipants }),
    ...(valid.visibility != null && { visibility: valid.visibility }),
    ...(valid.admission != null && { admission: valid.admission }),
    ...(sequenceId !== undefined && { sequenceId }),
    ...givenSettings(valid.settings),
  };
}

/** Shows a draft to others; not one whose start has passed meanwhile. */
export async function publishSession(context: SignedIn, id: string): Promise<Session> {
  return changeStatus(context, id, ['DRAFT'], { status: 'SCHEDULED' }, ({ startsAt }) =>
    validate(newStart, { startsAt }),
  );
}

/** Puts an ended or cancelled session out of the way; archiving it again changes nothing. */
export async function archiveSession(context: SignedIn, id: string): Promise<Session> {
  return transaction(context.database, async (tx) => {
    const session = await lockHostedSession(tx, context, id);
    if (session.status !== 'ENDED' && session.status !== 'CANCELLED') throw new SessionStatusError(session.status);
    return session.archivedAt ? session : tx.session.update({ where: { id }, data: { archivedAt: new Date() } });
  });
}

/** Makes the present join code useless. Those who are in stay in. */
export async function rotateJoinCode(context: SignedIn, id: string): Promise<Session> {
  return changeStatus(context, id, ['DRAFT', 'SCHEDULED', 'LIVE'], { joinCode: newJoinCode() });
}

/** Deletes a session that nobody booked or joined, and with it everything that belongs to it alone. */
export async function deleteSession(context: SignedIn, id: string): Promise<void> {
  await transaction(context.database, async (tx) => {
    const session = await lockHostedSession(tx, context, id);
    if (!(await deleteUnused(tx, session))) throw new SessionStatusError(session.status);
  });
}

/** Deletes a session whose row is locked, unless somebody booked or joined it. Returns whether it did. */
export async function deleteUnused(tx: Transaction, { id, hostId }: Session): Promise<boolean> {
  const bookings = await tx.booking.count({ where: { sessionId: id } });
  const participants = await tx.participant.count({ where: { sessionId: id, accountId: { not: hostId } } });
  if (bookings + participants > 0) return false;
  await tx.participant.deleteMany({ where: { sessionId: id } });
  await tx.session.delete({ where: { id } });
  return true;
}

async function changeStatus(
  context: SignedIn,
  id: string,
  from: Session['status'][],
  data: Partial<Pick<Session, 'status' | 'joinCode'>>,
  check?: (session: Session) => void,
): Promise<Session> {
  return transaction(context.database, async (tx) => {
    const session = await lockHostedSession(tx, context, id);
    if (!from.includes(session.status)) throw new SessionStatusError(session.status);
    check?.(session);
    const changed = await tx.session.update({ where: { id }, data });
    await context.events.append(tx, id, { type: 'SessionChanged', status: changed.status });
    return changed;
  });
}

/** Takes the session's row for this transaction; null where there is none. */
export async function lockSessionRow(tx: Transaction, id: string): Promise<Session | null> {
  const [session] = await tx.$queryRaw<Session[]>`SELECT * FROM "Session" WHERE "id" = ${id}::uuid FOR UPDATE`;
  return session ?? null;
}

/** The same for a viewer: what is not theirs to see does not exist. */
export async function lockSession(tx: Transaction, context: Context, id: string): Promise<Session> {
  const session = await lockSessionRow(tx, id);
  if (!session || !maySeeSession(context, session)) throw new NotFoundError('session');
  return session;
}

/** The same for what only its host may do: to others there is no such session. */
export async function lockHostedSession(tx: Transaction, context: SignedIn, id: string): Promise<Session> {
  const session = await lockSession(tx, context, id);
  if (session.hostId !== context.viewer.account.id) throw new NotFoundError('session');
  return session;
}

/** Drafts are their host's alone; anything else is for whoever has its id. */
export function maySeeSession(
  { viewer, insideOf }: Context,
  session: Pick<Session, 'id' | 'status' | 'hostId'>,
): boolean {
  if (session.status !== 'DRAFT' || insideOf === session.id) return true;
  return viewer?.account.id === session.hostId || viewer?.account.role === 'ADMIN';
}

function refuseListing({ viewer }: SignedIn, visibility: Session['visibility']): void {
  if (visibility === 'LISTED' && viewer.account.role === 'USER') {
    throw new ForbiddenError('Only creators list sessions in the catalogue.');
  }
}

async function requireSequence(
  tx: Transaction,
  { viewer }: SignedIn,
  sequenceId: string | null | undefined,
): Promise<void> {
  if (!sequenceId) return;
  const isUsable = { OR: [{ isPublished: true }, { authorId: viewer.account.id }] };
  if (!(await tx.sequence.findFirst({ where: { id: sequenceId, ...isUsable } }))) throw new NotFoundError('sequence');
}

// Without 0, O, 1, I and L, which people mistake for each other when they read a code out.
const codeAlphabet = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const codeLength = 8;

/** Some 10¹² codes: a clash with a living one fails the mutation about never, and nothing is lost by trying again. */
export function newJoinCode(): string {
  return Array.from({ length: codeLength }, () => codeAlphabet[randomInt(codeAlphabet.length)]).join('');
}

/** A code as it is stored, from however it was typed; null where it cannot be one. */
export function parseJoinCode(code: string): string | null {
  const typed = code.trim().toUpperCase();
  return typed.length === codeLength && [...typed].every((letter) => codeAlphabet.includes(letter)) ? typed : null;
}
