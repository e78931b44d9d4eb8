import { Account, User } from '../../accounts/schema.ts';
import { builder, nodeRef, pageCost, UserErrorInterface } from '../../graphql/builder.ts';
import { localId } from '../../graphql/global-ids.ts';
import { Sequence } from '../../practice/sequences/schema.ts';
import {
  localFilter,
  Money,
  Session,
  SessionAdmission,
  SessionConnection,
  SessionFilter,
  SessionSettings,
  SessionVisibility,
} from '../../sessions/schema.ts';
import { contentOf } from './dates.ts';
import { SeriesEndedError } from './errors.ts';
import { seriesByHost, seriesById, sessionsBySeries } from './loaders.ts';

export const Series = nodeRef('Series', seriesById);

Series.implement({
  description:
    'Sessions that recur by a rule. Each date of the next 8 weeks is a session of its own, and later ones become one as time goes on; at least the first is there from the beginning. For whoever has the ID, like sessions.',
  fields: (t) => ({
    host: t.field({ type: User, description: 'Who holds it.', resolve: ({ hostId }) => hostId }),
    rule: t.exposeString('rule', {
      description: 'RFC 5545 RRULE without DTSTART, which is `startsAt` in `timeZone`; as of the latest change.',
    }),
    timeZone: t.expose('timeZone', {
      type: 'TimeZone',
      description:
        'The zone in which every date has the same time of day. A time that the clocks skip on a day becomes as much later as they skip; of one that they show twice it is the first.',
    }),
    startsAt: t.expose('startsAt', { type: 'DateTime', description: 'The first date that the present rule gives.' }),
    durationMinutes: t.exposeInt('durationMinutes', { description: 'Planned length of each session.' }),
    title: t.string({ description: 'Of new dates, like all that follows.', resolve: (row) => contentOf(row).title }),
    description: t.string({
      nullable: true,
      description: 'Null where none was given.',
      resolve: (series) => contentOf(series).description,
    }),
    imageUrl: t.field({
      type: 'URL',
      nullable: true,
      description: 'Null where none was given.',
      resolve: (series) => contentOf(series).imageUrl,
    }),
    tags: t.stringList({ description: 'Lower case, at most 10.', resolve: (series) => contentOf(series).tags }),
    visibility: t.field({
      type: SessionVisibility,
      description: 'Who may find a date.',
      resolve: (series) => contentOf(series).visibility,
    }),
    admission: t.field({
      type: SessionAdmission,
      description: 'Who may join on a date.',
      resolve: (series) => contentOf(series).admission,
    }),
    price: t.field({
      type: Money,
      description: 'What a seat costs on one date; 0 is free.',
      resolve: (series) => {
        const { priceMinor, currency } = contentOf(series);
        return { amountMinor: priceMinor, currency };
      },
    }),
    maxParticipants: t.int({
      nullable: true,
      description: 'Seats of each date; null for no limit.',
      resolve: (series) => contentOf(series).maxParticipants,
    }),
    settings: t.field({ type: SessionSettings, description: 'What its host tuned.', resolve: contentOf }),
    endedAt: t.expose('endedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When its host, or an admin, ended it; null before. A rule that gives no more dates ends nothing.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
    sessions: t.loadable({
      type: SessionConnection,
      byPath: true,
      description:
        'Its dates so far, past ones too, by planned start: all for its host and admins, else the listed ones.',
      complexity: pageCost,
      args: { ...t.arg.connectionArgs(), filter: t.arg({ type: SessionFilter, description: 'Which.' }) },
      load: (ids: string[], context, { filter, ...page }) => sessionsBySeries(ids, context, localFilter(filter), page),
      resolve: ({ id }) => id,
    }),
  }),
});

builder.objectField(Series, 'sequence', (t) =>
  t.field({
    type: Sequence,
    nullable: true,
    description:
      'What is practised on new dates; null where there is none, or where it is not published to the viewer.',
    resolve: (series) => contentOf(series).sequenceId,
  }),
);

builder.objectFields(Session, (t) => ({
  series: t.field({
    type: Series,
    nullable: true,
    description: 'The series that it is a date of; null for a session of its own.',
    resolve: ({ seriesId }) => seriesId,
  }),
  occurrence: t.expose('occurrence', {
    type: 'DateTime',
    nullable: true,
    description:
      'The date that it is in its series, also after it was moved by itself; null for a session of its own, or where the series gives that date no more.',
  }),
  isDetached: t.exposeBoolean('isDetached', {
    description: 'Whether it was changed by itself: changes of its series leave it alone.',
  }),
}));

const SeriesConnection = builder.connectionObject(
  { type: Series, name: 'SeriesConnection', description: 'Series, in pages.' },
  { name: 'SeriesEdge', description: 'A series in a list.' },
);

builder.objectField(Account, 'hostedSeries', (t) =>
  t.loadable({
    type: SeriesConnection,
    byPath: true,
    description: 'All series that this person hosts, ended ones too, latest first.',
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
    description: 'The series with this ID; null where it is missing.',
    args: { id: t.arg.id({ required: true, description: 'ID of a Series.' }) },
    resolve: (_root, { id }) => localId('Series', id),
  }),
);

builder.objectType(SeriesEndedError, {
  name: 'SeriesEndedError',
  description: 'The series has ended: it has no dates to change any more.',
  interfaces: [UserErrorInterface],
});
