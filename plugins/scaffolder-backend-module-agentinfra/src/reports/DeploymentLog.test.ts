import { mockServices } from '@backstage/backend-test-utils';
import { DeploymentLog } from './DeploymentLog';

const logger = mockServices.logger.mock();
const lines = () => logger.info.mock.calls.map(([line]) => line);

const progress = {
  completed: 12,
  total: 120,
  stacksCompleted: 1,
  stacksTotal: 9,
  inProgress: [],
  elapsedMs: 0,
};

beforeEach(() => {
  jest.clearAllMocks();
  jest.useFakeTimers();
});
afterEach(() => jest.useRealTimers());

describe('DeploymentLog', () => {
  it('is never silent for more than ten seconds, and ends', () => {
    const log = new DeploymentLog(logger);

    jest.advanceTimersByTime(60_000);
    expect(lines().length).toBeGreaterThanOrEqual(6);

    log.end();
    jest.clearAllMocks();
    jest.advanceTimersByTime(60_000);
    expect(lines()).toEqual([]);
  });

  it('says what is done of all, and what is being made for how long', () => {
    const log = new DeploymentLog(logger);
    const since = new Date();
    const making = (logicalId: string, resourceType: string) => ({
      stack: 'shop-dev-database',
      logicalId,
      resourceType,
      path: `shop-dev-database/${logicalId}/Resource`,
      since,
    });
    log.add(
      { type: 'stack-started', stack: 'shop-dev-database' },
      {
        ...progress,
        inProgress: [
          making('Cluster', 'AWS::RDS::DBCluster'),
          making('A', 'AWS::SNS::Topic'),
          making('B', 'AWS::SNS::Topic'),
          making('C', 'AWS::SNS::Topic'),
        ],
      },
    );

    jest.advanceTimersByTime(70_000);
    log.end();

    expect(lines()[0]).toMatch(/^shop-dev-database: started/);
    expect(lines().at(-1)).toMatch(
      /^12 of 120 resources, 1 of 9 stacks, 1 min 10 s; now shop-dev-database\/Cluster \(AWS::RDS::DBCluster\) for 1 min 10 s, .* and 1 more$/,
    );
  });

  it('says how far it has come whenever a stack is done', () => {
    const log = new DeploymentLog(logger);

    log.add(
      {
        type: 'stack-finished',
        stack: 'shop-dev-network',
        outcome: 'created',
      },
      progress,
    );
    log.end();

    expect(lines()).toEqual([
      expect.stringMatching(/^shop-dev-network: created/),
      '12 of 120 resources, 1 of 9 stacks, 0 s',
    ]);
  });

  it('tells a failure when it happens', () => {
    const log = new DeploymentLog(logger);

    log.add(
      {
        type: 'resource',
        stack: 'shop-dev-database',
        logicalId: 'Cluster',
        resourceType: 'AWS::RDS::DBCluster',
        status: 'CREATE_FAILED',
        reason: 'There is no room.',
        time: new Date(),
      },
      progress,
    );
    log.end();

    expect(lines()[0]).toMatch(
      /^shop-dev-database: AWS::RDS::DBCluster Cluster CREATE_FAILED: There is no room\./,
    );
  });

  it('says what becomes of a stack that the definition no longer has', () => {
    const log = new DeploymentLog(logger);
    const stack = 'shop-prod-database';

    log.add({ type: 'obsolete-started', stack }, progress);
    log.add({ type: 'obsolete-finished', stack, outcome: 'deleted' }, progress);
    log.add({ type: 'obsolete-finished', stack, outcome: 'kept' }, progress);
    log.end();

    expect(lines()).toEqual([
      expect.stringMatching(/^shop-prod-database: deleting it, because/),
      expect.stringMatching(/^shop-prod-database: deleted/),
      expect.stringMatching(
        /^shop-prod-database: kept, .* protected against deletion/,
      ),
    ]);
  });
});
