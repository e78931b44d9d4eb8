import { builder, nodeRef } from '../../graphql/builder.ts';
import { deviceSessionsByAccount, deviceSessionsById } from '../loaders.ts';
import { Account } from '../schema.ts';

const DeviceType = builder.enumType('DeviceType', {
  description: 'Kind of device, as its client hints or User-Agent state.',
  values: {
    DESKTOP: { description: 'A computer.' },
    MOBILE: { description: 'A phone.' },
    TABLET: { description: 'A tablet.' },
    BOT: { description: 'A program that says it is one.' },
    UNKNOWN: { description: 'It did not state its kind; Safari on a Mac and on an iPad do not differ.' },
  } as const,
});

const LoginMethod = builder.enumType('LoginMethod', {
  description: 'How a device was signed in.',
  values: {
    PASSWORD: { description: 'By login and password, and by a code where the account asks for one.' },
    REGISTRATION: { description: 'By registering.' },
    PASSKEY: { description: 'By a passkey.' },
  } as const,
});

export const DeviceSession = nodeRef('DeviceSession', deviceSessionsById);

DeviceSession.implement({
  description: 'One sign-in of a device, to which its tokens belong. Its owner and admins see it.',
  fields: (t) => ({
    account: t.field({
      type: Account,
      description: 'The account that is signed in.',
      resolve: ({ accountId }) => accountId,
    }),
    deviceName: t.exposeString('deviceName', {
      description: 'The name that its owner gave it, else its browser and model or system.',
    }),
    deviceType: t.expose('deviceType', { type: DeviceType, description: 'Kind of device.' }),
    browser: t.exposeString('browser', { nullable: true, description: 'Name and version; null where unknown.' }),
    os: t.exposeString('os', {
      nullable: true,
      description: 'Operating system, with its version where the device states it; null where unknown.',
    }),
    userAgent: t.exposeString('userAgent', {
      nullable: true,
      description: 'The header it signed in with; null without one.',
    }),
    ipAddress: t.exposeString('ipAddress', {
      nullable: true,
      description: 'The address it signed in from; null where unknown.',
    }),
    location: t.exposeString('location', {
      nullable: true,
      description: 'Place of `ipAddress`, as City, Country; null where unknown.',
    }),
    loginMethod: t.expose('loginMethod', { type: LoginMethod, description: 'How it was signed in.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was signed in.' }),
    lastActivityAt: t.expose('lastActivityAt', {
      type: 'DateTime',
      description: 'The time of its latest request, or of its open socket or event stream, to the minute.',
    }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      description:
        'When it expires unless it is refreshed before; never later than `DEVICE_SESSION_MAX_AGE`, 90 days by default, after `createdAt`.',
    }),
    isActive: t.boolean({
      description: 'Whether its tokens still work.',
      resolve: ({ endedAt, expiresAt }) => endedAt === null && expiresAt > new Date(),
    }),
    isCurrent: t.boolean({
      description: 'Whether it is the device session of this request.',
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
