import { randomBytes } from 'node:crypto';
import type { SignedIn } from '../../context.ts';
import type { Account, PracticeSession } from '../../database/generated/client.ts';
import { transaction } from '../../database/transaction.ts';
import { lockPractice } from '../service.ts';
import { writeSettings } from '../settings/service.ts';

/** Creates the share link of a practice. A practice that is already shared keeps its link. */
export async function sharePractice(context: SignedIn, id: string): Promise<PracticeSession> {
  return transaction(context.app.database, async (tx) => {
    const practice = await lockPractice(tx, context, id);
    if (practice.shareToken) return practice;
    return tx.practiceSession.update({ where: { id }, data: { shareToken: randomBytes(24).toString('base64url') } });
  });
}

/** Revokes the share link of a practice. Sharing again creates another link. */
export async function unsharePractice(context: SignedIn, id: string): Promise<PracticeSession> {
  return transaction(context.app.database, async (tx) => {
    await lockPractice(tx, context, id);
    return tx.practiceSession.update({ where: { id }, data: { shareToken: null } });
  });
}

/** Creates the public address of the viewer's calendar image. A calendar that is already shared keeps its address. */
export async function shareCalendar(context: SignedIn): Promise<Account> {
  return writeSettings(context, {}, randomBytes(24).toString('base64url'));
}

/** Revokes the public address of the calendar image. Sharing again creates another address. */
export async function unshareCalendar(context: SignedIn): Promise<Account> {
  return writeSettings(context, { calendarToken: null });
}
