import { execFile } from 'node:child_process';
import { promises as fs } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Sandbox } from './sandbox';
import { ACCOUNT, REGION, startTestSandbox } from './__testUtils__';

const execute = promisify(execFile);

/** A small app of two stacks, one of which uses what the other exports; it has an asset, and a value that can be changed from outside. */
const APP = `
const { App, Stack, CfnOutput, RemovalPolicy } = require(${path(
  'aws-cdk-lib',
)});
const { Vpc } = require(${path('aws-cdk-lib/aws-ec2')});
const { Bucket } = require(${path('aws-cdk-lib/aws-s3')});
const { Asset } = require(${path('aws-cdk-lib/aws-s3-assets')});
const { StringParameter } = require(${path('aws-cdk-lib/aws-ssm')});
const app = new App();
const env = { account: '${ACCOUNT}', region: '${REGION}' };
const network = new Stack(app, 'network', { env });
const vpc = new Vpc(network, 'Vpc', { natGateways: 1, availabilityZones: ['${REGION}a', '${REGION}b'] });
const data = new Stack(app, 'data', { env });
const bucket = new Bucket(data, 'Bucket', { removalPolicy: RemovalPolicy.DESTROY });
const asset = new Asset(data, 'Asset', { path: __filename });
new StringParameter(data, 'Parameter', {
  parameterName: '/from/the/app',
  stringValue: [process.env.VALUE, vpc.vpcId, asset.s3ObjectKey].join(' '),
});
new CfnOutput(data, 'BucketName', { value: bucket.bucketName });
`;

function path(module: string): string {
  return JSON.stringify(require.resolve(module));
}

describe('the stock CDK CLI', () => {
  let sandbox: Sandbox;
  let folder: string;

  /** Runs the CLI with nothing but an endpoint and dummy credentials; what it wrote. */
  const cdk = async (value: string, ...words: string[]): Promise<string> => {
    const { stdout, stderr } = await execute(
      process.execPath,
      [require.resolve('aws-cdk/bin/cdk'), ...words],
      {
        cwd: folder,
        env: {
          PATH: process.env.PATH,
          HOME: folder,
          CDK_HOME: join(folder, '.cdk'),
          CDK_DISABLE_CLI_TELEMETRY: 'true',
          CDK_DISABLE_VERSION_CHECK: '1',
          CDK_VALIDATION: 'false',
          AWS_ENDPOINT_URL: sandbox.url,
          AWS_ACCESS_KEY_ID: ACCOUNT,
          AWS_SECRET_ACCESS_KEY: 'any',
          AWS_REGION: REGION,
          VALUE: value,
        },
      },
    );
    return stdout + stderr;
  };

  beforeAll(async () => {
    sandbox = await startTestSandbox();
    folder = await fs.mkdtemp(join(tmpdir(), 'cdk-'));
    await fs.writeFile(join(folder, 'app.cjs'), APP);
    await fs.writeFile(
      join(folder, 'cdk.json'),
      JSON.stringify({
        app: `"${process.execPath}" app.cjs`,
        versionReporting: false,
        notices: false,
      }),
    );
  });
  afterAll(async () => {
    await sandbox.close();
    await fs.rm(folder, { recursive: true });
  });

  it('bootstraps, deploys, finds no changes, shows changes and drift, updates and destroys', async () => {
    const deploy = [
      'deploy',
      '--all',
      '--require-approval',
      'never',
      '--concurrency',
      '2',
      '--progress',
      'events',
    ];

    expect(await cdk('one', 'bootstrap')).toContain(
      `Environment aws://${ACCOUNT}/${REGION} bootstrapped`,
    );
    expect(await cdk('one', ...deploy)).toMatch(
      /data\.BucketName = data-bucket/,
    );
    expect(await cdk('one', ...deploy)).toContain('data (no changes)');
    expect(await cdk('two', 'diff', '--all')).toMatch(
      /\[~\] AWS::SSM::Parameter/,
    );
    expect(await cdk('two', 'drift')).toContain('No drift detected');
    expect(await cdk('two', ...deploy, '--method', 'direct')).toContain(
      'UPDATE_COMPLETE',
    );
    expect(await cdk('two', 'destroy', '--all', '--force')).toMatch(
      /network: destroyed/,
    );
  }, 180_000);
});
