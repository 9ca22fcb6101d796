import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import yaml from 'yaml';

export const examples: TemplateExample[] = [
  {
    description: 'Publish the rendered repository to a local git repository',
    example: yaml.stringify({
      steps: [
        {
          id: 'publish',
          action: 'agentinfra:publish',
          name: 'Publish the repository',
        },
      ],
    }),
  },
];
