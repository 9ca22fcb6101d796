import { checkTemplate } from '../../cloudformation/checks';
import { parseTemplate, Template } from '../../cloudformation/template';
import type { XmlValue } from '../../protocols/xml';
import type { QueryOperation } from '../queryService';
import type { ServiceContext } from '../service';
import { requireStack, templateText } from './input';
import { jsonText } from './present';

/** The operations on templates. */
export function templateOperations(
  context: ServiceContext,
): Record<string, QueryOperation> {
  return {
    GetTemplate: (parameters, place) => {
      const stack = requireStack(place, parameters.text('StackName'));
      const changeSetName = parameters.text('ChangeSetName');
      const changeSet = stack.changeSets.find(
        ({ name, id }) => name === changeSetName || id === changeSetName,
      );
      // A stack under review has no template yet.
      const isNew = stack.status === 'REVIEW_IN_PROGRESS' && !changeSet;
      return {
        TemplateBody: isNew
          ? '{}'
          : (changeSet?.input ?? stack.operation?.input ?? stack.input)
              .template,
        StagesAvailable: ['Original', 'Processed'],
      };
    },
    GetTemplateSummary: async (parameters, place) => {
      const name = parameters.text('StackName');
      const text =
        name === undefined
          ? await templateText(context, parameters)
          : requireStack(place, name).input.template;
      const template = parseTemplate(text);
      return {
        ...describe(template),
        ResourceTypes: [
          ...new Set(Object.values(template.resources).map(({ type }) => type)),
        ],
        ResourceIdentifierSummaries: [],
        Metadata: jsonText(template.metadata),
        Version: '2010-09-09',
      };
    },
    ValidateTemplate: async parameters => {
      const template = parseTemplate(await templateText(context, parameters));
      checkTemplate(template);
      return describe(template);
    },
  };
}

function describe(template: Template): { [name: string]: XmlValue } {
  const iam = Object.entries(template.resources).filter(([, { type }]) =>
    type.startsWith('AWS::IAM::'),
  );
  return {
    Description: template.description,
    Parameters: Object.entries(template.parameters).map(
      ([name, declaration]) => ({
        ParameterKey: name,
        DefaultValue: declaration.default,
        ParameterType: declaration.type,
        NoEcho: declaration.noEcho,
        Description: declaration.description,
      }),
    ),
    Capabilities: iam.length > 0 ? ['CAPABILITY_NAMED_IAM'] : [],
    CapabilitiesReason:
      iam.length > 0
        ? `The following resource(s) require capabilities: [${[
            ...new Set(iam.map(([, { type }]) => type)),
          ].join(', ')}]`
        : undefined,
    DeclaredTransforms: template.transforms,
  };
}
