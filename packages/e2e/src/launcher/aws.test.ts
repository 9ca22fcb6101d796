import path from 'node:path';
import {
  clear,
  freshPlace,
  type PortalPlace,
  type RunningPortal,
  startPortal,
} from '../support/launcher';
import { exampleForm, ROOT } from '../support/places';
import { PortalClient } from '../support/portalClient';
import { runOrThrow } from '../support/processes';
import { SandboxProgram } from '../support/sandboxProgram';

describe('A portal that was started with --aws', () => {
  let place: PortalPlace;
  /** Answers where AWS would. */
  let aws: SandboxProgram;
  let portal: RunningPortal;

  beforeAll(async () => {
    place = await freshPlace();
    aws = await SandboxProgram.start({
      port: place.sandboxPort,
      state: path.join(place.state, 'aws'),
      speed: 0,
    });
    place.env = {
      AWS_ENDPOINT_URL: aws.url,
      AWS_ACCESS_KEY_ID: '111122223333',
      AWS_SECRET_ACCESS_KEY: 'any',
    };
    portal = await startPortal(place, '--aws');
  });
  afterAll(async () => {
    await portal?.stop();
    await aws?.stop();
    await clear(place);
  });

  it('deploys to AWS, once the account is ready for the CDK', async () => {
    const client = await PortalClient.signIn(portal.url);
    const form = await exampleForm('smallest', { name: 'in-earnest' });
    const environment = `aws://${form.account}/${form.region}`;
    const refused = await client.createAndWait(form);
    await runOrThrow(
      [
        path.join(ROOT, 'skeleton/node_modules/.bin/cdk'),
        ...['bootstrap', environment],
      ],
      { cwd: place.state, env: place.env },
    );
    const { log, output } = await client.createPlatform(form);

    expect(refused.error).toContain(`npx cdk bootstrap ${environment}`);
    expect(log).toContain(`Deploying to the AWS account ${form.account}`);
    expect(log).not.toContain('sandbox');
    const [{ content }] = output.text ?? [];
    expect(content).toMatch(/\(https:\/\/[^/]*console\.aws\.amazon\.com\//);
    expect(content).not.toContain(aws.url);
  });
});
