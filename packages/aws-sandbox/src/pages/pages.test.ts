import type { Sandbox } from '../sandbox';
import {
  ACCOUNT,
  REGION,
  setFaults,
  Stacks,
  startTestSandbox,
} from '../__testUtils__';
import { markdown } from './markdown';

const HOSTILE = `<script>alert('x')</script>"&{{`;

describe('the pages for people', () => {
  let sandbox: Sandbox;
  let stacks: Stacks;

  const get = async (path: string) => {
    const response = await fetch(`${sandbox.url}${path}`);
    return { status: response.status, body: await response.text(), response };
  };
  const inPlace = async (path: string) =>
    await get(`/console/${ACCOUNT}/${REGION}${path}`);

  beforeAll(async () => {
    sandbox = await startTestSandbox();
    stacks = new Stacks(sandbox);
    await stacks.create(
      'shop-dev-all',
      {
        Description: HOSTILE,
        Resources: {
          Log: {
            Type: 'AWS::Logs::LogGroup',
            Properties: {
              LogGroupName: '/agentinfra/shop-dev/a',
              RetentionInDays: 30,
            },
          },
          Dashboard: {
            Type: 'AWS::CloudWatch::Dashboard',
            Properties: {
              DashboardName: 'shop-dev',
              DashboardBody: JSON.stringify({
                widgets: [
                  {
                    type: 'text',
                    width: 24,
                    height: 2,
                    properties: {
                      markdown: `# Hello\n${HOSTILE}\n[x](javascript:alert(1))`,
                    },
                  },
                  {
                    type: 'metric',
                    x: 6,
                    y: 2,
                    width: 12,
                    height: 6,
                    properties: {
                      title: HOSTILE,
                      metrics: [
                        ['AWS/ECS', 'CPUUtilization', 'ServiceName', 'web'],
                        ['.', 'MemoryUtilization', '.', '.'],
                        ['.', 'Sessions', '.', '.', { yAxis: 'right' }],
                      ],
                      yAxis: { left: { min: 0, max: 75 } },
                    },
                  },
                  { type: 'strange', properties: {} },
                ],
              }),
            },
          },
          Budget: {
            Type: 'AWS::Budgets::Budget',
            Properties: {
              Budget: {
                BudgetName: 'shop-dev',
                BudgetType: 'COST',
                TimeUnit: 'MONTHLY',
                BudgetLimit: { Amount: 500, Unit: 'USD' },
              },
              NotificationsWithSubscribers: [
                {
                  Notification: {
                    NotificationType: 'ACTUAL',
                    ComparisonOperator: 'GREATER_THAN',
                    Threshold: 80,
                  },
                  Subscribers: [
                    { SubscriptionType: 'EMAIL', Address: 'team@example.com' },
                  ],
                },
              ],
            },
          },
        },
        Outputs: { Text: { Value: HOSTILE } },
      },
      { Tags: [{ Key: 'Owner', Value: 'group:default/agents-team' }] },
    );
  });
  afterAll(async () => await sandbox.close());

  it('show every stack with its status, and say that nothing is on AWS', async () => {
    const { status, body } = await get('/');

    expect(status).toBe(200);
    expect(body).toContain('Nothing here is on AWS');
    expect(body).toContain(ACCOUNT);
    expect(body).toContain('shop-dev-all');
    expect(body).toContain('CREATE_COMPLETE');
  });

  it('let only the stacks of a platform through the filter', async () => {
    expect(
      (await inPlace('/cloudformation/stacks?filter=shop-dev')).body,
    ).toContain('shop-dev-all');
    expect(
      (await inPlace('/cloudformation/stacks?filter=other')).body,
    ).not.toContain('shop-dev-all');
  });

  it.each([
    [
      '/cloudformation/stacks/shop-dev-all',
      ['Events', 'Budget', 'group:default/agents-team'],
    ],
    [
      '/cloudwatch/dashboards/shop-dev',
      [
        'Hello',
        'sandbox sample data',
        'CPUUtilization',
        'MemoryUtilization',
        'Sessions →',
        '<span>75</span><span>37.5</span><span>0</span>',
        'grid-column:7 / span 12',
      ],
    ],
    ['/cloudwatch/dashboards', ['shop-dev']],
    [
      '/cloudwatch/logs?filter=/agentinfra/shop-dev/',
      ['/agentinfra/shop-dev/a', '30 days'],
    ],
    [
      '/billing/budgets?filter=shop-dev',
      ['500 USD', 'team@example.com', 'actual above 80 %'],
    ],
    ['/agentcore?filter=shop-dev', ['No agent runtimes']],
    ['/ec2/load-balancers?filter=shop-dev', ['No load balancers']],
  ])(
    'show what is behind %s, and run nothing of it',
    async (path, contents) => {
      const { status, body, response } = await inPlace(path);

      expect(status).toBe(200);
      const text = body.replace(/\s+/g, ' ');
      for (const content of contents) {
        expect(text).toContain(content);
      }
      expect(body).not.toContain('<script');
      expect(body).not.toMatch(/href=.javascript/);
      expect(response.headers.get('content-security-policy')).toContain(
        "default-src 'none'",
      );
    },
  );

  it('reload themselves only while something is in progress', async () => {
    const settled = await inPlace('/cloudformation/stacks/shop-dev-all');
    expect(settled.body).not.toContain('http-equiv="refresh"');
    await setFaults(sandbox, {
      kind: 'resource',
      action: 'create',
      effect: 'hang',
    });
    await stacks.startCreate('busy', {
      Resources: { Topic: { Type: 'AWS::SNS::Topic' } },
    });
    const busy = await inPlace('/cloudformation/stacks/busy');
    await setFaults(sandbox);

    expect(busy.body).toContain('http-equiv="refresh"');
    expect((await stacks.settled('busy')).StackStatus).toBe('CREATE_COMPLETE');
  });

  it.each([
    '/nothing',
    '/cloudformation/stacks/nothing',
    '/cloudwatch/dashboards/nothing',
  ])('say so when there is nothing at %s', async path => {
    expect((await inPlace(path)).status).toBe(404);
  });

  it('answer no page of another site', async () => {
    const response = await fetch(`${sandbox.url}/_sandbox/faults`, {
      headers: { origin: 'https://example.com' },
    });
    expect(response.status).toBe(403);
  });

  it('let no other site call a service by a link or a picture', async () => {
    const credential = `${ACCOUNT}/20260101/${REGION}/cloudformation/aws4_request`;
    const call = `/?Action=DeleteStack&StackName=shop&X-Amz-Credential=${credential}`;
    const sent = (site: string) =>
      fetch(`${sandbox.url}${call}`, { headers: { 'sec-fetch-site': site } });

    expect((await sent('cross-site')).status).toBe(403);
    expect((await sent('none')).status).not.toBe(403);
  });

  it('answer whether the sandbox is well', async () => {
    const { status, body } = await get('/_sandbox/health');
    expect(status).toBe(200);
    expect(JSON.parse(body)).toMatchObject({ status: 'ok' });
  });
});

describe('markdown', () => {
  it('keeps text, tables and links, and drops what runs or loads', () => {
    const { text } = markdown(
      '# Title\n\n| a | b |\n| - | - |\n| 1 | 2 |\n\n[ok](https://example.com) ![pic](https://example.com/x.png) <b onclick="x()">b</b>',
    );

    expect(text).toContain('<table>');
    expect(text).toContain('href="https://example.com"');
    expect(text).not.toMatch(/<img|onclick/);
  });
});
