import type { App } from '../../context.ts';
import { formatMoney } from '../../currencies.ts';
import type { NotificationKind } from '../../feature.ts';
import type { Delivery, Recipient } from '../../operations/notifications/deliveries.ts';
import { formatInstant, type Message, type Part, quoted } from '../../operations/notifications/layout.ts';
import { readBalances } from '../ledger.ts';
import { type PassWithBalance, refundOf, statusOf } from '../rules.ts';
import type { ExpiryPayload, PassPayload, RefundPayload } from './causes.ts';

interface Entry {
  app: App;
  pass: PassWithBalance;
  recipient: Recipient;
  title: string;
}

function passKind<Payload extends PassPayload>(
  name: string,
  description: string,
  compose: (entry: Entry, payload: Payload) => Message | string,
): NotificationKind {
  return {
    ...{ name, description, isOptional: true, usefulHours: 24 },
    async compose(app, { payload, recipient }: Delivery) {
      const { passId: id } = payload as Payload;
      const { prisma } = app.database;
      const found = await prisma.pass.findUnique({ where: { id } });
      if (!found || !recipient) return 'The pass is gone.';
      const balance = (await readBalances(prisma, [id])).get(id) ?? 0;
      const title = quoted(recipient, found.title) ?? 'a pass';
      const message = compose({ app, pass: { ...found, balance }, recipient, title }, payload as Payload);
      return typeof message === 'string' ? message : { message };
    },
  };
}

const bought = passKind('PASS_BOUGHT', 'A pass of theirs is paid and can be used.', (entry) => {
  const { pass, title } = entry;
  if (statusOf(pass) !== 'ACTIVE') return 'The pass has another status by now.';
  return {
    subject: `Your pass: ${title}`,
    parts: ['Your pass is paid, and can be used.', ...facts(entry), terms(entry)],
  };
});

const expiring = passKind<ExpiryPayload>(
  'PASS_EXPIRING',
  'A pass of theirs that has something left is about to expire.',
  (entry, { validUntil }) => {
    const { pass, title, recipient } = entry;
    if (statusOf(pass) !== 'ACTIVE') return 'The pass has another status by now.';
    if (pass.validUntil?.toISOString() !== validUntil) return 'The pass is valid until another time.';
    const end = formatInstant(pass.validUntil, recipient.timeZone);
    return {
      subject: `Your pass expires soon: ${title}`,
      parts: [`Your pass is valid until ${end}. What is left of it then is lost.`, ...facts(entry)],
    };
  },
);

const refunded = passKind<RefundPayload>(
  'PASS_REFUNDED',
  'A pass of theirs was returned, and its unused part is paid back.',
  ({ app, pass, title }, { amountMinor }) => ({
    subject: `Returned: ${title}`,
    parts: [
      `Your pass was returned. You get ${formatMoney(amountMinor, pass.currency)} back.`,
      { link: 'Your passes', url: `${app.env.APP_URL}/passes/mine` },
    ],
  }),
);

export const passNotifications = [bought, expiring, refunded];

function facts({ app, pass, recipient, title }: Entry): Part[] {
  const { credits, balance, validUntil, validDays, amountMinor, currency } = pass;
  const end = validUntil ? formatInstant(validUntil, recipient.timeZone) : `${validDays} days after its first use`;
  return [
    {
      facts: [
        ['Pass', title],
        ['Left', credits === null ? 'unlimited' : `${balance} of ${credits}`],
        ['Valid until', end],
        ['Price', formatMoney(amountMinor, currency)],
      ],
    },
    { link: 'Your passes', url: `${app.env.APP_URL}/passes/mine` },
  ];
}

function terms({ pass }: Entry): string {
  const amount = refundOf(pass, false);
  if (amount === 0) return 'Returning the pass pays nothing back.';
  return `Returning the pass now would pay ${formatMoney(amount, pass.currency)} back.`;
}
