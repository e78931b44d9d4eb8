import { builder } from '../../graphql/builder.ts';
import { DeviceSession } from './schema.ts';
import { streamDeviceSessions } from './stream.ts';

builder.subscriptionField('deviceSessionChanged', (t) =>
  t.withAuth({ signedIn: true }).field({
    type: DeviceSession,
    description:
      'The viewer’s device sessions as they are signed in and as they end. The end of the viewer’s own one closes the connection instead.',
    subscribe: (_root, _args, context) => streamDeviceSessions(context),
    resolve: (deviceSession) => deviceSession,
  }),
);
