import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import yaml from 'yaml';

export const examples: TemplateExample[] = [
  {
    description: 'Deploy the rendered repository',
    example: yaml.stringify({
      steps: [
        {
          id: 'deploy',
          action: 'agentinfra:deploy',
          name: 'Deploy the stacks',
        },
      ],
    }),
  },
  {
    description:
      'Deploy the rendered repository, and let CloudFormation finish what it has begun when the task is cancelled',
    example: yaml.stringify({
      steps: [
        {
          id: 'deploy',
          action: 'agentinfra:deploy',
          name: 'Deploy the stacks',
          input: { onCancel: 'preserve' },
        },
      ],
    }),
  },
];
