import type { Identity, ResourceSeed } from '../seed';

/** Names a resource of one type. */
export type IdentityRule = (seed: ResourceSeed) => Identity;

/** Rules by resource type. */
export type IdentityRules = Readonly<Record<string, IdentityRule>>;

/** Lower-case letters and digits. */
export const LOWER = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** Letters and digits. */
export const LETTERS =
  'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
