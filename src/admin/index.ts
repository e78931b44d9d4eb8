import './schema.ts';
import './exports/mutations.ts';
import type { Feature } from '../feature.ts';
import { exportRoute } from './exports/route.ts';

export const admin: Feature = { routes: [exportRoute] };
