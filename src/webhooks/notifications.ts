import type { Transaction } from '../database/transaction.ts';
import type { NotificationKind } from '../feature.ts';
import type { Notification } from '../operations/notifications/deliveries.ts';

const name = 'WEBHOOK_DISABLED';
const isAdmin = { role: 'ADMIN', status: 'ACTIVE', deletedAt: null } as const;

/** Tells every admin that an endpoint was disabled. */
export async function disabledNotifications(tx: Transaction, endpointId: string): Promise<Notification[]> {
  const admins = await tx.account.findMany({ where: isAdmin, select: { id: true } });
  return admins.map(({ id }) => ({ kind: name, accountId: id, payload: { endpointId } }));
}

const webhookDisabled: NotificationKind = {
  ...{ name, isOptional: true, usefulHours: 72 },
  description: 'For admins: a webhook endpoint was disabled, since it is gone or took nothing for three days.',
  async compose({ database }, { accountId, payload, recipient }) {
    const { endpointId } = payload as { endpointId: string };
    const { prisma } = database;
    const endpoint = await prisma.webhookEndpoint.findUnique({ where: { id: endpointId } });
    if (!endpoint?.disabledAt) return 'The endpoint is enabled again, or deleted.';
    if (!accountId || !recipient) return 'The account is deleted.';
    // The address of an endpoint may be a secret.
    if ((await prisma.account.count({ where: { id: accountId, ...isAdmin } })) === 0)
      return 'The person is no admin any more.';
    const waiting = await prisma.webhookDelivery.count({ where: { endpointId, state: 'QUEUED' } });
    const { host } = new URL(endpoint.url);
    return {
      message: {
        subject: `A webhook endpoint was disabled: ${host}`,
        parts: [
          'Nothing is sent to this webhook endpoint any more.',
          {
            facts: [
              ['Endpoint', endpoint.url],
              ...(endpoint.description === null ? [] : [['Description', endpoint.description] as [string, string]]),
              ['Reason', endpoint.disabledReason ?? ''],
              ['Waiting', `${waiting} ${waiting === 1 ? 'event' : 'events'}`],
            ],
          },
          'Once it works again, enable it: what waits, and what happened since as far as the log reaches back, is sent then.',
        ],
      },
    };
  },
};

export const webhookNotifications = [webhookDisabled];
