import { AdminTotpRequiredError } from '../errors.ts';
import { allBroadcastable, broadcastable } from '../graphql/broadcastable.ts';
import { builder, nodeRef, UserErrorInterface } from '../graphql/builder.ts';
import { localId } from '../graphql/global-ids.ts';
import {
  AccountSuspendedError,
  DeviceLimitReachedError,
  EmailTakenError,
  InvalidCredentialsError,
  InvalidLinkError,
  InvalidRefreshTokenError,
  NotCreatorError,
  UsernameTakenError,
} from './errors.ts';
import { accountOf, accountsById, maySeeAccount, userByUsername, usersById } from './loaders.ts';

export const Role = builder.enumType('Role', {
  description: 'What an account may do.',
  values: {
    USER: { description: 'Books, joins and practises; hosts unlisted sessions.' },
    CREATOR: {
      description: 'Also lists sessions in the catalogue, writes sequences, sells passes and makes promotion codes.',
    },
    ADMIN: { description: 'Also sees and moderates everything.' },
  } as const,
});

export const AccountStatus = builder.enumType('AccountStatus', {
  description: 'Whether an account may be used.',
  values: {
    ACTIVE: { description: 'In use.' },
    SUSPENDED: { description: 'An admin keeps it from signing in.' },
  } as const,
});

export const User = nodeRef('User', usersById);

User.implement({
  description: 'What anyone may see of a person.',
  fields: (t) =>
    allBroadcastable({
      username: t.exposeString('username', { description: 'Unique, without regard to case.' }),
      displayName: t.exposeString('displayName', { description: 'The name to show.' }),
      avatarUrl: t.expose('avatarUrl', {
        type: 'URL',
        nullable: true,
        description: 'A picture; null where none was given.',
      }),
      bio: t.exposeString('bio', { nullable: true, description: 'In their own words; null where none was given.' }),
    }),
});

export const Account = nodeRef('Account', accountsById);

Account.implement({
  description: 'What only its owner and admins may see of a person.',
  authScopes: ({ id }, context) => maySeeAccount(context, id),
  runScopesOnType: true,
  fields: (t) => ({
    user: t.field({ type: User, description: 'What others see of this person.', resolve: (account) => account }),
    email: t.exposeString('email', {
      description:
        'As it was given, but letters of its domain beyond ASCII as punycode; compared without regard to case.',
    }),
    firstName: t.exposeString('firstName', { nullable: true, description: 'Null where none was given.' }),
    lastName: t.exposeString('lastName', { nullable: true, description: 'Null where none was given.' }),
    role: t.expose('role', { type: Role, description: 'What this account may do.' }),
    status: t.expose('status', { type: AccountStatus, description: 'Whether this account may be used.' }),
    timeZone: t.expose('timeZone', { type: 'TimeZone', description: 'The zone of this person’s days.' }),
    emailVerifiedAt: t.expose('emailVerifiedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When a link mailed to the e-mail was followed; null until then.',
    }),
    isGuest: t.exposeBoolean('isGuest', {
      description:
        'Whether it stands for a person without an account, whom a desk booked by name and e-mail. Nobody can sign in to it.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When they registered.' }),
  }),
});

builder.objectType(UsernameTakenError, {
  name: 'UsernameTakenError',
  description: 'Somebody else has this username.',
  interfaces: [UserErrorInterface],
});

builder.objectType(EmailTakenError, {
  name: 'EmailTakenError',
  description: 'An account with this e-mail exists.',
  interfaces: [UserErrorInterface],
});
builder.objectType(InvalidCredentialsError, {
  name: 'InvalidCredentialsError',
  description: 'The login is unknown or the password wrong: which of them is not told.',
  interfaces: [UserErrorInterface],
});
builder.objectType(AccountSuspendedError, {
  name: 'AccountSuspendedError',
  description: 'The credentials are right, but an admin suspended the account.',
  interfaces: [UserErrorInterface],
  fields: (t) => ({
    reason: t.exposeString('reason', {
      nullable: true,
      description: 'As the admin gave it; null where none was given.',
    }),
  }),
});
builder.objectType(DeviceLimitReachedError, {
  name: 'DeviceLimitReachedError',
  description: 'Signed in on as many devices as are allowed; only under DEVICE_LIMIT_POLICY=reject.',
  interfaces: [UserErrorInterface],
  fields: (t) => ({ limit: t.exposeInt('limit', { description: 'How many devices are allowed.' }) }),
});
builder.objectType(InvalidRefreshTokenError, {
  name: 'InvalidRefreshTokenError',
  description: 'Unknown, expired, used before, or of a device session that ended: sign in again.',
  interfaces: [UserErrorInterface],
});

builder.objectType(NotCreatorError, {
  name: 'NotCreatorError',
  description: 'The viewer is neither a creator nor an admin, who alone may do this.',
  interfaces: [UserErrorInterface],
});
builder.objectType(AdminTotpRequiredError, {
  name: 'AdminTotpRequiredError',
  description:
    'Admins need an authenticator app, as REQUIRE_ADMIN_TOTP says. Also a top-level error of everything that an admin without one does as an admin.',
  interfaces: [UserErrorInterface],
});

builder.objectType(InvalidLinkError, {
  name: 'InvalidLinkError',
  description: 'The link is unknown, expired, used or void: which of them is not told. Ask for another one.',
  interfaces: [UserErrorInterface],
});

builder.queryFields((t) => ({
  viewer: t.field({
    type: Account,
    nullable: true,
    description: 'The signed-in person; null for a visitor.',
    resolve: (_root, _args, { viewer }) => viewer && accountOf(viewer),
  }),
  user: t.field({
    type: User,
    nullable: true,
    description: 'The person with this username, in any case; null where there is none.',
    extensions: broadcastable,
    args: { username: t.arg.string({ required: true, description: 'Their username.' }) },
    resolve: (_root, { username }, context) => userByUsername(context, username),
  }),
  account: t.field({
    type: Account,
    nullable: true,
    description: 'Any account; null where there is none. Admins only.',
    authScopes: { admin: true },
    args: { id: t.arg.id({ required: true, description: 'ID of an Account.' }) },
    resolve: (_root, { id }) => localId('Account', id),
  }),
}));
