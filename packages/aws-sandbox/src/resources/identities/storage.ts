import { asText } from '../../json';
import { arn } from '../arn';
import { seededHex, seededText } from '../random';
import { generatedName, seedText } from '../seed';
import { LETTERS, LOWER, IdentityRules } from './rule';

/** Buckets, databases, search and secrets. */
export const STORAGE: IdentityRules = {
  'AWS::S3::Bucket': seed => {
    const name = asText(seed.properties.BucketName) ?? generatedName(seed);
    return {
      physicalId: name,
      arn: arn(seed.place, 's3', name, { region: false, account: false }),
      values: { BucketName: name },
      chosen: 'BucketName' in seed.properties,
    };
  },
  'AWS::RDS::DBProxy': seed => {
    const name = asText(seed.properties.DBProxyName) ?? generatedName(seed);
    return {
      physicalId: name,
      arn: arn(
        seed.place,
        'rds',
        `db-proxy:prx-0${seededHex(seedText(seed), 16)}`,
      ),
      values: { DBProxyName: name },
      chosen: 'DBProxyName' in seed.properties,
    };
  },
  'AWS::OpenSearchServerless::Collection': seed => {
    const id = seededText(seedText(seed), 20, LOWER);
    return {
      physicalId: id,
      arn: arn(seed.place, 'aoss', `collection/${id}`),
      values: { Id: id },
      chosen: false,
    };
  },
  'AWS::SecretsManager::Secret': seed => {
    const name = asText(seed.properties.Name) ?? generatedName(seed);
    const secretArn = arn(
      seed.place,
      'secretsmanager',
      `secret:${name}-${seededText(seedText(seed), 6, LETTERS)}`,
    );
    return {
      physicalId: secretArn,
      arn: secretArn,
      values: { Id: secretArn, Name: name },
      chosen: 'Name' in seed.properties,
    };
  },
  'AWS::SecretsManager::SecretTargetAttachment': seed => ({
    physicalId: asText(seed.properties.SecretId) ?? '',
    values: { Id: asText(seed.properties.SecretId) ?? '' },
    chosen: true,
  }),
};
