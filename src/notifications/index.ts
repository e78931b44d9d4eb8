import './schema.ts';
import './mutations.ts';
import type { Feature } from '../feature.ts';
import { unsubscribeRoute } from './unsubscribe.ts';

export const notifications: Feature = {
  routes: [unsubscribeRoute],
};
