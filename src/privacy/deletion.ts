import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { recordAudit } from '../accounts/audit.ts';
import { endDeviceSessions } from '../accounts/device-sessions/service.ts';
import { InvalidCredentialsError } from '../accounts/errors.ts';
import { requirePassword } from '../accounts/passwords/check.ts';
import { hashPassword, turnOf } from '../accounts/passwords/hashing.ts';
import { deleteSecondFactors } from '../accounts/second-factors.ts';
import { checkCode } from '../accounts/totp/check.ts';
import { presentPassword } from '../accounts/validation.ts';
import { forgottenBooking } from '../bookings/guests/service.ts';
import { endPassesOf } from '../bookings/passes/return.ts';
import { noPlace } from '../bookings/places/place.ts';
import { withdrawFrom } from '../bookings/service.ts';
import type { SignedIn } from '../context.ts';
import type { Account, Session } from '../database/generated/client.ts';
import { type Transaction, transaction } from '../database/transaction.ts';
import { cancelLockedSession } from '../lifecycle/cancel.ts';
import { endLockedSession } from '../lifecycle/end.ts';
import { depart } from '../live/presence/service.ts';
import { revealCompleteStories } from '../live/stories/service.ts';
import { sessionDeleted } from '../sessions/events.ts';
import { validate } from '../validation.ts';
import { LastAdminError } from './errors.ts';
import { lockForDeletion } from './locks.ts';

const confirmation = z.object({ password: presentPassword, code: z.string().nullish() });
const maximumAttempts = 10;

/**
 * Deletes the viewer's account: takes them out of everything that is open, deletes what is theirs alone, and keeps of
 * the row only what others' bookings and sessions refer to, with nothing personal in it. Returns its id.
 */
export async function deleteAccount(context: SignedIn, input: z.input<typeof confirmation>): Promise<string> {
  const { password, code } = validate(confirmation, input);
  const { account } = context.viewer;
  await requirePassword(context, password);
  const spendCode = await checkCode(context, account, code);
  // A hash like any other, so that a login takes as long as with an unknown name.
  const unusableHash = await hashPassword(
    context.app,
    randomBytes(32).toString('base64url'),
    turnOf(context, 'ACCOUNT'),
  );
  for (let attempt = 1; attempt <= maximumAttempts; attempt += 1) {
    const isDeleted = await transaction(context.app.database, async (tx) => {
      const sessions = await lockForDeletion(tx, account.id);
      if (!sessions) return false;
      await refuseUnlessCurrent(tx, account);
      await spendCode(tx);
      for (const session of sessions) await quitSession(tx, context, session);
      await endPassesOf(tx, context.app, account.id);
      await tx.promotionCode.updateMany({
        where: { hostId: account.id, disabledAt: null },
        data: { disabledAt: new Date() },
      });
      await tx.series.updateMany({ where: { hostId: account.id, endedAt: null }, data: { endedAt: new Date() } });
      await forgetPlaces(tx, account.id);
      await deleteBelongings(tx, context);
      await erase(tx, account.id, unusableHash);
      await recordAudit(tx, context, { action: 'account.deleted', targetType: 'Account', targetId: account.id });
      return true;
    });
    if (isDeleted) return account.id;
  }
  throw new Error('an account that was to be deleted kept getting into further sessions');
}

/** Under the lock: whoever changed the password meanwhile is asked for the new one, and one admin has to stay. */
async function refuseUnlessCurrent(tx: Transaction, { id, passwordHash }: Account): Promise<void> {
  const current = await tx.account.findUniqueOrThrow({ where: { id } });
  if (current.passwordHash !== passwordHash || current.deletedAt) throw new InvalidCredentialsError();
  if (current.role !== 'ADMIN') return;
  const others = await tx.account.count({
    where: { id: { not: id }, role: 'ADMIN', status: 'ACTIVE', isGuest: false, deletedAt: null },
  });
  if (others === 0) throw new LastAdminError();
}

/** Takes the viewer out of a session whose row is locked: as its host they call it off or end it, else they leave it. */
async function quitSession(tx: Transaction, context: SignedIn, session: Session): Promise<void> {
  const accountId = context.viewer.account.id;
  if (session.hostId === accountId) {
    if (session.status === 'DRAFT') {
      await sessionDeleted(tx, context.app, session);
      await tx.session.delete({ where: { id: session.id } });
    }
    if (session.status === 'SCHEDULED')
      await cancelLockedSession(tx, context.app, session.id, { reason: 'The host has left the studio.', by: 'HOST' });
    if (session.status === 'LIVE') await endLockedSession(tx, context.app, session);
    return;
  }
  const reason = 'The account was deleted.';
  await withdrawFrom(tx, context.app, { sessionId: session.id, accountId, reason, inFull: false, by: 'PERSON' });
  if (session.status !== 'SCHEDULED' && session.status !== 'LIVE') return;
  const participant = await tx.participant.findUnique({
    where: { sessionId_accountId: { sessionId: session.id, accountId } },
  });
  if (!participant || participant.presence === 'LEFT') return;
  await depart(tx, context.app, participant, null);
  await revealCompleteStories(tx, context.app, session);
}

/** Where a person hosted may be their home, or their own room online: neither that stays nor a hash that it is in. */
async function forgetPlaces(tx: Transaction, hostId: string): Promise<void> {
  await tx.session.updateMany({ where: { hostId, ...hasPlace }, data: { ...noPlace, importDigest: null } });
  await tx.$executeRaw`
    UPDATE "Series" SET "template" = "template" - ARRAY['location', 'latitude', 'longitude', 'meetingUrl']
    WHERE "hostId" = ${hostId}::uuid`;
}

const hasPlace = { OR: [{ location: { not: null } }, { meetingUrl: { not: null } }, { importDigest: { not: null } }] };

/** Published sequences stay, for those who practise them; so do votes, which are part of what a group decided. */
async function deleteBelongings(tx: Transaction, context: SignedIn): Promise<void> {
  const accountId = context.viewer.account.id;
  await tx.booking.updateMany({ where: { accountId }, data: forgottenBooking });
  await tx.pass.updateMany({ where: { accountId }, data: { idempotencyKey: null, idempotencyBody: null } });
  await tx.participant.updateMany({ where: { accountId }, data: { removalReason: null } });
  await tx.practiceSession.deleteMany({ where: { accountId } });
  await tx.practiceDay.deleteMany({ where: { accountId } });
  await tx.practiceVersion.deleteMany({ where: { accountId } });
  await tx.practiceSequenceDay.deleteMany({ where: { accountId } });
  await tx.practiceSettings.deleteMany({ where: { accountId } });
  await tx.sequence.deleteMany({ where: { authorId: accountId, isPublished: false } });
  await tx.oneTimeLink.deleteMany({ where: { accountId } });
  await deleteSecondFactors(tx, accountId);
  await tx.notificationDelivery.deleteMany({ where: { accountId } });
  await tx.notificationSetting.deleteMany({ where: { accountId } });
  await tx.presenceLease.deleteMany({ where: { accountId } });
  await endDeviceSessions(tx, context.app, { accountId }, 'REVOKED');
  await tx.refreshToken.deleteMany({ where: { deviceSession: { accountId } } });
  await tx.deviceSession.updateMany({
    where: { accountId },
    data: { deviceName: 'Deleted', browser: null, os: null, userAgent: null, ipAddress: null, location: null },
  });
}

/** The names are made up each time: somebody who could guess them could take them first, and keep the account from being deleted. */
async function erase(tx: Transaction, id: string, passwordHash: string): Promise<void> {
  const username = `deleted-${randomBytes(8).toString('hex')}`;
  const email = `${username}@deleted.invalid`;
  await tx.account.update({
    where: { id },
    data: {
      email,
      emailKey: email,
      emailVerifiedAt: null,
      username,
      usernameKey: username,
      usernameStem: null,
      passwordHash,
      displayName: 'Deleted person',
      firstName: null,
      lastName: null,
      avatarUrl: null,
      bio: null,
      role: 'USER',
      suspensionReason: null,
      timeZone: 'UTC',
      calendarToken: null,
      importDigest: null,
      totpEnabledAt: null,
      deletedAt: new Date(),
    },
  });
}
