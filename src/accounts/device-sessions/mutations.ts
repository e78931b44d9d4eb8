import { NotFoundError } from '../../errors.ts';
import { builder, resultUnion } from '../../graphql/builder.ts';
import { localId } from '../../graphql/global-ids.ts';
import { DeviceSession } from './schema.ts';
import { revokeAllDeviceSessions, revokeDeviceSession } from './service.ts';

const DeviceSessionRevokeResult = resultUnion('DeviceSessionRevokeResult', DeviceSession, [NotFoundError]);

const DeviceSessionRevokeAllPayload = builder
  .objectRef<{ revokedCount: number }>('DeviceSessionRevokeAllPayload')
  .implement({
    description: 'What ending several device sessions did.',
    fields: (t) => ({
      revokedCount: t.exposeInt('revokedCount', { description: 'How many were ended by it.' }),
    }),
  });

builder.mutationFields((t) => ({
  deviceSessionRevoke: t.withAuth({ signedIn: true }).field({
    type: DeviceSessionRevokeResult,
    nullable: true,
    description:
      'Ends one of the viewer’s device sessions, or anybody’s for an admin: its tokens stop working at once.',
    args: {
      id: t.arg.id({ required: true, description: 'ID of a DeviceSession.' }),
      reason: t.arg.string({
        description: 'Why, for the audit, at most 500 characters. Admins must tell it for the devices of others.',
      }),
    },
    resolve: (_root, { id, reason }, context) =>
      revokeDeviceSession(context, { id: localId('DeviceSession', id), reason: reason ?? null }),
  }),
  deviceSessionRevokeAll: t.withAuth({ signedIn: true }).field({
    type: DeviceSessionRevokeAllPayload,
    nullable: true,
    description: 'Ends the viewer’s other device sessions, or for an admin those of another account.',
    args: {
      includeCurrent: t.arg.boolean({ defaultValue: false, description: 'Also the one that asks.' }),
      accountId: t.arg.id({ description: 'Another account, for admins only.' }),
      reason: t.arg.string({
        description: 'Why, for the audit, at most 500 characters. Admins must tell it for another account.',
      }),
    },
    resolve: async (_root, { includeCurrent, accountId, reason }, context) => ({
      revokedCount: await revokeAllDeviceSessions(context, {
        includeCurrent: includeCurrent ?? false,
        accountId: accountId ? localId('Account', accountId) : null,
        reason: reason ?? null,
      }),
    }),
  }),
}));
