import { BALANCERS } from './balancers';
import { BEDROCK } from './bedrock';
import { COGNITO } from './cognito';
import { CONTAINERS } from './containers';
import { IAM } from './iam';
import { MESSAGING } from './messaging';
import { NETWORK } from './network';
import type { IdentityRules } from './rule';
import { STORAGE } from './storage';

/** Types whose names and ARNs follow rules of their own. */
export const IDENTITIES: IdentityRules = {
  ...BALANCERS,
  ...BEDROCK,
  ...COGNITO,
  ...CONTAINERS,
  ...IAM,
  ...MESSAGING,
  ...NETWORK,
  ...STORAGE,
};
