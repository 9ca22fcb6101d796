/** The template that makes platforms. */
export const TEMPLATE = {
  kind: 'Template',
  namespace: 'default',
  name: 'bedrock-agent-platform',
} as const;

/** The reference of {@link TEMPLATE}. */
export const TEMPLATE_REF = `template:${TEMPLATE.namespace}/${TEMPLATE.name}`;
