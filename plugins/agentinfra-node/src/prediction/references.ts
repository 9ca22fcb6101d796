/** The parts of a resource in a CloudFormation template that decide when it is created. */
export interface TemplateResource {
  readonly Type: string;
  readonly DependsOn?: string | readonly string[];
  readonly Properties?: Readonly<Record<string, unknown>>;
}

/**
 * The resources that a resource waits for: those that it names in `DependsOn`, and those that its properties refer to.
 *
 * @param resource - the resource
 * @param all - the logical ids of all resources of its template
 */
export function dependenciesOf(
  { DependsOn = [], Properties }: TemplateResource,
  all: ReadonlySet<string>,
): string[] {
  const named = [DependsOn, referencesIn(Properties)].flat(2);
  return [...new Set(named)].filter(logicalId => all.has(logicalId));
}

/** The logical ids, and other names, that the intrinsic functions of a value refer to. */
function referencesIn(value: unknown): string[] {
  if (Array.isArray(value)) {
    return value.flatMap(referencesIn);
  }
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([key, argument]) => {
    switch (key) {
      case 'Ref':
        return [String(argument)];
      case 'Fn::GetAtt':
        return [String([argument].flat()[0]).split('.')[0]];
      case 'Fn::Sub':
        return [
          ...namesInText([argument].flat()[0]),
          ...referencesIn(argument),
        ];
      default:
        return referencesIn(argument);
    }
  });
}

function namesInText(text: unknown): string[] {
  return [...String(text).matchAll(/\$\{([A-Za-z0-9]+)[.}]/g)].map(
    ([, name]) => name,
  );
}
