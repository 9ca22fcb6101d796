import {
  createFormField,
  formFieldsApiRef,
} from '@backstage/plugin-scaffolder-react/alpha';
import { fetchApiRef } from '@backstage/frontend-plugin-api';
import { renderTestApp } from '@backstage/frontend-test-utils';
import {
  scaffolderApiRef,
  ScaffolderScaffoldOptions,
} from '@backstage/plugin-scaffolder-react';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import {
  parseDefinition,
  SynthesisPlan,
} from '@agentinfra/backstage-plugin-agentinfra-common';
import { createPage } from '../plugin';
import { taskRouteRef } from '../routes';
import { definitionOf } from './problems';

const ROOT = join(__dirname, '..', '..', '..', '..');

const template = parse(
  readFileSync(
    join(ROOT, 'templates', 'bedrock-agent-platform', 'template.yaml'),
    'utf8',
  ),
);

const group = (name: string, title: string) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Group',
  metadata: { name, title },
  spec: { type: 'team', children: [] },
});

/** What the backend works out for the review. */
const plan: SynthesisPlan = {
  stacks: [{ name: 'hello-dev-network', resources: 30, dependsOn: [] }],
  resourceTypes: {},
  resourceCount: 30,
  prediction: { seconds: 180, path: [], bottlenecks: [] },
  findings: [],
};

const user = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'User',
  metadata: { name: 'guest' },
  spec: { memberOf: ['agents-team'] },
  relations: [{ type: 'memberOf', targetRef: 'group:default/agents-team' }],
};

function renderForm(formData: object = {}) {
  // The form takes what is filled in to begin with from the address of the page.
  const query = new URLSearchParams({ formData: JSON.stringify(formData) });
  window.history.replaceState(null, '', `?${query}`);
  const scaffold = jest.fn(async (_: ScaffolderScaffoldOptions) => ({
    taskId: 'task-1',
  }));
  renderTestApp({
    extensions: [createPage],
    apis: [
      [
        scaffolderApiRef,
        {
          scaffold,
          getTemplateParameterSchema: async () => ({
            title: template.metadata.title,
            steps: template.spec.parameters.map(
              ({ title, ...schema }: { title: string }) => ({ title, schema }),
            ),
            presentation: template.spec.presentation,
          }),
        } as never,
      ],
      [
        fetchApiRef,
        {
          fetch: async () =>
            ({ ok: true, json: async () => plan } as unknown as Response),
        },
      ],
      [
        formFieldsApiRef,
        {
          loadFormFields: async () => [
            createFormField({ name: 'RepoUrlPicker', component: () => null }),
          ],
        },
      ],
      [
        catalogApiRef,
        catalogApiMock({
          entities: [
            group('agents-team', 'Agents Team'),
            group('platform-team', 'Platform Team'),
            user,
          ],
        }),
      ],
    ],
    mountedRoutes: { '/create/tasks/:taskId': taskRouteRef },
    initialRouteEntries: ['/create/templates/default/bedrock-agent-platform'],
  });
  return { scaffold, people: userEvent.setup({ delay: null }) };
}

const next = () => screen.getByRole('button', { name: 'Next' });

/** What the pages before the last ones ask for. */
const BEGINNING = {
  name: 'support',
  owner: 'group:default/agents-team',
  environment: 'prod',
  costCenter: '4711',
  account: '111122223333',
  region: 'us-west-1',
};

describe('the form of a platform', () => {
  it('asks for nothing before one has begun, and names what is missing when the page is left', async () => {
    const { people } = renderForm();
    const name = await screen.findByRole('textbox', { name: /^Name/ });
    expect(
      screen.queryByText('This field is required'),
    ).not.toBeInTheDocument();
    await people.click(next());
    expect(await screen.findAllByText('This field is required')).toHaveLength(
      3,
    );
    expect(name).toBeInvalid();
    expect(name).toHaveFocus();
    await people.type(name, 'support');
    expect(name).toBeValid();
    expect(screen.getAllByText('This field is required')).toHaveLength(2);
  });

  it('leads who uses a keyboard to the first wrong field, and to what comes next', async () => {
    const { people } = renderForm({ ...BEGINNING, costCenter: undefined });
    const name = await screen.findByRole('textbox', { name: /^Name/ });
    await people.clear(name);
    await people.type(name, 'A');
    await people.click(next());
    await screen.findByText('This field is required');
    expect(name).toHaveFocus();
    await people.clear(name);
    await people.type(name, 'support');
    await people.type(
      screen.getByRole('textbox', { name: /Cost center/ }),
      '4711',
    );
    await people.click(next());
    await screen.findByRole('textbox', { name: /AWS account/ });
    expect(
      screen.getByRole('group', { name: 'Fields of this step' }),
    ).toHaveFocus();
  });

  it('names a wrong field while one types', async () => {
    const { people } = renderForm();
    const name = await screen.findByRole('textbox', { name: /^Name/ });
    await people.type(name, 'Support');
    expect(
      await screen.findByText(/^Must have 3 to 24 lower-case letters/),
    ).toBeInTheDocument();
    await people.clear(name);
    await people.type(name, 'support');
    await waitFor(() =>
      expect(screen.queryByText(/^Must have 3 to 24/)).not.toBeInTheDocument(),
    );
  });

  it("begins with a group of one's own as the owner", async () => {
    renderForm();
    expect(
      await screen.findByRole('button', { name: /Agents Team.*Owner/ }),
    ).toBeInTheDocument();
  });

  it('names the field that breaks a rule between pages', async () => {
    const { people } = renderForm(BEGINNING);
    await people.click(await screen.findByRole('button', { name: 'Next' }));
    await screen.findByRole('textbox', { name: /AWS account/ });
    await people.click(next());
    const domain = within(
      await screen.findByRole('region', { name: 'Domain' }),
    );
    expect(
      await domain.findByText(/^Must be true in prod/),
    ).toBeInTheDocument();
    await people.click(next());
    expect(screen.getByRole('region', { name: 'Domain' })).toBeInTheDocument();
    await people.click(domain.getByRole('checkbox', { name: 'Use a domain' }));
    expect(
      await domain.findByRole('textbox', { name: /Hosted zone id/ }),
    ).toBeInTheDocument();
    expect(domain.queryByText(/^Must be true in prod/)).not.toBeInTheDocument();
    expect(domain.queryByText(/required when/)).not.toBeInTheDocument();
    await people.click(next());
    expect(await domain.findAllByText('This field is required')).toHaveLength(
      3,
    );
  });

  it('names agents that share a name', async () => {
    const { people } = renderForm({
      ...BEGINNING,
      environment: 'dev',
      agents: [
        { name: 'one', modelId: 'amazon.nova-lite-v1:0' },
        { name: 'two', modelId: 'amazon.nova-lite-v1:0' },
      ],
    });
    await people.click(await screen.findByRole('button', { name: 'Next' }));
    await screen.findByRole('textbox', { name: /AWS account/ });
    await people.click(next());
    await screen.findByRole('region', { name: 'Domain' });
    await people.click(next());
    const second = within(
      await screen.findByRole('article', { name: 'agent 2' }),
    );
    const name = second.getByRole('textbox', { name: /Agent name/ });
    await people.clear(name);
    await people.type(name, 'one');
    expect(
      await second.findByText('Must be unique: agent 1 has "one" too'),
    ).toBeInTheDocument();
    await people.click(screen.getByRole('button', { name: 'Remove agent 1' }));
    await waitFor(() =>
      expect(screen.queryByText(/Must be unique/)).not.toBeInTheDocument(),
    );
    expect(screen.getByRole('button', { name: 'Add agent' })).toHaveFocus();
  });

  it('shows what the platform will contain, and creates it', async () => {
    const form = JSON.parse(
      readFileSync(join(ROOT, 'examples', 'forms', 'smallest.json'), 'utf8'),
    );
    const { people, scaffold } = renderForm(form);
    await screen.findByRole('textbox', { name: /^Name/ });
    await people.click(next());
    await screen.findByRole('textbox', { name: /AWS account/ });
    await people.click(next());
    await screen.findByRole('region', { name: 'Network' });
    await people.click(next());
    await screen.findByRole('region', { name: 'Agents' });
    await people.click(next());
    await screen.findByRole('region', { name: 'Database' });
    await people.click(next());
    await screen.findByRole('region', { name: 'Budget' });
    await people.click(next());
    await people.click(await screen.findByRole('button', { name: 'Review' }));

    const agents = within(
      await screen.findByRole('article', { name: 'Agents (1)' }),
    );
    expect(
      agents.getByText('HTTP, amazon.nova-micro-v1:0'),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('group', { name: 'What the platform will contain' }),
    ).toHaveFocus();
    expect(await screen.findByText('About 3 min')).toBeInTheDocument();
    expect(screen.getByText('hello-dev')).toBeInTheDocument();
    expect(screen.getByText('A single one')).toBeInTheDocument();

    await people.click(screen.getByRole('button', { name: 'Create platform' }));
    await waitFor(() => expect(scaffold).toHaveBeenCalledTimes(1));
    const { templateRef, values } = scaffold.mock.calls[0][0];
    expect(templateRef).toBe('template:default/bedrock-agent-platform');
    expect(parseDefinition(definitionOf(values))).toEqual(
      parseDefinition(form),
    );
  });
});
