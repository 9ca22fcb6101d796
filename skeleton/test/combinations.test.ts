import { App } from 'aws-cdk-lib';
import { combinations } from './combinations';
import { SMALLEST } from './definitions';
import { openFindings } from './security-rules';
import { synthesize } from './synth';

describe('A platform', () => {
  it.each(combinations(SMALLEST))(
    'R34: can be made with $name, without a warning or a finding of security rules',
    ({ definition }) => {
      const { app, templates } = synthesize(definition);
      expect(warnings(app)).toEqual([]);
      expect(danglingReferences(templates)).toEqual([]);
      expect(openFindings(app)).toEqual([]);
    },
  );
});

function warnings(app: App): string[] {
  return app
    .synth()
    .stacks.flatMap(({ messages }) => messages)
    .filter(({ level }) => level !== 'info')
    .map(({ id, entry }) => `${id}: ${JSON.stringify(entry.data)}`);
}

/** References to logical ids that a template does not have: what a schema does not see, and CloudFormation refuses. */
function danglingReferences(
  templates: ReturnType<typeof synthesize>['templates'],
): string[] {
  return Object.entries(templates).flatMap(([stack, template]) => {
    const { Resources, Parameters = {} } = template.toJSON();
    const known = new Set([
      ...Object.keys(Resources),
      ...Object.keys(Parameters),
    ]);
    const text = JSON.stringify(template.toJSON());
    return [...text.matchAll(/"(?:Ref":"|Fn::GetAtt":\[")([A-Za-z0-9]+)"/g)]
      .map(([, id]) => id)
      .filter(id => !known.has(id))
      .map(id => `${stack}: ${id}`);
  });
}
