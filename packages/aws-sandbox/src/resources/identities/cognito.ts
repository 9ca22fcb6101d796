import { arn } from '../arn';
import { seededText } from '../random';
import { seedText } from '../seed';
import { LETTERS, LOWER, IdentityRules } from './rule';

/** Cognito. */
export const COGNITO: IdentityRules = {
  'AWS::Cognito::UserPool': seed => {
    const id = `${seed.place.region}_${seededText(seedText(seed), 9, LETTERS)}`;
    return {
      physicalId: id,
      arn: arn(seed.place, 'cognito-idp', `userpool/${id}`),
      values: { UserPoolId: id },
      chosen: false,
    };
  },
  'AWS::Cognito::UserPoolClient': seed => {
    const id = seededText(seedText(seed), 26, LOWER);
    return { physicalId: id, values: { ClientId: id }, chosen: false };
  },
};
