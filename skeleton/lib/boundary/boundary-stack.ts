import { CrossStackReferences, ReferenceStrength } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { PlatformStack, PlatformStackProps } from '../shared/platform-stack';
import { RoleBoundary } from './role-boundary';

/** What every role of the platform is bound by. It waits for nothing, and who makes a role waits for it. */
export class BoundaryStack extends PlatformStack {
  /** The most that a role may do. */
  readonly boundary: RoleBoundary;

  constructor(scope: Construct, props: PlatformStackProps) {
    super(scope, 'boundary', 'Boundary of all roles', props);
    const { definition } = props;
    this.boundary = new RoleBoundary(this, 'Boundary', { definition });
    // No role may ever be without it.
    CrossStackReferences.of(this.boundary).produce(ReferenceStrength.STRONG);
    this.output(
      'BoundaryArn',
      this.boundary.managedPolicyArn,
      'Permissions boundary of all roles',
    );
  }
}
