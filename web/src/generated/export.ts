import { persisted } from '../graphql/persisted.ts';
import type * as types from './types.ts';

export const CreateExportDocument = persisted<types.CreateExportMutation, types.CreateExportMutationVariables>(
  'fea46c725ec312ac03364d3fa3d9c5036a1941fa86e08946205604e076e10237',
  "mutation CreateExport($input:ExportCreateInput!){exportCreate(input:$input){...on ExportLink{url expiresAt __typename}...Refused __typename}}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);
