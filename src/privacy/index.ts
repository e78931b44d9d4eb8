import './mutations.ts';
import type { Feature } from '../feature.ts';
import { accountFile } from './route.ts';

export const privacy: Feature = { routes: [accountFile] };
