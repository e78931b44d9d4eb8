import type { Database } from '../../database/client.ts';
import type { Booking, Pass, Payment } from '../../database/generated/client.ts';
import { globalId } from '../../graphql/global-ids.ts';
import { isLapsed } from '../../passes/rules.ts';
import { supportedTimeZone } from '../../time-zones.ts';
import { isOverdue } from '../rules.ts';

export type Payable = Booking | Pass;

/** What a checkout page shows of what is to be paid. */
export interface Purchase {
  typename: 'Booking' | 'Pass';
  id: string;
  title: string;
  /** When it is and for how many, or what it is good for. */
  details: string[];
  /** What is said of it once it is paid. */
  paid: string;
  amountMinor: number;
  currency: string;
  isPayable: boolean;
  payments: Payment[];
  /** Where the page leads back to. */
  back: { path: string; text: string };
}

/** Whether a booking or a pass waits for its payment. */
export function isPayable(payable: Payable): boolean {
  if ('sessionId' in payable) return payable.status === 'PENDING' && !isOverdue(payable);
  return payable.state === 'PENDING' && !isLapsed(payable);
}

/** The booking or the pass with this ID, and its payments of a provider; null where there is none. */
export async function findPurchase({ prisma }: Database, id: string, provider: string): Promise<Purchase | null> {
  const payments = { where: { provider } };
  const booking = await prisma.booking.findUnique({ where: { id }, include: { session: true, payments } });
  if (booking) {
    const { session, seats } = booking;
    const when = new Intl.DateTimeFormat('en-GB', {
      dateStyle: 'full',
      timeStyle: 'short',
      timeZone: supportedTimeZone(session.timeZone),
    });
    return {
      ...{ ...shared(booking), typename: 'Booking', title: session.title, payments: booking.payments },
      details: [`${when.format(session.startsAt)} (${session.timeZone})`, ...(seats === 1 ? [] : [`${seats} seats`])],
      paid: `Your ${seats === 1 ? 'seat is' : `${seats} seats are`} confirmed.`,
      back: { path: `/sessions/${encodeURIComponent(globalId('Session', session.id))}`, text: 'Back to the session' },
    };
  }
  const pass = await prisma.pass.findUnique({ where: { id }, include: { payments } });
  if (!pass) return null;
  const { title, credits, validDays } = pass;
  return {
    ...{ ...shared(pass), typename: 'Pass', title, payments: pass.payments },
    details: [
      credits === null ? 'Any number of seats' : `${credits} ${credits === 1 ? 'seat' : 'seats'}`,
      `Valid for ${validDays} days`,
    ],
    paid: 'Your pass can be used.',
    back: { path: '/passes/mine', text: 'Back to your passes' },
  };
}

function shared(payable: Payable) {
  const { id, amountMinor, currency } = payable;
  return { id, amountMinor, currency, isPayable: isPayable(payable) };
}
