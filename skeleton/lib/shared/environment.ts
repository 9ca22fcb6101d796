import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Definition } from '../definition';

/** What follows from the environment of a platform. */
export interface EnvironmentProfile {
  /**
   * What happens to data when its stack is deleted. Even data that is retained then is deleted when the deployment that
   * creates it fails: left behind, it would have the name that the next attempt needs.
   */
  readonly dataRemoval: RemovalPolicy;
  /**
   * What happens to a database when its stack is deleted. Its data is retained as a snapshot: the network interfaces of a
   * retained database would keep the network from being deleted.
   */
  readonly databaseRemoval: RemovalPolicy;
  /** Whether stacks, load balancers and databases refuse to be deleted. */
  readonly protect: boolean;
  /** Minimum number of tasks of a service: two are needed to lose a zone without an outage. */
  readonly minTasks: number;
  /** Time after which an idle session of an agent ends. */
  readonly idleSession: Duration;
  /** How long a session of an agent may last. */
  readonly maxSession: Duration;
  /** How long a version of an object that was overwritten is kept. */
  readonly noncurrentVersions: Duration;
  /** Time before a deleted KMS key is gone. */
  readonly keyPendingWindow: Duration;
}

/**
 * The profile of an environment: dev leaves nothing behind and costs little, prod keeps data and refuses to be deleted,
 * staging is prod without the protection.
 *
 * @param definition - the definition of the platform
 */
export function environmentProfile({
  environment,
}: Pick<Definition, 'environment'>): EnvironmentProfile {
  return PROFILES[environment];
}

const PROFILES: Record<Definition['environment'], EnvironmentProfile> = {
  dev: {
    dataRemoval: RemovalPolicy.DESTROY,
    databaseRemoval: RemovalPolicy.DESTROY,
    protect: false,
    minTasks: 1,
    idleSession: Duration.minutes(5),
    maxSession: Duration.hours(1),
    noncurrentVersions: Duration.days(7),
    keyPendingWindow: Duration.days(7),
  },
  staging: {
    dataRemoval: RemovalPolicy.DESTROY,
    databaseRemoval: RemovalPolicy.DESTROY,
    protect: false,
    minTasks: 2,
    idleSession: Duration.minutes(15),
    maxSession: Duration.hours(8),
    noncurrentVersions: Duration.days(30),
    keyPendingWindow: Duration.days(7),
  },
  prod: {
    dataRemoval: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    databaseRemoval: RemovalPolicy.SNAPSHOT,
    protect: true,
    minTasks: 2,
    idleSession: Duration.minutes(15),
    maxSession: Duration.hours(8),
    noncurrentVersions: Duration.days(90),
    keyPendingWindow: Duration.days(30),
  },
};
