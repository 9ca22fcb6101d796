import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import yaml from 'yaml';

/** The smallest possible definition. */
const definition = {
  name: 'shop',
  owner: 'group:default/agents-team',
  environment: 'dev',
  account: '123456789012',
  region: 'eu-west-1',
  agents: [{ name: 'assistant', modelId: 'amazon.nova-lite-v1:0' }],
  observability: { alarmEmail: 'oncall@example.com' },
  budget: { monthlyUsd: 200 },
  costCenter: 'CC-1234',
};

export const examples: TemplateExample[] = [
  {
    description: 'Render a platform from the values of the form',
    example: yaml.stringify({
      steps: [
        {
          id: 'render',
          action: 'agentinfra:render',
          name: 'Render the repository',
          input: { definition },
        },
      ],
    }),
  },
  {
    description: 'Render into a folder of the workspace',
    example: yaml.stringify({
      steps: [
        {
          id: 'render',
          action: 'agentinfra:render',
          name: 'Render the repository',
          input: { definition, path: './platform' },
        },
      ],
    }),
  },
];
