import './schema.ts';
import './exports/mutations.ts';
import type { Feature } from '../feature.ts';
import { exportRoute } from './exports/route.ts';
import { importRoute } from './import/route.ts';
import { deleteAbandonedRows } from './import/service.ts';

export const admin: Feature = {
  routes: [exportRoute, importRoute],
  tasks: (app) => [
    { name: 'delete rows of abandoned imports', interval: 3_600_000, run: () => deleteAbandonedRows(app) },
  ],
};
