import type { SignedIn } from '../context.ts';
import type { Session } from '../database/generated/client.ts';
import { holdSequence } from '../database/locks.ts';
import type { Transaction } from '../database/transaction.ts';
import { InvalidInputError, NotFoundError } from '../errors.ts';
import { defaultDeck } from './decks.ts';
import { givenSettings, type ValidCreation, type ValidSessionUpdate } from './validation.ts';

/** The properties of a session that its host sets, apart from its times. All dates of a series share them. */
export type SessionContent = Pick<
  Session,
  | 'title'
  | 'description'
  | 'imageUrl'
  | 'location'
  | 'latitude'
  | 'longitude'
  | 'meetingUrl'
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
  | 'bookingClosesMinutes'
  | 'reminderMinutes'
  | 'isLocked'
  | 'deck'
  | 'autoReveal'
>;

export const defaultReminderMinutes = [1440, 60];

/** The properties that were added to sessions later: templates of series that were stored before lack them. */
export const laterContent = {
  reminderMinutes: defaultReminderMinutes,
  ...{ location: null, latitude: null, longitude: null, meetingUrl: null },
  bookingClosesMinutes: 0,
} satisfies Partial<SessionContent>;

/** The content of a new session, with defaults for omitted fields. Throws if the viewer may not list it or use its sequence. */
export async function newContent(tx: Transaction, context: SignedIn, valid: ValidCreation): Promise<SessionContent> {
  const visibility = valid.visibility ?? 'UNLISTED';
  refuseListing(context, visibility);
  await requireSequence(tx, context, valid.sequenceId);
  return {
    title: valid.title,
    description: valid.description || null,
    imageUrl: valid.imageUrl ?? null,
    ...locationColumns(valid.location),
    meetingUrl: valid.meetingUrl ?? null,
    tags: valid.tags ?? [],
    visibility,
    admission: valid.admission ?? (visibility === 'LISTED' ? 'BOOKING' : 'CODE'),
    priceMinor: valid.price?.amountMinor ?? 0,
    currency: valid.price?.currency ?? context.app.env.DEFAULT_CURRENCY,
    maxParticipants: valid.maxParticipants ?? null,
    sequenceId: valid.sequenceId ?? null,
    joinWindowMinutes: 15,
    idleTimeoutMinutes: 30,
    freeCancellationHours: 24,
    bookingHoldMinutes: 15,
    bookingClosesMinutes: 0,
    reminderMinutes: defaultReminderMinutes,
    isLocked: false,
    deck: defaultDeck,
    autoReveal: false,
    ...givenSettings(valid.settings),
  };
}

/** The properties that a valid update changes. Throws if the viewer may not list the session or use its sequence. */
export async function changedContent(
  tx: Transaction,
  context: SignedIn,
  present: Pick<SessionContent, 'currency' | 'sequenceId'>,
  valid: ValidSessionUpdate,
): Promise<Partial<SessionContent>> {
  refuseListing(context, valid.visibility ?? 'UNLISTED');
  if (valid.sequenceId !== present.sequenceId) await requireSequence(tx, context, valid.sequenceId);
  const { description, imageUrl, location, meetingUrl, maxParticipants, sequenceId } = valid;
  return {
    ...(valid.title != null && { title: valid.title }),
    ...(description !== undefined && { description: description || null }),
    ...(imageUrl !== undefined && { imageUrl }),
    ...(location !== undefined && locationColumns(location)),
    ...(meetingUrl !== undefined && { meetingUrl }),
    ...(valid.tags !== undefined && { tags: valid.tags ?? [] }),
    ...(valid.price != null && {
      priceMinor: valid.price.amountMinor,
      currency: valid.price.currency ?? present.currency,
    }),
    ...(maxParticipants !== undefined && { maxParticipants }),
    ...(valid.visibility != null && { visibility: valid.visibility }),
    ...(valid.admission != null && { admission: valid.admission }),
    ...(sequenceId !== undefined && { sequenceId }),
    ...givenSettings(valid.settings),
  };
}

function locationColumns(
  location: ValidCreation['location'],
): Pick<SessionContent, 'location' | 'latitude' | 'longitude'> {
  const { latitude, longitude } = location?.coordinates ?? { latitude: null, longitude: null };
  return { location: location?.text ?? null, latitude, longitude };
}

/** Throws where the viewer may not list a session: creators and admins may. */
export function refuseListing({ viewer }: SignedIn, visibility: Session['visibility']): void {
  if (visibility === 'LISTED' && viewer.account.role === 'USER') {
    const message = 'must not be LISTED: only creators and admins may list sessions';
    throw new InvalidInputError([{ path: ['visibility'], message }]);
  }
}

async function requireSequence(
  tx: Transaction,
  { viewer }: SignedIn,
  sequenceId: string | null | undefined,
): Promise<void> {
  if (!sequenceId) return;
  const isUsable = { OR: [{ isPublished: true }, { authorId: viewer.account.id }] };
  const found = await tx.sequence.findFirst({ where: { id: sequenceId, ...isUsable } });
  if (!found || !(await holdSequence(tx, sequenceId))) throw new NotFoundError('sequence');
}
