import { randomBytes } from 'node:crypto';
import type { SignedIn } from '../../context.ts';
import type { Account, PracticeSession } from '../../database/generated/client.ts';
import { transaction } from '../../database/transaction.ts';
import { lockPractice } from '../service.ts';
import { writeSettings } from '../settings/service.ts';

/** Makes a link that shows the practice to whoever has it; sharing again keeps the link. */
export async function sharePractice(context: SignedIn, id: string): Promise<PracticeSession> {
  return transaction(context.app.database, async (tx) => {
    const practice = await lockPractice(tx, context, id);
    if (practice.shareToken) return practice;
    return tx.practiceSession.update({ where: { id }, data: { shareToken: randomBytes(24).toString('base64url') } });
  });
}

/** Makes the link useless, for good. */
export async function unsharePractice(context: SignedIn, id: string): Promise<PracticeSession> {
  return transaction(context.app.database, async (tx) => {
    await lockPractice(tx, context, id);
    return tx.practiceSession.update({ where: { id }, data: { shareToken: null } });
  });
}

/** Makes an address at which whoever has it sees the image of the viewer's calendar; sharing again keeps it. */
export async function shareCalendar(context: SignedIn): Promise<Account> {
  return writeSettings(context, {}, randomBytes(24).toString('base64url'));
}

/** Makes the address useless, for good. */
export async function unshareCalendar(context: SignedIn): Promise<Account> {
  return writeSettings(context, { calendarToken: null });
}
