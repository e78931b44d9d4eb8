import { NotFoundError } from '../../errors.ts';
import { builder, nodeRef, resultUnion } from '../../graphql/builder.ts';
import { localId } from '../../graphql/global-ids.ts';
import { deviceSessionsByAccount, deviceSessionsById } from '../loaders.ts';
import { Account } from '../schema.ts';
import { revokeAllDeviceSessions, revokeDeviceSession } from './service.ts';
import { streamDeviceSessions } from './subscription.ts';

const DeviceType = builder.enumType('DeviceType', {
  description: 'Kind of device, as its User-Agent tells.',
  values: {
    DESKTOP: { description: 'A computer.' },
    MOBILE: { description: 'A phone.' },
    TABLET: { description: 'A tablet.' },
    BOT: { description: 'A program that says it is one.' },
    UNKNOWN: { description: 'It did not tell.' },
  } as const,
});

const LoginMethod = builder.enumType('LoginMethod', {
  description: 'How a device was signed in.',
  values: {
    PASSWORD: { description: 'By login and password.' },
    REGISTRATION: { description: 'By registering.' },
  } as const,
});

export const DeviceSession = nodeRef('DeviceSession', deviceSessionsById);

DeviceSession.implement({
  description: 'One signed-in device: what a family of refresh tokens belongs to. Its owner and admins see it.',
  fields: (t) => ({
    deviceName: t.exposeString('deviceName', { description: 'As its owner named it, else browser and system.' }),
    deviceType: t.expose('deviceType', { type: DeviceType, description: 'Kind of device.' }),
    browser: t.exposeString('browser', { nullable: true, description: 'Name and version; null where unknown.' }),
    os: t.exposeString('os', { nullable: true, description: 'Operating system; null where unknown.' }),
    userAgent: t.exposeString('userAgent', {
      nullable: true,
      description: 'The header it signed in with; null without one.',
    }),
    ipAddress: t.exposeString('ipAddress', {
      nullable: true,
      description: 'Where it signed in from; null where unknown.',
    }),
    location: t.exposeString('location', { nullable: true, description: 'Place of that address; null where unknown.' }),
    loginMethod: t.expose('loginMethod', { type: LoginMethod, description: 'How it was signed in.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was signed in.' }),
    lastActivityAt: t.expose('lastActivityAt', { type: 'DateTime', description: 'Its latest request, to the minute.' }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      description: 'When it ends by itself unless refreshed before.',
    }),
    isActive: t.boolean({
      description: 'Whether its tokens still work.',
      resolve: ({ endedAt, expiresAt }) => endedAt === null && expiresAt > new Date(),
    }),
    isCurrent: t.boolean({
      description: 'Whether it is the one that asks.',
      resolve: ({ id }, _args, { viewer }) => viewer?.deviceSession.id === id,
    }),
  }),
});

builder.objectField(Account, 'deviceSessions', (t) =>
  t.loadableList({
    type: DeviceSession,
    byPath: true,
    description: 'Signed-in devices, most recently used first.',
    args: {
      includeEnded: t.arg.boolean({ defaultValue: false, description: 'Also those that were ended or have expired.' }),
    },
    load: (accountIds: string[], context, { includeEnded }) =>
      deviceSessionsByAccount(accountIds, context, includeEnded ?? false),
    resolve: ({ id }) => id,
  }),
);

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

builder.subscriptionField('deviceSessionChanged', (t) =>
  t.withAuth({ signedIn: true }).field({
    type: DeviceSession,
    description:
      'The viewer’s device sessions as they are signed in and as they end. The end of the viewer’s own one closes the connection instead.',
    subscribe: (_root, _args, context) => streamDeviceSessions(context),
    resolve: (deviceSession) => deviceSession,
  }),
);
