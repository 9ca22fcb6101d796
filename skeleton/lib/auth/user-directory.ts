import { Duration } from 'aws-cdk-lib';
import {
  AccountRecovery,
  CfnUserPool,
  FeaturePlan,
  Mfa,
  OAuthScope,
  UserPool,
  UserPoolClient,
  UserPoolDomain,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { Definition, domainName, platformId } from '../definition';
import { acknowledge } from '../shared/acknowledge';
import { environmentProfile } from '../shared/environment';
import { shortHash } from '../shared/names';

/** Properties of a {@link UserDirectory}. */
export interface UserDirectoryProps {
  /** The definition of the platform. */
  readonly definition: Definition;
}

/**
 * The users of a platform: a Cognito user pool that people sign in to at the load balancer, and whose tokens the agents
 * require.
 */
export class UserDirectory extends Construct {
  /** The user pool. */
  readonly userPool: UserPool;
  /** The client by which the load balancer signs people in. */
  readonly client: UserPoolClient;
  /** The domain of the sign-in page. */
  readonly domain: UserPoolDomain;

  constructor(
    scope: Construct,
    id: string,
    { definition }: UserDirectoryProps,
  ) {
    super(scope, id);
    this.userPool = this.makeUserPool(definition);
    this.domain = this.userPool.addDomain('SignIn', {
      cognitoDomain: {
        // Prefixes are unique in a region across all accounts, and some words are not allowed in them: a hash avoids both
        // problems.
        domainPrefix: `agents-${shortHash(
          `${definition.account}/${platformId(definition)}`,
        )}${shortHash(platformId(definition))}`,
      },
    });
    const name = domainName(definition.domain);
    this.client = this.userPool.addClient('LoadBalancer', {
      generateSecret: true,
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      accessTokenValidity: Duration.hours(1),
      idTokenValidity: Duration.hours(1),
      refreshTokenValidity: Duration.days(1),
      authFlows: {},
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [OAuthScope.OPENID, OAuthScope.EMAIL, OAuthScope.PROFILE],
        callbackUrls: [`https://${name ?? 'localhost'}/oauth2/idpresponse`],
        logoutUrls: [`https://${name ?? 'localhost'}/`],
      },
    });
  }

  private makeUserPool(definition: Definition): UserPool {
    const profile = environmentProfile(definition);
    const userPool = new UserPool(this, 'Users', {
      signInAliases: { email: true },
      selfSignUpEnabled: false,
      autoVerify: { email: true },
      standardAttributes: { email: { required: true, mutable: true } },
      passwordPolicy: {
        minLength: 12,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(3),
      },
      mfa: definition.environment === 'prod' ? Mfa.REQUIRED : Mfa.OPTIONAL,
      mfaSecondFactor: { sms: false, otp: true },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      featurePlan: FeaturePlan.PLUS,
      deletionProtection: profile.protect,
      removalPolicy: profile.dataRemoval,
    });
    if (definition.environment !== 'prod') {
      acknowledge(
        userPool,
        'Outside prod a second factor is possible, not demanded, so that tests can sign in.',
        'AwsSolutions-COG2',
      );
    }
    (userPool.node.defaultChild as CfnUserPool).userPoolAddOns = {
      advancedSecurityMode: 'ENFORCED',
    };
    return userPool;
  }
}
