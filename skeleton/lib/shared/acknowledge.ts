import { CfnResource, Stack, Validations } from 'aws-cdk-lib';
import findWildcards from 'cdk-nag/lib/rules/iam/IAMNoWildcardPermissions';
import { IConstruct } from 'constructs';

/**
 * Acknowledges findings of rules where they arise, so that everybody who runs the rules finds the reasons, without any
 * settings: those of cdk-nag are kept with the construct, those of checkov and cfn-lint in the template.
 *
 * @param construct - what the rules complain about; cdk-nag includes everything inside it, checkov takes a resource or a
 * construct with one as its default child, and cfn-lint a stack
 * @param reason - why it is right as it is
 * @param ids - the rules, such as `AwsSolutions-EC23`, `CKV_AWS_18` or `W3005`, but not `AwsSolutions-IAM5`, for which there is
 * {@link acknowledgeWildcards}
 */
export function acknowledge(
  construct: IConstruct,
  reason: string,
  ...ids: string[]
): void {
  ids.forEach(id => {
    if (id.startsWith('CKV')) {
      answerCheckov(resourceOf(construct), id, reason);
    } else if (/^[EWI]\d{4}$/.test(id)) {
      answerCfnLint(Stack.of(construct), id, reason);
    } else {
      Validations.of(construct).acknowledge({ id, reason });
    }
  });
}

/**
 * Acknowledges `AwsSolutions-IAM5`, which cdk-nag reports for each action and resource with a wildcard.
 *
 * @param construct - a role, a policy, or a construct that contains them
 * @param reasons - why each wildcard stays, by a part of its name: `Action::kms:ReEncrypt*`, `Resource::*`, or
 * `Resource::arn:aws:ssm:eu-west-1:111122223333:parameter/shop-dev/*`
 */
export function acknowledgeWildcards(
  construct: IConstruct,
  reasons: Readonly<Record<string, string>>,
): void {
  // When the tree is validated, policies are complete, and references between stacks are resolved.
  construct.node.addValidation({
    validate() {
      construct.node
        .findAll()
        .filter(CfnResource.isCfnResource)
        .forEach(resource => answerWildcards(resource, reasons));
      return [];
    },
  });
}

function answerWildcards(
  resource: CfnResource,
  reasons: Readonly<Record<string, string>>,
): void {
  const found = findWildcards(resource);
  const wildcards = Array.isArray(found) ? found : [];
  wildcards.forEach(wildcard => {
    const part = Object.keys(reasons).find(name => wildcard.includes(name));
    if (part) {
      Validations.of(resource).acknowledge({
        id: `AwsSolutions-IAM5[${wildcard}]`,
        reason: reasons[part],
      });
    }
  });
}

function resourceOf(construct: IConstruct): CfnResource {
  return CfnResource.isCfnResource(construct)
    ? construct
    : (construct.node.defaultChild as CfnResource);
}

/** Source: checkov's documentation, "Suppressing and Skipping Policies", CloudFormation metadata. */
function answerCheckov(
  resource: CfnResource,
  id: string,
  comment: string,
): void {
  const { skip = [] }: { skip?: { id: string; comment: string }[] } =
    resource.getMetadata('checkov') ?? {};
  resource.addMetadata('checkov', {
    skip: [...skip.filter(answer => answer.id !== id), { id, comment }],
  });
}

/** Source: cfn-lint's documentation, "Metadata". cfn-lint ignores the reasons; they are for people. */
function answerCfnLint(stack: Stack, id: string, reason: string): void {
  const { metadata = {} } = stack.templateOptions;
  const { config, reasons } = metadata['cfn-lint'] ?? {};
  stack.templateOptions.metadata = {
    ...metadata,
    'cfn-lint': {
      config: { ignore_checks: [...(config?.ignore_checks ?? []), id] },
      reasons: { ...reasons, [id]: reason },
    },
  };
}
