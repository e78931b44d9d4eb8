import { builder } from '../../graphql/builder.ts';
import { Location, Session } from '../../sessions/schema.ts';
import { maySeePlace } from './loaders.ts';

const whom = 'For its hosts, admins and people with a confirmed booking; null for everybody else, and if none is set.';

builder.objectFields(Session, (t) => ({
  location: t.field({
    type: Location,
    nullable: true,
    description: `Where people meet. ${whom}`,
    resolve: async (session, _args, context) =>
      session.location !== null && (await maySeePlace(context).load(session)) ? session : null,
  }),
  meetingUrl: t.field({
    type: 'URL',
    nullable: true,
    description: `Where people meet online: an https URL. ${whom}`,
    resolve: async (session, _args, context) =>
      session.meetingUrl !== null && (await maySeePlace(context).load(session)) ? session.meetingUrl : null,
  }),
}));
