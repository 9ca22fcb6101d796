import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import yaml from 'yaml';

export const examples: TemplateExample[] = [
  {
    description: 'Synthesize the rendered repository',
    example: yaml.stringify({
      steps: [
        {
          id: 'synth',
          action: 'agentinfra:synth',
          name: 'Synthesize the stacks',
        },
      ],
    }),
  },
  {
    description: 'Synthesize a repository in a folder of the workspace',
    example: yaml.stringify({
      steps: [
        {
          id: 'synth',
          action: 'agentinfra:synth',
          name: 'Synthesize the stacks',
          input: { path: './platform' },
        },
      ],
    }),
  },
];
