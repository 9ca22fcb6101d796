import { Construct } from 'constructs';
import { PlatformStack, PlatformStackProps } from '../shared/platform-stack';
import { UserDirectory } from './user-directory';

/** Sign-in: who the users of the platform are. */
export class AuthStack extends PlatformStack {
  /** The users. */
  readonly users: UserDirectory;

  constructor(scope: Construct, props: PlatformStackProps) {
    super(scope, 'auth', 'Sign-in', props);
    const { definition } = props;
    this.users = new UserDirectory(this, 'Users', { definition });

    const { userPool, client, domain } = this.users;
    this.output('UserPoolId', userPool.userPoolId, 'Id of the user pool');
    this.output(
      'ClientId',
      client.userPoolClientId,
      'Id of the client of the load balancer',
    );
    // AWS GovCloud serves the sign-in page at its FIPS endpoint only.
    const fips = definition.region.startsWith('us-gov-');
    this.output('SignInUrl', domain.baseUrl({ fips }), 'Sign-in page');
    this.parameter(
      'auth/user-pool-id',
      userPool.userPoolId,
      'Id of the user pool',
    );
  }
}
