import { Account, User } from '../../accounts/schema.ts';
import { isHostOrAdmin } from '../../bookings/access.ts';
import { builder, nodeRef, pageCost, UserErrorInterface } from '../../graphql/builder.ts';
import { localId } from '../../graphql/global-ids.ts';
import { Sequence } from '../../practice/sequences/schema.ts';
import { localFilter, SessionConnection, SessionFilter } from '../../sessions/lists/schema.ts';
import {
  Location,
  Money,
  Session,
  SessionAdmission,
  SessionSettings,
  SessionVisibility,
} from '../../sessions/schema.ts';
import { contentOf } from './dates.ts';
import { SeriesEndedError } from './errors.ts';
import { seriesByHost, seriesById, sessionsBySeries } from './loaders.ts';

export const Series = nodeRef('Series', seriesById);

Series.implement({
  description:
    'Sessions that recur by a rule. Each date of the next 8 weeks, and at least the first, is a session. Later dates become sessions as time passes. The title and the other fields that sessions have as well are those of dates that become sessions from now on. Visible to everybody who has the ID.',
  fields: (t) => ({
    host: t.field({ type: User, description: 'The host.', resolve: ({ hostId }) => hostId }),
    rule: t.exposeString('rule', {
      description: 'RFC 5545 RRULE as of the latest change. Its DTSTART is `startsAt` in `timeZone`.',
    }),
    timeZone: t.expose('timeZone', {
      type: 'TimeZone',
      description:
        'IANA time zone in which every date has the same time of day. A local time that a clock change skips moves later by the skipped amount. Of a repeated local time the first is taken.',
    }),
    startsAt: t.expose('startsAt', { type: 'DateTime', description: 'The first date of the present rule.' }),
    durationMinutes: t.exposeInt('durationMinutes', { description: 'The planned length of each session in minutes.' }),
    title: t.string({
      description: 'The title of new dates, 1 to 120 characters.',
      resolve: (row) => contentOf(row).title,
    }),
    description: t.string({
      nullable: true,
      description: 'Null if none is set.',
      resolve: (series) => contentOf(series).description,
    }),
    imageUrl: t.field({
      type: 'URL',
      nullable: true,
      description: 'Null if none is set.',
      resolve: (series) => contentOf(series).imageUrl,
    }),
    location: t.field({
      type: Location,
      nullable: true,
      description:
        'Where people meet on each date. For the host and admins; null for everybody else, and if none is set. People with a confirmed booking read it of their date.',
      resolve: (series, _args, context) => {
        const content = contentOf(series);
        return content.location !== null && isHostOrAdmin(context, series) ? content : null;
      },
    }),
    meetingUrl: t.field({
      type: 'URL',
      nullable: true,
      description:
        'Where people meet online on each date: an https URL. For the host and admins; null for everybody else, and if none is set. People with a confirmed booking read it of their date.',
      resolve: (series, _args, context) => (isHostOrAdmin(context, series) ? contentOf(series).meetingUrl : null),
    }),
    tags: t.stringList({ description: 'At most 10, in lower case.', resolve: (series) => contentOf(series).tags }),
    visibility: t.field({
      type: SessionVisibility,
      description: 'Who can find a date.',
      resolve: (series) => contentOf(series).visibility,
    }),
    admission: t.field({
      type: SessionAdmission,
      description: 'Who may join on a date.',
      resolve: (series) => contentOf(series).admission,
    }),
    price: t.field({
      type: Money,
      description: 'The price of a seat on one date; 0 is free.',
      resolve: (series) => {
        const { priceMinor, currency } = contentOf(series);
        return { amountMinor: priceMinor, currency };
      },
    }),
    maxParticipants: t.int({
      nullable: true,
      description: 'The number of seats on each date; null if unlimited.',
      resolve: (series) => contentOf(series).maxParticipants,
    }),
    settings: t.field({ type: SessionSettings, description: 'The settings of new dates.', resolve: contentOf }),
    endedAt: t.expose('endedAt', {
      type: 'DateTime',
      nullable: true,
      description:
        'When its host or an admin ended the series; null if nobody did, even if the rule has no further dates.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When the series was created.' }),
    sessions: t.loadable({
      type: SessionConnection,
      byPath: true,
      description:
        'The dates that are sessions, past ones included, by planned start. Its host and admins see all, others the listed ones.',
      complexity: pageCost,
      args: {
        ...t.arg.connectionArgs(),
        filter: t.arg({ type: SessionFilter, description: 'The conditions to meet.' }),
      },
      load: async (ids: string[], context, { filter, ...page }) =>
        sessionsBySeries(ids, context, localFilter(filter), page),
      resolve: ({ id }) => id,
    }),
  }),
});

builder.objectField(Series, 'sequence', (t) =>
  t.field({
    type: Sequence,
    nullable: true,
    description: 'The sequence of new dates; null if there is none or the viewer may not see it.',
    resolve: (series) => contentOf(series).sequenceId,
  }),
);

builder.objectFields(Session, (t) => ({
  series: t.field({
    type: Series,
    nullable: true,
    description: 'The series that the session belongs to; null if it belongs to none.',
    resolve: ({ seriesId }) => seriesId,
  }),
  occurrence: t.expose('occurrence', {
    type: 'DateTime',
    nullable: true,
    description:
      'The date of the series that this session stands for, also after the session was moved individually. Null if it belongs to no series, or if the series no longer has that date.',
  }),
  isDetached: t.exposeBoolean('isDetached', {
    description: 'Whether the session was changed individually. Changes of its series do not affect it.',
  }),
}));

const SeriesConnection = builder.connectionObject(
  { type: Series, name: 'SeriesConnection', description: 'A page of series.' },
  { name: 'SeriesEdge', description: 'A series in a list.' },
);

builder.objectField(Account, 'hostedSeries', (t) =>
  t.loadable({
    type: SeriesConnection,
    byPath: true,
    description: 'All series of this host, ended ones included, latest first. Visible to the host and admins.',
    complexity: pageCost,
    args: t.arg.connectionArgs(),
    load: (hostIds: string[], context, page) => seriesByHost(hostIds, context, page),
    resolve: ({ id }) => id,
  }),
);

builder.queryField('series', (t) =>
  t.field({
    type: Series,
    nullable: true,
    description: 'The series with this ID; null if it does not exist.',
    args: { id: t.arg.id({ required: true, description: 'ID of a Series.' }) },
    resolve: (_root, { id }) => localId('Series', id),
  }),
);

builder.objectType(SeriesEndedError, {
  name: 'SeriesEndedError',
  description: 'The series has ended and cannot be changed.',
  interfaces: [UserErrorInterface],
});
