import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { BackendProgram } from '../support/backendProgram';
import type { GitHost } from '../support/gitHost';
import { GitHosts } from '../support/gitHosts';
import type { GithubServer } from '../support/githubServer';
import type { GitlabServer } from '../support/gitlabServer';
import { freePorts } from '../support/launcher';
import { exampleForm, type FormValues } from '../support/places';
import type { PortalClient } from '../support/portalClient';
import { stacksIn } from '../support/sandbox';
import { SandboxProgram } from '../support/sandboxProgram';

describe('Create with a repository at a git host', () => {
  let state: string;
  let hosts: GitHosts;
  let github: GithubServer;
  let gitlab: GitlabServer;
  let sandbox: SandboxProgram;
  let portal: BackendProgram;
  let client: PortalClient;

  beforeAll(async () => {
    state = await mkdtemp(path.join(tmpdir(), 'agentinfra-remote-'));
    const [port, sandboxPort] = await freePorts(2);
    hosts = await GitHosts.start();
    ({ github, gitlab } = hosts);
    sandbox = await SandboxProgram.start({
      port: sandboxPort,
      state: path.join(state, 'sandbox'),
      speed: 0,
    });
    portal = await BackendProgram.start({
      port,
      state,
      sandboxUrl: sandbox.url,
      configs: ['packages/e2e/config/git-hosts.yaml'],
      env: hosts.env,
    });
    client = await portal.client();
  });

  afterAll(async () => {
    await portal?.stop();
    await sandbox?.stop();
    await hosts?.stop();
    await rm(state, { recursive: true, force: true });
  });

  const formOf = (name: string, { host }: GitHost = github) =>
    exampleForm('smallest', {
      name,
      repository: 'remote',
      repoUrl: `${host}?owner=acme&repo=${name}`,
    });

  /** Creates a platform that must be refused, and checks that nothing was made. */
  async function refusal(form: FormValues): Promise<string> {
    const before = await stacksIn(sandbox.url, form, `${form.name}-`);
    const { status, error } = await client.createAndWait(form);
    expect(status).toBe('failed');
    expect(await stacksIn(sandbox.url, form, `${form.name}-`)).toEqual(before);
    return error;
  }

  it('makes the repository and shows the platform with its relations; a second one commits what has changed', async () => {
    const form = await formOf('remote');
    const first = await client.createPlatform(form);

    expect(await github.commits('acme/remote')).toEqual([
      'Make the platform remote-dev',
    ]);
    expect(first.output.links).toContainEqual(
      expect.objectContaining({
        url: `https://${github.host}/acme/remote.git`,
      }),
    );
    expect(
      await readdir(path.join(state, 'repositories')).catch(() => []),
    ).toEqual([]);

    await client.createPlatform(form);
    expect(await github.commits('acme/remote')).toHaveLength(1);

    await client.createPlatform({
      ...form,
      agents: [
        ...(form.agents as object[]),
        { name: 'second', modelId: 'amazon.nova-lite-v1:0' },
      ],
    });
    expect(await github.commits('acme/remote')).toHaveLength(3);
    expect(await github.file('acme/remote', 'agents/second/main.ts')).not.toBe(
      '',
    );
    const platform = await client.entity('component:default/remote-dev');
    expect(platform?.relations).toContainEqual({
      type: 'hasPart',
      targetRef: 'component:default/remote-dev-agent-second',
    });
    expect(
      platform?.metadata.annotations?.['backstage.io/source-location'],
    ).toBe(`url:https://${github.host}/acme/remote/tree/main/`);

    const elsewhere = `${github.host}?owner=acme&repo=elsewhere`;
    expect(await refusal({ ...form, repoUrl: elsewhere })).toMatch(
      /repoUrl: remote-dev has its repository already: https:.*acme\/remote/,
    );

    await github.commitByHand('acme/remote', 'Tune it');
    expect(await refusal(form)).toMatch(
      /repoUrl: .*acme\/remote has a commit that the portal did not make: .* "Tune it" by Bob/,
    );
  });

  it('makes the repository at GitLab as well, and commits to it what has changed', async () => {
    const form = await formOf('project', gitlab);
    await client.createPlatform(form);
    await client.createPlatform({ ...form, description: 'Answers everything' });

    expect(await gitlab.commits('acme/project')).toEqual([
      'Make the platform project-dev',
      'Make the platform project-dev',
      'Register the platform project-dev',
    ]);
    const platform = await client.entityWhen(
      'component:default/project-dev',
      ({ metadata }) => metadata.description === 'Answers everything',
    );
    expect(
      platform.metadata.annotations?.['backstage.io/source-location'],
    ).toBe(`url:https://${gitlab.host}/acme/project/-/tree/main/`);
  });

  it('is refused when the repository holds something else, and names it', async () => {
    await github.create('acme/taken');
    await github.commitByHand('acme/taken', 'Something else');

    expect(await refusal(await formOf('taken'))).toMatch(
      /repoUrl: https:.*\/acme\/taken holds something that is not a platform/,
    );
    expect(await github.commits('acme/taken')).toEqual(['Something else']);
  });

  it('completes after a failure: by Retry, and by a new task', async () => {
    const fault = {
      kind: 'resource',
      type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
      action: 'create',
      times: 2,
      reason: 'There are no addresses left',
    };
    await sandbox.fail(fault);
    const form = await formOf('failing');
    const { id, status } = await client.createAndWait(form);
    expect(status).toBe('failed');

    await client.retry(id);
    await sandbox.fail();
    const retried = await client.untilSettled(id);

    expect(retried.status).toBe('completed');
    await client.createPlatform(form);
    expect(await github.commits('acme/failing')).toEqual([
      'Make the platform failing-dev',
    ]);
  });
});
