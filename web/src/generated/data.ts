import { persisted } from '../graphql/persisted.ts';
import type * as types from './types.ts';

export const DataExportDocument = persisted<types.DataExportQuery, types.DataExportQueryVariables>(
  '171545b6cf53c54f9186f7e29bc1b0f7bfbd702328bd72260ec45aa6f61f3ca1',
  "query DataExport{accountExport}",
);
