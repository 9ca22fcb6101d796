import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import yaml from 'yaml';

export const examples: TemplateExample[] = [
  {
    description: 'Register the platform of a local repository',
    example: yaml.stringify({
      steps: [
        {
          id: 'register',
          action: 'agentinfra:register',
          name: 'Register the platform',
          input: { endpointUrl: 'http://shop-dev.example.com' },
        },
      ],
    }),
  },
  {
    description: 'Register the platform of a remote repository',
    example: yaml.stringify({
      steps: [
        {
          id: 'register',
          action: 'agentinfra:register',
          name: 'Register the platform',
          input: { repoContentsUrl: 'https://github.com/acme/shop/blob/main' },
        },
      ],
    }),
  },
];
