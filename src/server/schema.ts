// Importing the features registers their types and fields with the builder.
import '../features.ts';
import { builder } from '../graphql/builder.ts';

export const schema = builder.toSchema();
