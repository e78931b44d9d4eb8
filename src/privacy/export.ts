import type { SignedIn } from '../context.ts';
import type { AuditEvent, Prisma } from '../database/generated/client.ts';
import { type Transaction, transaction } from '../database/transaction.ts';

/** What anybody may see of a person. */
const profile = { select: { id: true, username: true, displayName: true } } as const;
const sessionInBrief = {
  select: { id: true, title: true, status: true, startsAt: true, endsAt: true, timeZone: true, host: profile },
} as const;

/** With their receipts and refunds. */
const payments = {
  omit: { bookingId: true, passId: true },
  include: {
    receipt: { omit: { paymentId: true, isDraft: true } },
    refunds: { select: { amountMinor: true, refundedAt: true }, orderBy: { refundedAt: 'asc' } },
  },
  orderBy: { id: 'asc' },
} satisfies Prisma.PaymentFindManyArgs;

/** Everything that is kept about the viewer (which nodes hold their streams just now is not kept), as it was at one moment and always in the same order. */
export async function exportAccount({ app: { database }, viewer }: SignedIn): Promise<object> {
  const accountId = viewer.account.id;
  return transaction(database, async (tx) => {
    // Set here and not by Prisma, whose adapter for the embedded database sets it outside of the transaction.
    await tx.$executeRaw`SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY`;
    return {
      account: await tx.account.findUniqueOrThrow({
        where: { id: accountId },
        omit: {
          emailKey: true,
          usernameKey: true,
          usernameStem: true,
          passwordHash: true,
          calendarToken: true,
          importDigest: true,
          deletedAt: true,
        },
      }),
      passkeys: await tx.passkey.findMany({
        where: { accountId },
        select: { id: true, name: true, createdAt: true, lastUsedAt: true },
        orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      }),
      // Each with the e-mail that it went to: that of a change is not yet the account's.
      mailedLinks: await tx.oneTimeLink.findMany({
        where: { accountId },
        omit: { hash: true, accountId: true },
        orderBy: [{ createdAt: 'asc' }, { hash: 'asc' }],
      }),
      recoveryCodesLeft: await tx.recoveryCode.count({ where: { accountId } }),
      deviceSessions: await tx.deviceSession.findMany({
        where: { accountId },
        omit: { accountId: true },
        orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      }),
      hostedSessions: await tx.session.findMany({
        where: { hostId: accountId },
        omit: { hostId: true, eventSequence: true, eventTransaction: true, importDigest: true },
        orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      }),
      hostedSeries: await tx.series.findMany({
        where: { hostId: accountId },
        omit: { hostId: true, materialisedUntil: true },
        orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      }),
      bookings: (await readBookings(tx, accountId)).map(withoutOthersKey),
      passes: await tx.pass.findMany({
        where: { accountId },
        omit: { accountId: true, hostId: true, offerId: true, idempotencyBody: true },
        include: {
          host: profile,
          entries: { omit: { passId: true }, orderBy: [{ enteredAt: 'asc' }, { id: 'asc' }] },
          payments,
        },
        orderBy: [{ boughtAt: 'asc' }, { id: 'asc' }],
      }),
      promotionUses: await tx.promotionUse.findMany({
        where: { accountId },
        omit: { accountId: true, codeId: true },
        include: { code: { select: { code: true } } },
        orderBy: [{ usedAt: 'asc' }, { id: 'asc' }],
      }),
      promotionCodes: await tx.promotionCode.findMany({
        where: { OR: [{ hostId: accountId }, { makerId: accountId }] },
        omit: { hostId: true, makerId: true, codeKey: true },
        orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      }),
      passOffers: await tx.passOffer.findMany({
        where: { OR: [{ hostId: accountId }, { makerId: accountId }] },
        omit: { hostId: true, makerId: true },
        orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      }),
      participations: await tx.participant.findMany({
        where: { accountId },
        omit: { accountId: true, sessionId: true, leaseExpiresAt: true },
        include: {
          session: sessionInBrief,
          intervals: { select: { startedAt: true, endedAt: true }, orderBy: { startedAt: 'asc' } },
        },
        orderBy: [{ joinedAt: 'asc' }, { id: 'asc' }],
      }),
      practiceSessions: await tx.practiceSession.findMany({
        where: { accountId },
        omit: { accountId: true, idempotencyBody: true },
        include: { poses: { omit: { practiceSessionId: true }, orderBy: { position: 'asc' } } },
        orderBy: [{ startedAt: 'asc' }, { id: 'asc' }],
      }),
      practiceSettings: await tx.practiceSettings.findUnique({
        where: { accountId },
        omit: { accountId: true },
      }),
      sequences: await tx.sequence.findMany({
        where: { authorId: accountId },
        omit: { authorId: true },
        include: { poses: { omit: { sequenceId: true }, orderBy: { position: 'asc' } } },
        orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      }),
      votes: await tx.vote.findMany({
        where: { accountId },
        select: { value: true, castAt: true, story: { select: { id: true, title: true, sessionId: true } } },
        orderBy: [{ castAt: 'asc' }, { storyId: 'asc' }],
      }),
      notificationSettings: await tx.notificationSetting.findMany({
        where: { accountId },
        omit: { accountId: true },
        orderBy: { kind: 'asc' },
      }),
      notificationDeliveries: await tx.notificationDelivery.findMany({
        where: { accountId },
        omit: { accountId: true, isUrgent: true, key: true },
        orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      }),
      auditEvents: (await readAudit(tx, accountId)).map((event) => toExported(event, accountId)),
    };
  });
}

function readBookings(tx: Transaction, accountId: string) {
  return tx.booking.findMany({
    where: { accountId },
    omit: {
      ...{ accountId: true, sessionId: true, idempotencyBody: true, changedIn: true },
      ...{ checkedInById: true, importDigest: true },
    },
    include: { session: sessionInBrief, payments },
    orderBy: [{ bookedAt: 'asc' }, { id: 'asc' }],
  });
}

/** Who booked for them at a desk is not theirs to know, and neither is the key, which names that person. */
function withoutOthersKey({
  bookedById,
  idempotencyKey,
  ...booking
}: Awaited<ReturnType<typeof readBookings>>[number]) {
  return { ...booking, idempotencyKey: bookedById === null ? idempotencyKey : null };
}

/** What they did, and what was done to them and to what is theirs. */
function readAudit(tx: Transaction, accountId: string): Promise<AuditEvent[]> {
  return tx.$queryRaw<AuditEvent[]>`
    SELECT * FROM "AuditEvent" WHERE "actorId" = ${accountId}::uuid OR "targetId" = ANY(ARRAY(
      SELECT ${accountId}::uuid
      UNION ALL SELECT "id" FROM "DeviceSession" WHERE "accountId" = ${accountId}::uuid
      UNION ALL SELECT "id" FROM "Booking" WHERE "accountId" = ${accountId}::uuid
      UNION ALL SELECT "id" FROM "Pass" WHERE "accountId" = ${accountId}::uuid
      UNION ALL SELECT "id" FROM "PromotionCode" WHERE "hostId" = ${accountId}::uuid
      UNION ALL SELECT "id" FROM "PassOffer" WHERE "hostId" = ${accountId}::uuid
      UNION ALL SELECT "id" FROM "Session" WHERE "hostId" = ${accountId}::uuid
      UNION ALL SELECT "id" FROM "Series" WHERE "hostId" = ${accountId}::uuid
      UNION ALL SELECT "id" FROM "Sequence" WHERE "authorId" = ${accountId}::uuid
      UNION ALL SELECT "id" FROM "NotificationDelivery" WHERE "accountId" = ${accountId}::uuid))
    ORDER BY "occurredAt", "id"`;
}

/** Who else did it, from where, and whom else it concerned, is not this person's to know. */
function toExported({ actorId, ipAddress, details, ...event }: AuditEvent, accountId: string) {
  if (actorId === accountId) return { by: 'self', ...event, ipAddress, details };
  const isAboutThem = event.targetType === 'Account' || event.targetType === 'DeviceSession';
  return { by: actorId === null ? null : 'somebody else', ...event, ...(isAboutThem && { details }) };
}
