// Importing the features registers their types and fields with the builder.
import '../features.ts';
import { builder } from '../graphql/builder.ts';
import { auditRefusals } from './execution/audit-refusals.ts';

export const schema = auditRefusals(builder.toSchema({ sortSchema: false }));

schema.description = `The API of a live practice studio: sessions are listed, booked, held live, and recorded as practice.

Send an access token as \`Authorization: Bearer …\`; \`accountLogin\` returns one. A field that needs a viewer fails with \`extensions.code: "UNAUTHENTICATED"\` without one.
Lists are connections with \`nodes\`; page forward with \`first\` and \`after\`. IDs are global and opaque. Money is in minor units of its currency. Instants are in UTC.
A mutation returns a union: its result, or a refusal that implements \`UserError\`, with a stable \`code\`.`;
