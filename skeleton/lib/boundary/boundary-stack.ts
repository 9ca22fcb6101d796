import { CrossStackReferences, ReferenceStrength } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { PlatformStack, PlatformStackProps } from '../shared/platform-stack';
import { RoleBoundary } from './role-boundary';

/**
 * The permissions boundary of all roles of the platform. It depends on nothing, and every stack with a role depends on it.
 */
export class BoundaryStack extends PlatformStack {
  /** The permissions boundary. */
  readonly boundary: RoleBoundary;

  constructor(scope: Construct, props: PlatformStackProps) {
    super(scope, 'boundary', 'Boundary of all roles', props);
    const { definition } = props;
    this.boundary = new RoleBoundary(this, 'Boundary', { definition });
    // No role may ever lose its boundary.
    CrossStackReferences.of(this.boundary).produce(ReferenceStrength.STRONG);
    this.output(
      'BoundaryArn',
      this.boundary.managedPolicyArn,
      'Permissions boundary of all roles',
    );
  }
}
