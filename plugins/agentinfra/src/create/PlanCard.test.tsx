import { SynthesisPlan } from '@agentinfra/backstage-plugin-agentinfra-common';
import { exampleDefinition } from '@agentinfra/backstage-plugin-agentinfra-common/testUtils';
import { fetchApiRef } from '@backstage/frontend-plugin-api';
import {
  renderInTestApp,
  TestApiProvider,
} from '@backstage/frontend-test-utils';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { PlanCard } from './PlanCard';

const plan: SynthesisPlan = {
  stacks: [
    { name: 'shop-dev-network', resources: 40, dependsOn: [] },
    { name: 'shop-dev-data', resources: 2, dependsOn: ['shop-dev-network'] },
  ],
  resourceTypes: {},
  resourceCount: 42,
  prediction: {
    seconds: 545,
    path: [],
    bottlenecks: [
      { type: 'AWS::RDS::DBCluster', seconds: 290 },
      { type: 'AWS::EC2::NatGateway', seconds: 110 },
    ],
  },
  cost: {
    monthlyUsd: 187.4,
    lines: [{ what: 'NAT gateways', monthlyUsd: 36.5, basis: 'a single one' }],
    leftOut: ['models', 'traffic'],
  },
  findings: [],
};

function renderCard(answer: Promise<Response>) {
  const fetch = jest.fn((..._: Parameters<typeof window.fetch>) => answer);
  const { unmount } = renderInTestApp(
    <TestApiProvider apis={[[fetchApiRef, { fetch }]]}>
      <PlanCard
        definition={exampleDefinition({ budget: { monthlyUsd: 200 } })}
      />
    </TestApiProvider>,
  );
  return { fetch, unmount };
}

/** What a backend answers. */
function answerOf(body: object, status = 200): Promise<Response> {
  const headers = new Headers({ 'content-type': 'application/json' });
  const text = JSON.stringify(body);
  return Promise.resolve({
    ok: status < 300,
    status,
    headers,
    text: async () => text,
    json: async () => body,
  } as Response);
}

const status = () => screen.findByRole('status');

describe('PlanCard', () => {
  it('requests the plan of the filled-in platform, and announces it', async () => {
    const { fetch } = renderCard(answerOf(plan));

    expect(await screen.findByText('About 9 min')).toBeInTheDocument();
    const figures = within(await status());
    expect(
      figures.getByText('AWS::RDS::DBCluster adds 5 min'),
    ).toBeInTheDocument();
    expect(figures.getByText('About 187 USD a month')).toBeInTheDocument();
    expect(figures.getByText('Budget: 200 USD a month')).toBeInTheDocument();
    expect(figures.getByText('42 resources')).toBeInTheDocument();
    expect(figures.getByText('In 2 stacks')).toBeInTheDocument();

    const [address, { body }] = fetch.mock.calls[0] as [string, RequestInit];
    expect(address).toBe('plugin://agentinfra/preview');
    expect(JSON.parse(body as string).definition).toMatchObject({
      name: 'shop',
      budget: { monthlyUsd: 200 },
    });
  });

  it('breaks down the cost, and says what it leaves out', async () => {
    renderCard(answerOf(plan));

    const breakdown = await screen.findByRole('button', {
      name: 'Cost breakdown',
    });
    await userEvent.click(breakdown);
    expect(screen.getByText('36.50 USD for a single one')).toBeVisible();
    expect(screen.getByText(/models; traffic/)).toBeVisible();
  });

  it('announces that it is estimating, and gives up when the page is left', async () => {
    const { fetch, unmount } = renderCard(new Promise(() => {}));

    expect(await status()).toHaveTextContent('Estimating time and cost…');
    const [, { signal }] = fetch.mock.calls[0] as [string, RequestInit];
    expect(signal?.aborted).toBe(false);
    unmount();
    await waitFor(() => expect(signal?.aborted).toBe(true));
  });

  it('warns when the platform costs more than its budget', async () => {
    renderCard(
      answerOf({ ...plan, cost: { ...plan.cost, monthlyUsd: 200.6 } }),
    );

    expect(
      await screen.findByText(/more than its budget of 200 USD a month/),
    ).toBeInTheDocument();
  });

  it('names what CloudFormation would refuse', async () => {
    const finding = {
      stack: 'shop-dev-data',
      resource: 'Cluster',
      rule: 'F1',
      message: 'Engine: is unknown',
    };
    renderCard(answerOf({ ...plan, findings: [finding] }));

    expect(
      await screen.findByText('Cluster of shop-dev-data: Engine: is unknown'),
    ).toBeInTheDocument();
  });

  it('says why there is no plan, and that the platform can still be created', async () => {
    const error = { name: 'NotFoundError', message: 'There is no template' };
    renderCard(answerOf({ error, response: { statusCode: 404 } }, 404));

    expect(await screen.findByText('There is no template')).toBeInTheDocument();
    expect(await status()).toHaveTextContent(
      'You can still create the platform',
    );
  });
});
